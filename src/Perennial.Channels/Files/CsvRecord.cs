namespace Perennial.Channels.Files;

/// <summary>Cuts one record into fields (RFC 4180), forgiving what spreadsheets forgive.</summary>
/// <remarks>
/// A field is quoted if its first byte is a quote; a quote elsewhere is a character like any other. What follows a
/// closing quote before the next delimiter belongs to the field. Lines end with LF, CRLF or CR.
/// </remarks>
sealed class CsvRecord(byte delimiter)
{
    const byte Quote = (byte)'"', Cr = (byte)'\r', Lf = (byte)'\n', Space = (byte)' ', Tab = (byte)'\t';

    Field[] fields = new Field[16];

    enum Form : byte
    {
        /// <summary>The bytes as they are (quotes around them already left out).</summary>
        Plain,

        /// <summary>Between quotes, with doubled quotes inside.</summary>
        Doubled,

        /// <summary>From the opening quote on, with something after the closing quote.</summary>
        Loose,
    }

    readonly record struct Field(int Start, int Length, Form Form);

    /// <summary>Number of fields.</summary>
    public int Count { get; private set; }

    /// <summary>Line breaks inside quoted fields.</summary>
    public int InnerLines { get; private set; }

    /// <summary>Whether the data ended inside quotes.</summary>
    public bool Unclosed { get; private set; }

    /// <summary>Whether the record is an empty line.</summary>
    public bool IsBlank { get; private set; }

    /// <summary>Cuts the record at the start of <paramref name="data"/>.</summary>
    /// <param name="data">Bytes from the record's first on; not empty.</param>
    /// <param name="last">Whether nothing follows the data.</param>
    /// <returns>Bytes of the record with its line break, or −1 if the record goes on beyond the data.</returns>
    public int Scan(ReadOnlySpan<byte> data, bool last)
    {
        Count = 0;
        InnerLines = 0;
        Unclosed = false;
        var used = delimiter == Space ? ScanBlanks(data, last) : ScanDelimited(data, last);
        return used;
    }

    /// <summary>Where a field's bytes stand in the data, if they can be used as they are.</summary>
    public bool TryPlain(int column, out int start, out int length)
    {
        ref readonly var field = ref fields[column];
        (start, length) = (field.Start, field.Length);
        return field.Form == Form.Plain;
    }

    /// <summary>Writes a field that has quotes inside without them.</summary>
    /// <returns>Bytes written, never more than the field has.</returns>
    public int Unquote(int column, ReadOnlySpan<byte> data, Span<byte> into)
    {
        var field = fields[column];
        var from = data.Slice(field.Start, field.Length);
        var written = 0;
        if (field.Form == Form.Loose) from = from[1..];
        while (true)
        {
            var quote = from.IndexOf(Quote);
            if (quote < 0) break;
            from[..quote].CopyTo(into[written..]);
            written += quote;
            var doubled = quote + 1 < from.Length && from[quote + 1] == Quote;
            from = from[(quote + (doubled ? 2 : 1))..];
            if (!doubled) break;
            into[written++] = Quote;
        }
        from.CopyTo(into[written..]);
        return written + from.Length;
    }

    /// <summary>The length of a field before quotes inside are taken out: no result is longer.</summary>
    public int RawLength(int column) => fields[column].Length;

    int ScanDelimited(ReadOnlySpan<byte> data, bool last)
    {
        var at = 0;
        var quoted = false;
        while (true)
        {
            int end;
            if (at < data.Length && data[at] == Quote)
            {
                quoted = true;
                end = ScanQuoted(data, at, last);
                if (end < 0) return -1;
            }
            else
            {
                end = EndOfPlain(data, at);
                if (end == data.Length && !last) return -1;
                Add(at, end - at, Form.Plain);
            }
            if (end == data.Length) return Finish(end, quoted);
            if (data[end] != delimiter) return EndOfLine(data, end, last, quoted);
            at = end + 1;
            if (at == data.Length && !last) return -1;
        }
    }

    // Ends at a delimiter, a line break, or the end of the data; −1 if more data is needed to know.
    int ScanQuoted(ReadOnlySpan<byte> data, int open, bool last)
    {
        var at = open + 1;
        var form = Form.Plain;
        while (true)
        {
            var length = data[at..].IndexOf(Quote);
            if (length < 0)
            {
                if (!last) return -1;
                InnerLines += LineBreaks(data[at..]);
                Unclosed = true;
                Add(open + 1, data.Length - open - 1, form);
                return data.Length;
            }
            InnerLines += LineBreaks(data.Slice(at, length));
            at += length + 1;
            if (at == data.Length && !last) return -1;
            if (at == data.Length || data[at] != Quote) break;
            form = Form.Doubled;
            at++;
        }
        var end = EndOfPlain(data, at);
        if (end == data.Length && !last) return -1;
        if (end == at) Add(open + 1, at - open - 2, form);
        else Add(open, end - open, Form.Loose);
        return end;
    }

    int ScanBlanks(ReadOnlySpan<byte> data, bool last)
    {
        var at = 0;
        while (true)
        {
            while (at < data.Length && data[at] is Space or Tab) at++;
            if (at == data.Length) return last ? Finish(at, false) : -1;
            if (data[at] is Cr or Lf) return EndOfLine(data, at, last, false);
            var length = data[at..].IndexOfAny("\t\n\r "u8);
            if (length < 0 && !last) return -1;
            if (length < 0) length = data.Length - at;
            Add(at, length, Form.Plain);
            at += length;
        }
    }

    int EndOfPlain(ReadOnlySpan<byte> data, int at)
    {
        var length = data[at..].IndexOfAny(delimiter, Cr, Lf);
        return length < 0 ? data.Length : at + length;
    }

    int EndOfLine(ReadOnlySpan<byte> data, int at, bool last, bool quoted)
    {
        if (data[at] == Lf) return Finish(at + 1, quoted);
        if (at + 1 == data.Length) return last ? Finish(at + 1, quoted) : -1;
        return Finish(at + (data[at + 1] == Lf ? 2 : 1), quoted);
    }

    int Finish(int used, bool quoted)
    {
        IsBlank = !quoted && (Count == 0 || (Count == 1 && fields[0].Length == 0));
        return used;
    }

    void Add(int start, int length, Form form)
    {
        if (Count == fields.Length) Array.Resize(ref fields, Count * 2);
        fields[Count++] = new Field(start, length, form);
    }

    static int LineBreaks(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(Cr, Lf) < 0) return 0;
        var count = text.Count(Lf);
        for (var i = 0; i < text.Length; i++)
            if (text[i] == Cr && (i + 1 == text.Length || text[i + 1] != Lf)) count++;
        return count;
    }
}
