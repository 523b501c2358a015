using System.Text;
using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Finds out whose record it is, and numbers the customers in order of appearance.</summary>
sealed class CustomerCollector(Cells cells, RowRules rules)
{
    readonly KeyTable keys = new();
    readonly DetailsCollector? details = DetailsCollector.For(cells);
    byte[] key = new byte[256];
    int keyLength;

    /// <summary>Number of customers.</summary>
    public int Count => keys.Count;

    /// <summary>Kind of the key found last.</summary>
    public CustomerKeyKind Kind { get; private set; }

    /// <summary>The key found last, in the form in which it is compared.</summary>
    public ReadOnlySpan<byte> Key => key.AsSpan(0, keyLength);

    /// <summary>Finds the current record's key. False if it has none.</summary>
    public bool TryIdentify()
    {
        foreach (var target in rules.CustomerKeys)
        {
            var cell = cells[target];
            if (cell.IsEmpty) continue;
            if (cell.Length > key.Length) key = new byte[cell.Length * 2];
            Kind = target switch
            {
                Target.Email => CustomerKeyKind.Email,
                Target.Phone => CustomerKeyKind.Phone,
                _ => CustomerKeyKind.External,
            };
            keyLength = Kind switch
            {
                CustomerKeyKind.Email => Email(cell),
                CustomerKeyKind.Phone => Phone(cell),
                _ => External(cell),
            };
            if (keyLength > 0) return true;
        }
        return false;
    }

    /// <summary>Numbers the customer found last.</summary>
    public int Number() => keys.Add(Key, out _, (byte)Kind);

    /// <summary>The number of the customer found last; −1 if they are new.</summary>
    public int FindNumber() => keys.Find(Key, (byte)Kind);

    /// <summary>A customer's key, for messages.</summary>
    public string Text(int customer) => Encoding.UTF8.GetString(keys[customer]);

    /// <summary>Keeps what the current record says of a customer; later records overrule earlier ones.</summary>
    public void Note(int customer, Instant at) => details?.Note(customer, at);

    /// <summary>The customers that are kept, renumbered without gaps.</summary>
    /// <param name="kept">Which to keep; null for all.</param>
    /// <param name="newNumber">The new number of each, −1 if left out.</param>
    public (CustomerKeys Keys, CustomerKeyKind[] Kinds, CustomerDetails?[] Details) Finish(
        bool[]? kept, out int[] newNumber)
    {
        newNumber = new int[Count];
        var all = kept is null || Array.TrueForAll(kept, keep => keep);
        var table = all ? keys : new KeyTable();
        for (var i = 0; i < newNumber.Length; i++)
            newNumber[i] = all ? i : kept![i] ? table.Add(keys[i], out _, keys.Tag(i)) : -1;
        var kinds = new CustomerKeyKind[table.Count];
        for (var i = 0; i < kinds.Length; i++) kinds[i] = (CustomerKeyKind)table.Tag(i);
        return (table.ToKeys(), kinds, details?.Finish(newNumber, table.Count) ?? []);
    }

    int External(ReadOnlySpan<byte> cell)
    {
        cell = KeyIn(cell);
        if (rules.CustomerHasPointZero && cell.EndsWith(".0"u8)) cell = cell[..^2];
        if (rules.GuestIsZero && cell.SequenceEqual("0"u8)) return 0;
        cell.CopyTo(key);
        return cell.Length;
    }

    /// <summary>The key in a trimmed cell that holds the shop's own number of a customer; empty if none.</summary>
    internal static ReadOnlySpan<byte> KeyIn(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > 1 && cell[0] == '\'') cell = cell[1..];
        return IsPlaceholder(cell) ? [] : cell;
    }

    int Email(ReadOnlySpan<byte> cell)
    {
        var at = cell.IndexOf((byte)'@');
        if (at <= 0 || at == cell.Length - 1) return 0;
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] >= 128) return Lower(cell);
            key[i] = cell[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(cell[i] | 0x20) : cell[i];
        }
        return cell.Length;
    }

    int Lower(ReadOnlySpan<byte> cell)
    {
        var text = CustomerId.Normalise(CustomerKeyKind.Email, Encoding.UTF8.GetString(cell));
        if (Encoding.UTF8.GetByteCount(text) > key.Length) key = new byte[Encoding.UTF8.GetByteCount(text)];
        return Encoding.UTF8.GetBytes(text, key);
    }

    int Phone(ReadOnlySpan<byte> cell)
    {
        const int fewestDigits = 5;
        var text = CustomerId.Normalise(CustomerKeyKind.Phone, Encoding.UTF8.GetString(cell).TrimStart('\''));
        return text.Length < fewestDigits ? 0 : Encoding.UTF8.GetBytes(text, key);
    }

    static bool IsPlaceholder(ReadOnlySpan<byte> cell) => cell.Length <= 4 && (
        Ascii.EqualsIgnoreCase(cell, "null"u8) || Ascii.EqualsIgnoreCase(cell, "nan"u8)
        || Ascii.EqualsIgnoreCase(cell, "none"u8) || Ascii.EqualsIgnoreCase(cell, "n/a"u8)
        || Ascii.EqualsIgnoreCase(cell, "-"u8));
}
