using System.Text;
using Perennial.Channels.Files;
using TheirReader = CsvHelper.CsvReader;
using TheirWriter = CsvHelper.CsvWriter;

namespace Perennial.Tests.Files;

/// <summary>Generated nasty files are read as CsvHelper reads them, wherever the pieces are cut.</summary>
public class CsvAgainstCsvHelper
{
    static readonly string[] Pieces =
    [
        "a", "1", "é", "€", "😀", " ", "\"\"", ",", ";", "\r", "\n", "\r\n", "long text without anything in it",
        "'", "=1+1",
    ];

    [Fact]
    public void Generated_files_read_like_CsvHelper_in_pieces_of_every_size()
    {
        for (var seed = 1u; seed <= 400; seed++)
        {
            var delimiter = seed % 2 == 0 ? ',' : ';';
            var text = Generate(seed, delimiter);
            var expected = Theirs(text, delimiter);
            foreach (var bufferBytes in (int[])[1, 2, 3, 5, 7, 16, 1 << 16])
                Assert.Equal(expected, Ours(text, delimiter, bufferBytes, pieceBytes: bufferBytes));
        }
    }

    [Fact]
    public void Files_written_by_CsvHelper_come_back_as_they_were()
    {
        for (var seed = 1000u; seed < 1100; seed++)
        {
            var rows = Rows(seed);
            var text = new StringWriter();
            var ragged = new CsvHelper.CsvWriterOptions { ValidateFieldCount = false };
            using (var writer = TheirWriter.Create(text, ragged))
                foreach (var row in rows)
                {
                    foreach (var cell in row) writer.WriteField(cell);
                    writer.EndRecord();
                }
            var back = Ours(text.ToString(), ',', 1 << 16, pieceBytes: 13).Select(record => record.Cells);
            Assert.Equal(rows.Select(Show), back);
        }
    }

    [Fact]
    public void CsvHelper_reads_what_we_write()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("perennial-").FullName, "out.csv");
        for (var seed = 2000u; seed < 2050; seed++)
        {
            var rows = Rows(seed);
            using (var writer = CsvWriter.Create(path))
            {
                foreach (var row in rows) writer.Record(row);
                writer.Complete();
            }
            var expected = rows.Select(row => Show(row.Select(Neutralised)));
            Assert.Equal(expected, Theirs(File.ReadAllText(path), ',').Select(record => record.Cells));
        }
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    static List<(long Line, string Cells)> Ours(string text, char delimiter, int bufferBytes, int pieceBytes)
    {
        var options = new CsvOptions
        {
            Delimiter = delimiter, HasHeader = false, BufferBytes = bufferBytes, Encoding = Encoding.UTF8,
        };
        var trickle = new Trickle(Encoding.UTF8.GetBytes(text), pieceBytes);
        using var reader = CsvReader.Open(trickle, "test", options);
        var records = new List<(long, string)>();
        while (reader.Read())
            records.Add((reader.Line, Show(Enumerable.Range(0, reader.FieldCount).Select(reader.Text))));
        return records;
    }

    static List<(long Line, string Cells)> Theirs(string text, char delimiter)
    {
        var options = new CsvHelper.CsvReaderOptions
        {
            Separator = delimiter, HasHeader = false, TrackLineNumbers = true,
        };
        using var reader = TheirReader.FromText(text, options);
        var records = new List<(long, string)>();
        while (reader.Read())
            records.Add((reader.LineNumber, Show(Enumerable.Range(0, reader.FieldCount).Select(reader.GetString))));
        return records;
    }

    static string Neutralised(string cell) =>
        cell.Length > 0 && "=+-@\t\r".Contains(cell[0]) ? "'" + cell : cell;

    static string Show(IEnumerable<string> cells) => string.Join("⏐", cells);

    // Well-formed files: quotes only around fields, doubled inside; every kind of line end, blank lines between.
    static string Generate(uint seed, char delimiter)
    {
        var text = new StringBuilder("first" + delimiter + "record\n");
        var state = seed;
        foreach (var row in Rows(seed))
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0) text.Append(delimiter);
                var cell = row[i];
                var quoted = cell.AsSpan().IndexOfAny("\",;\r\n") >= 0 || Next(ref state, 3) == 0;
                text.Append(quoted ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell);
            }
            // A line holding one empty unquoted field would be a blank line; that is generated on purpose.
            for (var blank = Next(ref state, 4) == 0 ? 2 : 1; blank > 0; blank--)
                text.Append(Next(ref state, 3) switch { 0 => "\n", 1 => "\r\n", _ => "\r" });
        }
        return Next(ref state, 2) == 0 ? text.ToString() : text.ToString().TrimEnd('\r', '\n');
    }

    static List<string[]> Rows(uint seed)
    {
        var state = unchecked(seed * 2654435761u) | 1;
        var rows = new List<string[]>();
        for (var row = Next(ref state, 12) + 1; row > 0; row--)
        {
            var cells = new string[Next(ref state, 5) + 2];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = string.Concat(Enumerable.Range(0, Next(ref state, 4)).Select(_ =>
                    Pieces[Next(ref state, Pieces.Length)]));
            rows.Add(cells);
        }
        return rows;
    }

    static int Next(ref uint state, int below)
    {
        unchecked
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)below);
        }
    }

    // MemoryStream hands spans to the overload with arrays, so this one only overrides the latter.
    sealed class Trickle(byte[] bytes, int pieceBytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(pieceBytes, count));
    }
}
