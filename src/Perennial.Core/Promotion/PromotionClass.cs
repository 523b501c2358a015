namespace Perennial.Core.Promotion;

/// <summary>How a customer takes promotions. Numbers are labels; never renumber.</summary>
public enum PromotionClass : byte
{
    /// <summary>Certainly buys on promotion less than the dates explain, or hardly ever.</summary>
    FullPrice = 1,

    /// <summary>Takes things as they come.</summary>
    Mixed = 2,

    /// <summary>Certainly buys on promotion more than the dates explain.</summary>
    DealSeeker = 3,

    /// <summary>Too few purchases to say.</summary>
    Unknown = 4,
}

/// <summary>Names of the classes, in the order of their numbers.</summary>
public static class PromotionClasses
{
    /// <summary>full-price, mixed, deal-seeker, unknown.</summary>
    public static readonly IReadOnlyList<string> Names = ["full-price", "mixed", "deal-seeker", "unknown"];
}
