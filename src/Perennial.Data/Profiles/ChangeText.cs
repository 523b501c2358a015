using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;

namespace Perennial.Data.Profiles;

/// <summary>What changed of customers, in the words that destinations are told: numbers, amounts in currency units,
/// instants in ISO 8601, names; null where the value is gone.</summary>
/// <remarks>Columns that show nothing of themselves (parts of others) and those that change with the clock are left
/// out.</remarks>
sealed class ChangeText
{
    const int DefaultBins = 5;

    static readonly Dictionary<string, string> noDetails = [];

    readonly ColumnChanges changes;
    readonly (JsonEncodedText Name, Action<Utf8JsonWriter, int> Write)[] columns;
    readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>Those of the columns told that a scoring run gives.</summary>
    public static IReadOnlyList<Column> ToldByScoringRuns { get; } =
        [.. ShardStep.Told.Where(column => column.FollowsScoringRun)];

    /// <summary>Puts changes into words.</summary>
    /// <param name="changes">Two states compared.</param>
    /// <param name="bins">The highest possible score.</param>
    public ChangeText(ColumnChanges changes, int bins)
    {
        this.changes = changes;
        columns = [.. changes.Columns.Select(column =>
            (JsonEncodedText.Encode(column.Name), Writing(column, changes.After, bins)))];
    }

    /// <summary>The highest score of a scoring run; 5 before the first.</summary>
    public static int BinsOf(ScoringRun? run) => run?.CutPoints.Bins ?? DefaultBins;

    static Action<Utf8JsonWriter, int> Writing(Column column, ProfileTable table, int bins)
    {
        Action<Utf8JsonWriter, int> Of<T>(Column<T> typed, Action<Utf8JsonWriter, T> write) where T : unmanaged
        {
            var values = table.Values(typed);
            return (to, row) => write(to, values[row]);
        }
        return column switch
        {
            Column<int> { Form.Names: NameSource.Products } products => Of(products, (to, value) =>
                to.WriteStringValue(value == products.NoValue ? null : table.Products[value])),
            Column<int> { Form.Text: { } text } codes => Of(codes, (to, value) =>
                to.WriteStringValue(value == codes.NoValue ? null : text(value, bins))),
            Column<int> ints => Of(ints, (to, value) => Number(to, value, value == ints.NoValue)),
            Column<long> { Form.Shape: ValueShape.Amount } money => Of(money, (to, value) =>
                Money(to, value, value == money.NoValue)),
            Column<long> longs => Of(longs, (to, value) => Number(to, value, value == longs.NoValue)),
            Column<double> doubles => Of(doubles, Double),
            Column<Instant> instants => Of(instants, Instant),
            Column<byte> { Form.Names: NameSource.Labels } labels => Of(labels, (to, value) =>
                to.WriteStringValue(value == 0 ? null : table.LabelsOf(labels)[value - 1])),
            Column<byte> { Form.Shape: ValueShape.Flag } flags => Of(flags, (to, value) =>
                to.WriteBooleanValue(value == 1)),
            Column<byte> bytes => Of(bytes, (to, value) => Number(to, value, value == 0)),
            _ => throw new ArgumentException($"Column {column.Name} holds values of an unknown type."),
        };
    }

    /// <summary>What changed of a customer, as JSON; null if nothing did.</summary>
    /// <param name="was">The customer's row before.</param>
    /// <param name="row">The customer's row after.</param>
    /// <param name="entered">Segments come into.</param>
    /// <param name="left">Segments left.</param>
    /// <param name="details">What else changed, by name.</param>
    /// <param name="isNew">Whether the customer was not known before: whatever there is of them is news.</param>
    public string? Of(int was, int row, IReadOnlyList<string>? entered = null, IReadOnlyList<string>? left = null,
        IReadOnlyDictionary<string, string>? details = null, bool isNew = false)
    {
        buffer.Clear();
        using var to = new Utf8JsonWriter(buffer);
        to.WriteStartObject();
        var any = isNew || entered is not null || left is not null;
        if (isNew) to.WriteBoolean("new"u8, true);
        var inColumns = false;
        for (var i = 0; i < columns.Length; i++)
        {
            if (!changes.Any(i, was, row)) continue;
            if (!inColumns) to.WriteStartObject("columns"u8);
            inColumns = any = true;
            to.WritePropertyName(columns[i].Name);
            columns[i].Write(to, row);
        }
        foreach (var (name, value) in details ?? noDetails)
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

    /// <summary>Who came and went, as JSON; null if nobody did.</summary>
    public static string? OfMoves(IReadOnlyList<string>? entered, IReadOnlyList<string>? left)
    {
        if (entered is null && left is null) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using var to = new Utf8JsonWriter(buffer);
        to.WriteStartObject();
        Names(to, "entered"u8, entered);
        Names(to, "left"u8, left);
        to.WriteEndObject();
        to.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Names(Utf8JsonWriter to, ReadOnlySpan<byte> property, IReadOnlyList<string>? names)
    {
        if (names is null) return;
        to.WriteStartArray(property);
        foreach (var name in names) to.WriteStringValue(name);
        to.WriteEndArray();
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
