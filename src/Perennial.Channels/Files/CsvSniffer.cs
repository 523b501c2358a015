using System.Buffers.Text;
using System.Text;

namespace Perennial.Channels.Files;

/// <summary>Detects delimiter and header from a file's beginning.</summary>
static class CsvSniffer
{
    const int RecordsLookedAt = 200;

    /// <summary>The delimiter that cuts most records into equally many fields, and into most fields.</summary>
    public static char Delimiter(ReadOnlySpan<byte> sample, bool complete)
    {
        var best = ',';
        var bestScore = (Agreement: 0.0, Columns: 1);
        foreach (var candidate in ",;\t|")
        {
            var score = Score(sample, complete, candidate);
            if (score.Columns < 2 || score.CompareTo(bestScore) <= 0) continue;
            (best, bestScore) = (candidate, score);
        }
        if (bestScore.Columns >= 2) return best;

        // Words with a space between them are one field; only columns that line up throughout are blanks.
        var blanks = Score(sample, complete, CsvOptions.Blanks);
        return blanks is { Columns: >= 3, Agreement: 2 } ? CsvOptions.Blanks : ',';
    }

    /// <summary>Whether a first record names columns: none of its cells is a number, a date or an address.</summary>
    public static bool IsHeader(IEnumerable<string> cells)
    {
        var any = false;
        foreach (var cell in cells.Select(cell => cell.Trim()))
        {
            if (cell.Length == 0) continue;
            any = true;
            if (cell.Contains('@') || IsNumberOrDate(cell)) return false;
        }
        return any;
    }

    /// <summary>The delimiter that a first line <c>sep=;</c> states, as Excel writes it.</summary>
    public static (char Delimiter, int Bytes)? Stated(ReadOnlySpan<byte> sample)
    {
        if (sample.Length < 6 || !sample.StartsWith("sep="u8)) return null;
        if (sample[5] == '\n') return ((char)sample[4], 6);
        if (sample[5] != '\r') return null;
        return ((char)sample[4], sample.Length > 6 && sample[6] == '\n' ? 7 : 6);
    }

    // Agreement is the share of records with the usual number of fields, plus 1 if the first record has it too.
    static (double Agreement, int Columns) Score(ReadOnlySpan<byte> sample, bool complete, char delimiter)
    {
        var record = new CsvRecord((byte)delimiter);
        var counts = new List<int>();
        while (sample.Length > 0 && counts.Count < RecordsLookedAt)
        {
            var used = record.Scan(sample, complete || counts.Count == 0);
            if (used < 0) break;
            if (!record.IsBlank) counts.Add(record.Count);
            sample = sample[used..];
        }
        if (counts.Count == 0) return (0, 1);
        var usual = counts.GroupBy(count => count).OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Key).First();
        var share = (double)usual.Count() / counts.Count;
        return (share + (counts[0] == usual.Key ? 1 : 0), usual.Key);
    }

    // 12, 12.50, 1.234,50, 2024-01-31, 31/01/2024 10:00: digits, and only signs that numbers and dates have.
    static bool IsNumberOrDate(string cell)
    {
        var digits = cell.Count(char.IsAsciiDigit);
        if (digits == 0) return false;
        var others = cell.Count(c => !char.IsAsciiDigit(c) && !"+-.,:/ '".Contains(c));
        if (others == 0) return true;
        var bytes = Encoding.UTF8.GetBytes(cell);
        if (Utf8Parser.TryParse(bytes, out double _, out var used) && used == bytes.Length) return true;
        return DateTime.TryParse(cell, null, System.Globalization.DateTimeStyles.None, out _)
            && digits >= 4;
    }
}
