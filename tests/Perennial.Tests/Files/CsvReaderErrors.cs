using System.IO.Compression;
using System.Text;
using Perennial.Channels.Files;
using Perennial.Core;

namespace Perennial.Tests.Files;

public class CsvReaderErrors
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\r\n\n")]
    public void An_empty_file_is_an_error(string text)
    {
        Assert.Contains("is empty", Error(Encoding.UTF8.GetBytes(text)).Problem);
    }

    [Fact]
    public void A_header_alone_is_none()
    {
        using var reader = CsvReader.Open(new MemoryStream("id,day\n"u8.ToArray()), "test");
        Assert.Equal(["id", "day"], reader.Header);
        Assert.False(reader.Read());
    }

    [Fact]
    public void Zero_bytes_are_not_text()
    {
        Assert.Contains("Byte 4 of its text is zero", Error("a,b\0c\n"u8.ToArray()).Problem);
    }

    [Fact]
    public void A_zero_byte_far_into_the_file_is_found_too()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a,b\n", 50_000))), 0];
        using var reader = CsvReader.Open(new MemoryStream(bytes), "test");
        var error = Assert.Throws<BadInputException>(() => CsvReaderTests.ReadAll(reader));
        Assert.Contains("Byte 200,001 ", error.Problem);
    }

    [Fact]
    public void A_workbook_is_called_a_workbook()
    {
        Assert.Contains("Excel", Error([.. "PK\u0003\u0004"u8, 1, 2, 3]).Problem);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_an_error_with_its_line()
    {
        var error = Error("id,x\n1,a\n2,\"b\n3,c\n"u8.ToArray());
        Assert.Equal("test line 3", error.Place);
        Assert.Contains("never closed", error.Problem);
    }

    [Fact]
    public void Damaged_and_truncated_gzip_files_are_errors()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var i = 0; i < 10_000; i++) gzip.Write(Encoding.UTF8.GetBytes($"{i},{i * 7919 % 1000}\n"));
        var bytes = packed.ToArray();
        Assert.Contains("damaged or cut off", Error(bytes[..(bytes.Length / 2)]).Problem);
        bytes.AsSpan(bytes.Length / 2, 64).Fill(0xff);
        Assert.Contains("damaged or cut off", Error(bytes).Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_of_a_gigabyte_is_an_error_at_once_and_in_little_memory(bool quoted)
    {
        var endless = new Endless(1L << 30, quoted);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<BadInputException>(() =>
        {
            using var reader = CsvReader.Open(endless, "test");
            while (reader.Read()) { }
        });
        Assert.Contains("longer than 1,048,576 bytes", error.Problem);
        Assert.Equal("test line 1", error.Place);
        Assert.InRange(endless.Served, 1 << 20, 3 << 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void A_record_just_within_the_limit_is_read()
    {
        var text = "a\n" + new string('x', 999) + "\n" + new string('y', 1000) + "\n";
        using var reader = CsvReader.Open(
            new MemoryStream(Encoding.ASCII.GetBytes(text)), "test",
            new CsvOptions { MaxRecordBytes = 1000, BufferBytes = 64 });
        Assert.True(reader.Read());
        Assert.Equal(999, reader.Field(0).Length);
        Assert.Equal("test line 3", Assert.Throws<BadInputException>(() => reader.Read()).Place);
    }

    [Fact]
    public void Missing_files_and_directories_are_errors_of_their_own()
    {
        var directory = Directory.CreateTempSubdirectory("perennial-");
        var missing = Path.Combine(directory.FullName, "missing.csv");
        Assert.Contains("no such file", Assert.Throws<BadInputException>(() => CsvReader.Open(missing)).Problem);
        Assert.Contains("no such file",
            Assert.Throws<BadInputException>(() => CsvReader.Open(Path.Combine(missing, "x.csv"))).Problem);
        Assert.Contains("a directory",
            Assert.Throws<BadInputException>(() => CsvReader.Open(directory.FullName)).Problem);
        Assert.Throws<BadInputException>(() => CsvReader.Open(""));
        directory.Delete(recursive: true);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_an_error()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            Assert.Skip("This user may read every file.");
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "id\n1\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Contains("may not be read", Assert.Throws<BadInputException>(() => CsvReader.Open(path)).Problem);
        File.Delete(path);
    }

    static BadInputException Error(byte[] bytes) => Assert.Throws<BadInputException>(() =>
    {
        using var reader = CsvReader.Open(new MemoryStream(bytes), "test");
        while (reader.Read()) { }
    });

    // A file of one line, made while it is read.
    sealed class Endless(long length, bool quoted) : Stream
    {
        public long Served { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => Served; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, length - Served);
            buffer[..read].Fill((byte)'x');
            if (quoted && Served == 0 && read > 0) buffer[0] = (byte)'"';
            Served += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
