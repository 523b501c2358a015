namespace Perennial.Shop;

/// <summary>What a list is ordered by.</summary>
/// <param name="By">A column's name, or "name".</param>
/// <param name="Descending">Highest first; customers without a value stay last.</param>
public sealed record ListOrder(string By, bool Descending)
{
    /// <summary>The order of the call list.</summary>
    public static readonly ListOrder Priority = new("priority_rank", false);

    /// <summary>Reads "revenue", or "-revenue" for descending.</summary>
    public static ListOrder Parse(string text) =>
        text.StartsWith('-') ? new(text[1..], true) : new(text, false);

    public override string ToString() => Descending ? "-" + By : By;
}
