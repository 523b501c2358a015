namespace Perennial.Core.Recommendations;

/// <summary>What one customer did with one product.</summary>
public struct ProductPurchases
{
    /// <summary>The product's number.</summary>
    public int Product { readonly get; set; }

    /// <summary>Orders it was bought in and not wholly given back.</summary>
    public int Orders { readonly get; set; }

    /// <summary>Different days it was bought on.</summary>
    public int PurchaseDays { readonly get; set; }

    /// <summary>The last of those days.</summary>
    public int LastDay { readonly get; set; }

    /// <summary>When it was bought last; None for never.</summary>
    public Instant LastAt { readonly get; set; }

    /// <summary>Sum of the days between one purchase day and the next.</summary>
    public double GapDays { readonly get; set; }

    /// <summary>Sum of the natural logarithms of those gaps.</summary>
    public double LogGapDays { readonly get; set; }

    /// <summary>Orders, each halved by its age; the number of orders without a half-life.</summary>
    public double Affinity { readonly get; set; }

    /// <summary>Whether it was ever wholly given back.</summary>
    public bool Returned { readonly get; set; }

    /// <summary>When it was last bought so that a part of it was given back; None for never.</summary>
    public Instant PartlyReturnedAt { readonly get; set; }

    /// <summary>Whether a part was given back and it was not bought again since.</summary>
    public readonly bool IsPartlyReturned => PartlyReturnedAt.HasValue && LastAt <= PartlyReturnedAt;

    /// <summary>When it was last looked at or put into the cart; None for never.</summary>
    public Instant LastViewedAt { readonly get; set; }

    /// <summary>Whether it was put into the cart and not bought since.</summary>
    public bool InCart { readonly get; set; }

    /// <summary>The usual days from one purchase to the next; NaN below two purchase days.</summary>
    public readonly double MeanGapDays => PurchaseDays >= 2 ? GapDays / (PurchaseDays - 1) : double.NaN;
}
