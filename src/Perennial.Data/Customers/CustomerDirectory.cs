using System.Buffers;
using System.Text;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Engines;
using Perennial.Data.History;

namespace Perennial.Data.Customers;

/// <summary>
/// Who is who: names and addresses of all customers in memory, as blocks of UTF-8 rather than millions of strings,
/// and found by any part of them.
/// </summary>
/// <remarks>
/// A search scans one block that holds everything in lower case, a row after the other, with the processor's vector
/// instructions: some 80 bytes a customer, so a million take about ten milliseconds. No index has to be kept.
/// </remarks>
public sealed class CustomerDirectory
{
    readonly (byte[] Text, int[] Start) keys, names, emails, phones, cities, countries, folded;

    internal CustomerDirectory(CustomerDirectoryBuilder from)
    {
        keys = from.Keys.ToArrays();
        names = from.Names.ToArrays();
        emails = from.Emails.ToArrays();
        phones = from.Phones.ToArrays();
        cities = from.Cities.ToArrays();
        countries = from.Countries.ToArrays();
        folded = from.Folded.ToArrays();
    }

    /// <summary>A directory of customers by their keys and details, row by row.</summary>
    public static CustomerDirectory From(CustomerKeys keys, Func<int, CustomerDetails> details)
    {
        var builder = new CustomerDirectoryBuilder(keys.Count);
        for (var row = 0; row < keys.Count; row++) builder.Add(keys[row], details(row));
        return new CustomerDirectory(builder);
    }

    /// <summary>Number of customers, each a row; rows are those of the snapshot the directory belongs to.</summary>
    public int Count => keys.Start.Length - 1;

    /// <summary>Whether a telephone number is known.</summary>
    public bool HasPhone(int row) => phones.Start[row + 1] > phones.Start[row];

    /// <summary>Whether a telephone number is known of anybody.</summary>
    public bool HasAnyPhone => phones.Start[^1] > phones.Start[0];

    /// <summary>The shop's own key of the customer.</summary>
    public string Key(int row) => Text(keys, row);

    /// <summary>Given and family name, empty where neither is known.</summary>
    public string Name(int row) => Text(names, row);

    /// <summary>E-mail address or empty.</summary>
    public string Email(int row) => Text(emails, row);

    /// <summary>Telephone number as the source wrote it, or empty.</summary>
    public string Phone(int row) => Text(phones, row);

    /// <summary>City or empty.</summary>
    public string City(int row) => Text(cities, row);

    /// <summary>Country or empty.</summary>
    public string Country(int row) => Text(countries, row);

    /// <summary>
    /// Rows in which every word of the text occurs, somewhere in key, name, e-mail, telephone number (with and
    /// without its spaces), city or country, ignoring case. In the order of rows.
    /// </summary>
    /// <param name="text">Words separated by spaces; nothing finds nobody.</param>
    /// <param name="limit">Stops after so many.</param>
    public int[] Search(string text, int limit = int.MaxValue)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Fold).ToArray();
        if (words.Length == 0) return [];
        // The rarest word is looked for, the others are checked in the rows it is in.
        if (words.Length > 1) Array.Sort([.. words.Select(word => -RowOfHit(word, 16))], words);
        var found = new List<int>();
        for (var row = Next(words[0], 0); row >= 0 && found.Count < limit; row = Next(words[0], row + 1))
            if (HasAll(row, words.AsSpan(1))) found.Add(row);
        return [.. found];
    }

    /// <summary>The row of the n-th hit: the further away, the rarer the word. Past all rows where there are fewer.
    /// </summary>
    int RowOfHit(byte[] word, int hits)
    {
        var row = -1;
        for (var hit = 0; hit < hits; hit++)
        {
            row = Next(word, row + 1);
            if (row < 0) return Count;
        }
        return row;
    }

    /// <summary>The first row from <paramref name="from"/> on that has the word; −1 if none has.</summary>
    int Next(byte[] word, int from)
    {
        if (from >= Count) return -1;
        var start = folded.Start[from];
        var at = folded.Text.AsSpan(start).IndexOf(word);
        if (at < 0) return -1;
        // A frequent word is found in the very next rows; a rare one far away.
        for (var near = from; near < Math.Min(from + 4, Count); near++)
            if (start + at < folded.Start[near + 1]) return near;
        var row = Array.BinarySearch(folded.Start, from, Count - from, start + at);
        // Rows are never empty (each ends with a separator), so starts are distinct and the search exact.
        return row >= 0 ? row : ~row - 1;
    }

    bool HasAll(int row, ReadOnlySpan<byte[]> words)
    {
        var span = folded.Text.AsSpan(folded.Start[row], folded.Start[row + 1] - folded.Start[row]);
        foreach (var word in words)
            if (span.IndexOf(word) < 0) return false;
        return true;
    }

    /// <summary>Lower case, by the simple mappings of Unicode.</summary>
    internal static byte[] Fold(string text) => Encoding.UTF8.GetBytes(text.ToLowerInvariant());

    static string Text((byte[] Text, int[] Start) block, int row) =>
        Encoding.UTF8.GetString(Bytes(block, row));

    static ReadOnlySpan<byte> Bytes((byte[] Text, int[] Start) block, int row) =>
        block.Text.AsSpan(block.Start[row], block.Start[row + 1] - block.Start[row]);

    /// <summary>Adds a row of this directory to another that is being built.</summary>
    internal void CopyTo(CustomerDirectoryBuilder into, int row)
    {
        into.Keys.Add(Bytes(keys, row));
        into.Names.Add(Bytes(names, row));
        into.Emails.Add(Bytes(emails, row));
        into.Phones.Add(Bytes(phones, row));
        into.Cities.Add(Bytes(cities, row));
        into.Countries.Add(Bytes(countries, row));
        into.Folded.Add(Bytes(folded, row));
    }
}

/// <summary>Collects a directory row by row.</summary>
sealed class CustomerDirectoryBuilder(int capacity)
{
    // No key, name or address contains it, so a search never runs over from one field into the next.
    const byte Separator = (byte)'\n';

    byte[] scratch = new byte[256];

    public TextBlock Keys { get; } = new(capacity);

    public TextBlock Names { get; } = new(capacity);

    public TextBlock Emails { get; } = new(capacity);

    public TextBlock Phones { get; } = new(capacity);

    public TextBlock Cities { get; } = new(capacity);

    public TextBlock Countries { get; } = new(capacity);

    public TextBlock Folded { get; } = new(capacity);

    /// <summary>Adds the row that a directory query stands at: id, key, first and last name, e-mail, telephone, city,
    /// country.</summary>
    public void Add(Rows row) => Add(
        row.Bytes(1), row.Bytes(2), row.Bytes(3), row.Bytes(4), row.Bytes(5), row.Bytes(6), row.Bytes(7));

    /// <summary>Adds one row.</summary>
    public void Add(ReadOnlySpan<byte> key, CustomerDetails known)
    {
        Add(key, Utf8(known.FirstName), Utf8(known.LastName), Utf8(known.Email), Utf8(known.Phone), Utf8(known.City),
            Utf8(known.Country));

        static byte[] Utf8(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Adds one row.</summary>
    public void Add(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> firstName, ReadOnlySpan<byte> lastName, ReadOnlySpan<byte> email,
        ReadOnlySpan<byte> phone, ReadOnlySpan<byte> city, ReadOnlySpan<byte> country)
    {
        AddField(Keys, key);
        AddName(firstName, lastName);
        AddField(Emails, email);
        AddField(Phones, phone);
        AddPhoneDigits(phone);
        AddField(Cities, city);
        AddField(Countries, country);
        Folded.Next();
    }

    void AddField(TextBlock block, ReadOnlySpan<byte> text)
    {
        block.Add(text);
        AppendFolded(text);
        Folded.Append([Separator]);
    }

    void AddName(ReadOnlySpan<byte> first, ReadOnlySpan<byte> last)
    {
        Names.Append(first);
        AppendFolded(first);
        if (!first.IsEmpty && !last.IsEmpty)
        {
            Names.Append(" "u8);
            Folded.Append(" "u8);
        }
        Names.Append(last);
        AppendFolded(last);
        Names.Next();
        Folded.Append([Separator]);
    }

    void AppendFolded(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        if (scratch.Length < text.Length) scratch = new byte[text.Length * 2];
        if (Ascii.ToLower(text, scratch, out var written) == OperationStatus.Done)
            Folded.Append(scratch.AsSpan(0, written));
        else Folded.Append(CustomerDirectory.Fold(Encoding.UTF8.GetString(text)));
    }

    // So that +33612345678 and 0612345678 find "+33 6 12 34 56 78" and "06 12 34 56 78".
    void AddPhoneDigits(ReadOnlySpan<byte> phone)
    {
        if (scratch.Length < phone.Length) scratch = new byte[phone.Length * 2];
        var digits = 0;
        foreach (var b in phone)
            if (char.IsAsciiDigit((char)b) || (b == '+' && digits == 0)) scratch[digits++] = b;
        if (digits == phone.Length) return;
        Folded.Append(scratch.AsSpan(0, digits));
        Folded.Append([Separator]);
    }
}
