using System.IO.Compression;
using System.Text;
using Perennial.Channels.Files;

namespace Perennial.Tests.Files;

public class CsvReaderTests
{
    [Fact]
    public void Fields_lose_their_quotes_and_keep_what_stands_between_them()
    {
        var records = Read("a,\"b,c\",\"say \"\"hi\"\"\",\"two\r\nlines\",\n\"\",x\"y,\"q\"r,\"s\" ,", header: false);
        Assert.Equal(["a", "b,c", "say \"hi\"", "two\r\nlines", ""], records[0]);
        Assert.Equal(["", "x\"y", "qr", "s ", ""], records[1]);
    }

    [Theory]
    [InlineData("a,b\nc,d\n")]
    [InlineData("a,b\r\nc,d")]
    [InlineData("a,b\rc,d\r")]
    [InlineData("\n\r\na,b\n\n\r\n\nc,d\n\n")]
    public void Every_line_end_ends_a_record_and_blank_lines_do_not_count(string text)
    {
        Assert.Equal([["a", "b"], ["c", "d"]], Read(text, header: false));
    }

    [Fact]
    public void The_line_is_the_physical_line_at_which_a_record_starts()
    {
        using var reader = Open("id,note\n\n1,\"a\r\nb\rc\n\"\r\n2,x\n", new CsvOptions());
        Assert.True(reader.Read());
        Assert.Equal(3, reader.Line);
        Assert.True(reader.Read());
        Assert.Equal(7, reader.Line);
        Assert.Equal("x", reader.Text(1));
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("id,day,total\n1,2024-01-31,5\n", ",")]
    [InlineData("id;day;total\n1;2024-01-31;5,20\n2;2024-01-31;5,20\n", ";")]
    [InlineData("1;2024-01-31;5,20\n2;2024-01-31;6,20\n", ";")]
    [InlineData("id\tday\n1\t\"a,b,c,d\"\n", "\t")]
    [InlineData("id|text\n1|a, b\n2|c\n", "|")]
    [InlineData("id\n1\n", ",")]
    [InlineData(" 00001 19970101  1  29.33\n 00002 19970118  12 7.96\n", " ")]
    [InlineData("sep=;\r\na,b;c\r\n", ";")]
    public void The_delimiter_is_found(string text, string delimiter)
    {
        using var reader = Open(text, new CsvOptions());
        Assert.Equal(delimiter[0], reader.Format.Delimiter);
    }

    [Theory]
    [InlineData("customer_id,ordered_at,total\n1,2024-01-31,5\n", true)]
    [InlineData("1,2024-01-31,5\n", false)]
    [InlineData("Ann,31/01/2024 10:00,5\n", false)]
    [InlineData("Ann,2024-01-31T10:00:00Z,x\n", false)]
    [InlineData("ann@example.org,x\n", false)]
    [InlineData("Tax 1 Name,Tax 1 Value,Billing Address1\n", true)]
    [InlineData("Order #,Month,May\n", true)]
    public void A_header_is_a_first_record_without_numbers_dates_or_addresses(string text, bool expected)
    {
        using var reader = Open(text, new CsvOptions());
        Assert.Equal(expected, reader.Format.HasHeader);
        Assert.Equal(expected ? 0 : 1, reader.Header.Count == 0 ? 1 : 0);
    }

    [Fact]
    public void A_first_record_that_is_data_is_read_as_data()
    {
        using var reader = Open("\n1,2\n3,4\n", new CsvOptions());
        Assert.True(reader.Read());
        Assert.Equal(2, reader.Line);
        Assert.Equal("1", reader.Text(0));
        Assert.True(reader.Read());
        Assert.Equal("3", reader.Text(0));
        Assert.Equal("", reader.Text(7));
    }

    public static TheoryData<byte[], string> Encodings() => new()
    {
        { [0xef, 0xbb, 0xbf, .. "name\nZoë\n"u8], "utf-8" },
        { Encoding.UTF8.GetBytes("name\nZoë\n"), "utf-8" },
        { [0xff, 0xfe, .. Encoding.Unicode.GetBytes("name\nZoë\n")], "utf-16" },
        { [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes("name\nZoë\n")], "utf-16BE" },
        { Encoding.Unicode.GetBytes("name\nZoë\n"), "utf-16" },
        { Encoding.Latin1.GetBytes("name\nZoë\n"), "windows-1252" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_usual_encoding_is_recognised(byte[] bytes, string encoding)
    {
        using var reader = CsvReader.Open(new MemoryStream(bytes), "test");
        Assert.Equal(encoding, reader.Format.Encoding.WebName);
        Assert.Equal(["name"], reader.Header);
        Assert.True(reader.Read());
        Assert.Equal("Zoë", reader.Text(0));
    }

    [Fact]
    public void A_late_record_that_is_not_utf8_is_read_as_windows_1252()
    {
        var bytes = new List<byte>();
        bytes.AddRange("name,note\n"u8);
        for (var i = 0; i < 100; i++) bytes.AddRange("Zoë,x\n"u8);
        bytes.AddRange([.. "Jos"u8, 0xe9, .. ",\""u8, 0x80, .. "\"\"\"\n"u8]);
        using var reader = CsvReader.Open(
            new MemoryStream([.. bytes]), "test", new CsvOptions { BufferBytes = 64 });
        for (var i = 0; i < 101; i++) Assert.True(reader.Read());
        Assert.Equal(["José", "€\""], [reader.Text(0), reader.Text(1)]);
        Assert.Equal(1, reader.FallbackRecords);
        Assert.Equal("utf-8", reader.Format.Encoding.WebName);
    }

    [Fact]
    public void Compressed_files_are_read_directly()
    {
        var packed = new MemoryStream();
        for (var member = 0; member < 2; member++)
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(member == 0 ? "id,x\n1,a\n"u8 : "2,b\n"u8);
        using var reader = CsvReader.Open(new MemoryStream(packed.ToArray()), "test");
        Assert.True(reader.Format.Gzip);
        Assert.True(reader.Read());
        Assert.True(reader.Read());
        Assert.Equal("b", reader.Text(1));
        Assert.False(reader.Read());
        Assert.Equal(reader.TotalBytes, reader.BytesRead);
    }

    [Fact]
    public void A_format_reads_as_a_sentence()
    {
        using var reader = Open("id;x\n1;a\n", new CsvOptions());
        Assert.Equal("UTF-8, separated by semicolon, with header", reader.Format.ToString());
    }

    static List<string[]> Read(string text, bool header)
    {
        using var reader = Open(text, new CsvOptions { HasHeader = header, Delimiter = ',' });
        return ReadAll(reader);
    }

    internal static List<string[]> ReadAll(CsvReader reader)
    {
        var records = new List<string[]>();
        while (reader.Read())
            records.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.Text)]);
        return records;
    }

    static CsvReader Open(string text, CsvOptions options) =>
        CsvReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test", options);
}
