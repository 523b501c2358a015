namespace Perennial.Core.History;

/// <summary>The lines of one order, as spans over the table's arrays.</summary>
public readonly ref struct LineSlice
{
    readonly LineFacts? facts;
    readonly int start;

    internal LineSlice(LineFacts facts, int start, int end) =>
        (this.facts, this.start, Count) = (facts, start, end - start);

    /// <summary>Number of lines.</summary>
    public int Count { get; }

    /// <summary>Index of each product in <see cref="HistoryTable.Products"/>.</summary>
    public ReadOnlySpan<int> Product => Slice(facts?.Product);

    /// <summary>Units bought, positive.</summary>
    public ReadOnlySpan<int> Quantity => Slice(facts?.Quantity);

    /// <summary>Value at list price, cents.</summary>
    public ReadOnlySpan<long> GrossCents => Slice(facts?.GrossCents);

    /// <summary>Taken off, cents.</summary>
    public ReadOnlySpan<long> DiscountCents => Slice(facts?.DiscountCents);

    /// <summary>Units given back.</summary>
    public ReadOnlySpan<int> RefundedQuantity => Slice(facts?.RefundedQuantity);

    ReadOnlySpan<T> Slice<T>(T[]? array) => array is null ? [] : array.AsSpan(start, Count);
}
