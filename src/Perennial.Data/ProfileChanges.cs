using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;

namespace Perennial.Data;

/// <summary>Tells two states of the same customers apart, column by column, in the words that destinations are told:
/// numbers, amounts in currency units, instants in ISO 8601, names; null where the value is gone.</summary>
/// <remarks>Columns that show nothing of themselves (parts of
/// others) and those that change with the clock are left out.</remarks>
sealed class ProfileChanges
{
    readonly List<(JsonEncodedText Name, Func<int, int, bool> Same, Action<Utf8JsonWriter, int> Write)> columns = [];
    readonly ArrayBufferWriter<byte> buffer = new();

    static readonly Dictionary<string, string> NoDetails = [];

    /// <summary>The columns that destinations may be told.</summary>
    public static IReadOnlyList<Column> Told { get; } = [.. ProfileSql.Stored.Where(column => column.Shown)];

    /// <summary>Those of them that a scoring run gives.</summary>
    public static IReadOnlyList<Column> ToldByRuns { get; } = [.. Told.Where(column => column.FollowsRun)];

    /// <summary>Compares two states.</summary>
    /// <param name="before">How it was.</param>
    /// <param name="after">How it is.</param>
    /// <param name="told">The columns to compare.</param>
    /// <param name="bins">The highest possible score.</param>
    public ProfileChanges(ProfileTable before, ProfileTable after, IReadOnlyList<Column> told, int bins)
    {
        foreach (var column in told)
        {
            switch (column)
            {
                case Column<int> { Type: ColumnType.Product } products: Add(products, before, after); break;
                case Column<int> { Type: ColumnType.Code } codes:
                    Add(codes, before, after,
                        (to, value) => to.WriteStringValue(value == codes.NoValue ? null : RfmCode.Text(value, bins)));
                    break;
                case Column<int> ints:
                    Add(ints, before, after, (to, value) => Number(to, value, value == ints.NoValue));
                    break;
                case Column<long> { Type: ColumnType.Money } money:
                    Add(money, before, after, (to, value) => Money(to, value, value == money.NoValue));
                    break;
                case Column<long> longs:
                    Add(longs, before, after, (to, value) => Number(to, value, value == longs.NoValue));
                    break;
                case Column<double> doubles: Add(doubles, before, after, Double); break;
                case Column<Instant> instants: Add(instants, before, after, Instant); break;
                case Column<byte> { Type: ColumnType.Label } labels: AddLabels(labels, before, after); break;
                case Column<byte> { Type: ColumnType.Flag } flags:
                    Add(flags, before, after, (to, value) => to.WriteBooleanValue(value == 1));
                    break;
                case Column<byte> bytes: Add(bytes, before, after, (to, value) => Number(to, value, value == 0)); break;
                default: throw new ArgumentException($"Column {column.Name} holds values of an unknown type.");
            }
        }
    }

    /// <summary>What changed of a customer, as JSON; null if nothing did.</summary>
    /// <param name="was">The customer's row before.</param>
    /// <param name="row">The customer's row after.</param>
    /// <param name="entered">Segments come into.</param>
    /// <param name="left">Segments left.</param>
    /// <param name="details">What else changed, by name.</param>
    public string? Of(int was, int row, List<string>? entered = null, List<string>? left = null,
        IReadOnlyDictionary<string, string>? details = null)
    {
        buffer.Clear();
        using var to = new Utf8JsonWriter(buffer);
        to.WriteStartObject();
        var any = entered is not null || left is not null;
        var inColumns = false;
        foreach (var (name, same, write) in columns)
        {
            if (same(was, row)) continue;
            if (!inColumns) to.WriteStartObject("columns"u8);
            inColumns = any = true;
            to.WritePropertyName(name);
            write(to, row);
        }
        foreach (var (name, value) in details ?? NoDetails)
        {
            if (!inColumns) to.WriteStartObject("columns"u8);
            inColumns = any = true;
            to.WriteString(name, value);
        }
        if (!any) return null;
        if (inColumns) to.WriteEndObject();
        Names(to, "entered"u8, entered);
        Names(to, "left"u8, left);
        to.WriteEndObject();
        to.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Who came and went, as JSON.</summary>
    public static string OfMoves(List<string>? entered, List<string>? left)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var to = new Utf8JsonWriter(buffer);
        to.WriteStartObject();
        Names(to, "entered"u8, entered);
        Names(to, "left"u8, left);
        to.WriteEndObject();
        to.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Names(Utf8JsonWriter to, ReadOnlySpan<byte> property, List<string>? names)
    {
        if (names is null) return;
        to.WriteStartArray(property);
        foreach (var name in names) to.WriteStringValue(name);
        to.WriteEndArray();
    }

    void Add<T>(Column<T> column, ProfileTable before, ProfileTable after, Action<Utf8JsonWriter, T> write)
        where T : unmanaged
    {
        var (old, now) = (before.Values(column), after.Values(column));
        columns.Add((JsonEncodedText.Encode(column.Name),
            (was, row) => EqualityComparer<T>.Default.Equals(old[was], now[row]), (to, row) => write(to, now[row])));
    }

    // The same product and the same name may have different numbers in the two tables.
    void Add(Column<int> column, ProfileTable before, ProfileTable after)
    {
        var (old, now) = (before.Values(column), after.Values(column));
        string? Id(ProfileTable table, int number) => number == column.NoValue ? null : table.Products[number];
        columns.Add((JsonEncodedText.Encode(column.Name), (was, row) => Id(before, old[was]) == Id(after, now[row]),
            (to, row) => to.WriteStringValue(Id(after, now[row]))));
    }

    void AddLabels(Column<byte> column, ProfileTable before, ProfileTable after)
    {
        var (old, now) = (before.Values(column), after.Values(column));
        var (oldNames, newNames) = (before.LabelsOf(column), after.LabelsOf(column));
        static string? Name(IReadOnlyList<string> names, byte number) => number == 0 ? null : names[number - 1];
        columns.Add((JsonEncodedText.Encode(column.Name),
            (was, row) => Name(oldNames, old[was]) == Name(newNames, now[row]),
            (to, row) => to.WriteStringValue(Name(newNames, now[row]))));
    }

    static void Number(Utf8JsonWriter to, long value, bool isNone)
    {
        if (isNone) to.WriteNullValue();
        else to.WriteNumberValue(value);
    }

    static void Money(Utf8JsonWriter to, long cents, bool isNone)
    {
        const decimal centsPerUnit = 100;
        if (isNone) to.WriteNullValue();
        else to.WriteNumberValue(cents / centsPerUnit);
    }

    static void Double(Utf8JsonWriter to, double value)
    {
        if (double.IsFinite(value)) to.WriteNumberValue(Math.Round(value, 4));
        else to.WriteNullValue();
    }

    static void Instant(Utf8JsonWriter to, Instant value)
    {
        if (!value.HasValue) to.WriteNullValue();
        else to.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(value.UnixMs)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
