namespace Perennial.Core.Profiles;

/// <summary>How a column's values are held, stored and written.</summary>
public enum ColumnType
{
    /// <summary>A whole number (<see cref="int"/>). No value: <see cref="int.MinValue"/>.</summary>
    Count,

    /// <summary>Whole calendar days (<see cref="int"/>). No value: <see cref="int.MinValue"/>.</summary>
    Days,

    /// <summary>A number (<see cref="double"/>), written with four decimals at most. No value: NaN.</summary>
    Number,

    /// <summary>An amount in cents (<see cref="long"/>), written in currency units. No value:
    /// <see cref="long.MinValue"/>.</summary>
    Money,

    /// <summary>An <see cref="Core.Instant"/>, written as ISO 8601 in UTC. No value:
    /// <see cref="Instant.None"/>.</summary>
    Instant,

    /// <summary>A small score (<see cref="byte"/>), 1..10. No value: 0.</summary>
    Score,

    /// <summary>One of a list of names (<see cref="byte"/>): 1 is the first. No value: 0.</summary>
    Label,

    /// <summary>Yes (1) or no (0) (<see cref="byte"/>).</summary>
    Flag,

    /// <summary>Several scores in one (<see cref="int"/>), a byte each. No value: 0.</summary>
    Code,

    /// <summary>A product (<see cref="int"/>): its place in <see cref="ProfileTable.Products"/>. No value:
    /// <see cref="int.MinValue"/>.</summary>
    Product,
}

/// <summary>What a value is to whoever shows or sends it.</summary>
public enum ValueShape
{
    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>Cents, said in currency units.</summary>
    Amount,

    /// <summary>A number with decimals.</summary>
    Number,

    /// <summary>An instant.</summary>
    Instant,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A text.</summary>
    Text,
}

/// <summary>What a cell of a table holds.</summary>
public enum CellSize
{
    /// <summary>A whole number of two bytes.</summary>
    Small,

    /// <summary>A whole number of four bytes.</summary>
    Whole,

    /// <summary>A whole number of eight bytes.</summary>
    Big,

    /// <summary>A number with decimals.</summary>
    Real,

    /// <summary>A text.</summary>
    Text,
}

/// <summary>Where the name behind a value stands.</summary>
public enum NameSource
{
    /// <summary>There is none: the value says it itself.</summary>
    None,

    /// <summary>Among the labels of the column in its table.</summary>
    Labels,

    /// <summary>Among the products of the table.</summary>
    Products,
}

/// <summary>All that is to be known of a type of column. Whoever adds a type adds it to <see cref="ColumnType"/> and
/// here; stores, files, pages and rules ask this and name no type.</summary>
public sealed record ColumnForm
{
    static readonly ColumnForm[] all = [.. Enum.GetValues<ColumnType>().Select(Make)];

    /// <summary>In words, for the reference.</summary>
    public required string Words { get; init; }

    /// <summary>What it is to whoever shows or sends it.</summary>
    public required ValueShape Shape { get; init; }

    /// <summary>What the store holds.</summary>
    public required CellSize Cell { get; init; }

    /// <summary>How a rule compares it.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>Where the name behind a value stands.</summary>
    public NameSource Names { get; init; }

    /// <summary>The text of a value and the highest possible score, where it is neither a name nor the number itself;
    /// else null.</summary>
    public Func<int, int, string>? Text { get; init; }

    /// <summary>Whether a whole number of 0 is "no value", rather than the least number there is. Bytes are so in any
    /// case.</summary>
    public bool ZeroIsNone { get; init; }

    /// <summary>Whether there can be no value.</summary>
    public bool HasNone { get; init; } = true;

    /// <summary>What is to be known of a type.</summary>
    public static ColumnForm Of(ColumnType type) => all[(int)type];

    static ColumnForm Make(ColumnType type) => type switch
    {
        ColumnType.Count => new()
        {
            Words = "whole number", Shape = ValueShape.Whole, Cell = CellSize.Whole, Kind = ValueKind.Whole,
        },
        ColumnType.Days => new()
        {
            Words = "days", Shape = ValueShape.Whole, Cell = CellSize.Whole, Kind = ValueKind.Days,
        },
        ColumnType.Number => new()
        {
            Words = "number", Shape = ValueShape.Number, Cell = CellSize.Real, Kind = ValueKind.Number,
        },
        ColumnType.Money => new()
        {
            Words = "money", Shape = ValueShape.Amount, Cell = CellSize.Big, Kind = ValueKind.Money,
        },
        ColumnType.Instant => new()
        {
            Words = "instant", Shape = ValueShape.Instant, Cell = CellSize.Big, Kind = ValueKind.Date,
        },
        ColumnType.Score => new()
        {
            Words = "score", Shape = ValueShape.Whole, Cell = CellSize.Small, Kind = ValueKind.Score,
        },
        ColumnType.Label => new()
        {
            Words = "name", Shape = ValueShape.Text, Cell = CellSize.Text, Kind = ValueKind.Label,
            Names = NameSource.Labels,
        },
        ColumnType.Flag => new()
        {
            Words = "yes or no", Shape = ValueShape.Flag, Cell = CellSize.Small, Kind = ValueKind.Flag,
            HasNone = false,
        },
        ColumnType.Code => new()
        {
            Words = "code", Shape = ValueShape.Text, Cell = CellSize.Whole, Kind = ValueKind.Code,
            Text = RfmCode.Text, ZeroIsNone = true,
        },
        ColumnType.Product => new()
        {
            Words = "product", Shape = ValueShape.Text, Cell = CellSize.Text, Kind = ValueKind.Text,
            Names = NameSource.Products,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Say what is to be known of it."),
    };
}
