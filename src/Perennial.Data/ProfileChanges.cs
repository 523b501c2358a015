using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Profiles;

namespace Perennial.Data;

/// <summary>Tells two states of the same customers apart, column by column, in the words that destinations are told:
/// numbers, instants in ISO 8601, names; null where the value is gone.</summary>
/// <remarks>Both tables are of the same customers in the same rows. Columns that show nothing of themselves (parts of
/// others) and those that change with the clock are left out.</remarks>
sealed class ProfileChanges
{
    readonly List<(JsonEncodedText Name, Func<int, bool> Same, Action<Utf8JsonWriter, int> Write)> columns = [];
    readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>The columns that destinations may be told.</summary>
    public static IReadOnlyList<Column> Told { get; } = [.. ProfileSql.Stored.Where(column => column.Shown)];

    public ProfileChanges(ProfileTable before, ProfileTable after)
    {
        foreach (var column in Told)
        {
            switch (column)
            {
                case Column<int> { Type: ColumnType.Product } products: Add(products, before, after); break;
                case Column<int> ints:
                    Add(ints, before, after, (to, value) => Number(to, value, value == ints.NoValue));
                    break;
                case Column<long> longs:
                    Add(longs, before, after, (to, value) => Number(to, value, value == longs.NoValue));
                    break;
                case Column<double> doubles: Add(doubles, before, after, Double); break;
                case Column<Instant> instants: Add(instants, before, after, Instant); break;
                case Column<byte> { Type: ColumnType.Label } labels: AddLabels(labels, before, after); break;
                case Column<byte> { Type: ColumnType.Flag } flags:
                    Add(flags, before, after, (to, value) => to.WriteBooleanValue(value != 0));
                    break;
                case Column<byte> bytes: Add(bytes, before, after, (to, value) => Number(to, value, value == 0)); break;
                default: throw new ArgumentException($"Column {column.Name} holds values of an unknown type.");
            }
        }
    }

    /// <summary>What changed of one customer, as JSON; null if nothing did.</summary>
    public string? Of(int row, List<string>? entered, List<string>? left)
    {
        buffer.Clear();
        using var to = new Utf8JsonWriter(buffer);
        to.WriteStartObject();
        var any = entered is not null || left is not null;
        var inColumns = false;
        foreach (var (name, same, write) in columns)
        {
            if (same(row)) continue;
            if (!inColumns) to.WriteStartObject("columns"u8);
            inColumns = any = true;
            to.WritePropertyName(name);
            write(to, row);
        }
        if (!any) return null;
        if (inColumns) to.WriteEndObject();
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
            row => EqualityComparer<T>.Default.Equals(old[row], now[row]), (to, row) => write(to, now[row])));
    }

    // The same product and the same name may have different numbers in the two tables.
    void Add(Column<int> column, ProfileTable before, ProfileTable after)
    {
        var (old, now) = (before.Values(column), after.Values(column));
        string? Id(ProfileTable table, int number) => number == column.NoValue ? null : table.Products[number];
        columns.Add((JsonEncodedText.Encode(column.Name), row => Id(before, old[row]) == Id(after, now[row]),
            (to, row) => to.WriteStringValue(Id(after, now[row]))));
    }

    void AddLabels(Column<byte> column, ProfileTable before, ProfileTable after)
    {
        var (old, now) = (before.Values(column), after.Values(column));
        var (oldNames, newNames) = (before.LabelsOf(column), after.LabelsOf(column));
        static string? Name(IReadOnlyList<string> names, byte number) => number == 0 ? null : names[number - 1];
        columns.Add((JsonEncodedText.Encode(column.Name),
            row => Name(oldNames, old[row]) == Name(newNames, now[row]),
            (to, row) => to.WriteStringValue(Name(newNames, now[row]))));
    }

    static void Number(Utf8JsonWriter to, long value, bool isNone)
    {
        if (isNone) to.WriteNullValue();
        else to.WriteNumberValue(value);
    }

    static void Double(Utf8JsonWriter to, double value)
    {
        if (double.IsFinite(value)) to.WriteNumberValue(value);
        else to.WriteNullValue();
    }

    static void Instant(Utf8JsonWriter to, Instant value)
    {
        if (!value.HasValue) to.WriteNullValue();
        else to.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(value.UnixMs)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
