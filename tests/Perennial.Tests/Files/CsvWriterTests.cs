using Perennial.Channels.Files;
using Perennial.Core;

namespace Perennial.Tests.Files;

public sealed class CsvWriterTests : IDisposable
{
    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("perennial-");

    string Target => Path.Combine(directory.FullName, "out.csv");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(" edge", "\" edge\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+33612345678", "+33612345678")]
    [InlineData("-5+1", "'-5+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"")]
    [InlineData("Zoë", "Zoë")]
    [InlineData("", "")]
    public void Text_is_quoted_and_kept_from_being_a_formula(string text, string expected)
    {
        Assert.Equal($"{expected},x\n", Written(writer =>
        {
            writer.Text(text);
            writer.Text("x"u8);
            writer.EndRecord();
        }));
    }

    [Fact]
    public void Numbers_are_written_as_they_are()
    {
        var text = Written(writer =>
        {
            writer.Number(-5);
            writer.Money(-1050);
            writer.Money(7);
            writer.Money(123_456_789_01);
            writer.Money(long.MinValue);
            writer.Number(0.123456);
            writer.Number(-2.5);
            writer.Number(double.NaN);
            writer.Empty();
            writer.Raw("-1");
            writer.EndRecord();
        });
        Assert.Equal("-5,-10.50,0.07,123456789.01,-92233720368547758.08,0.1235,-2.5,,,-1\n", text);
    }

    [Fact]
    public void A_file_that_was_not_completed_leaves_nothing_and_keeps_what_was_there()
    {
        File.WriteAllText(Target, "old");
        using (var writer = CsvWriter.Create(Target)) writer.Record("half", "a file");
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(directory.GetFiles());
    }

    [Fact]
    public void A_link_keeps_pointing_where_it_did()
    {
        var link = Path.Combine(directory.FullName, "link.csv");
        File.WriteAllText(Target, "old");
        File.CreateSymbolicLink(link, Target);
        using (var writer = CsvWriter.Create(link))
        {
            writer.Record("new");
            writer.Complete();
        }
        Assert.Equal("new\n", File.ReadAllText(Target));
        Assert.NotNull(File.ResolveLinkTarget(link, false));
    }

    [Fact]
    public void In_memory_too_a_file_is_replaced_as_a_whole()
    {
        const string memory = "/dev/shm";
        if (!Directory.Exists(memory)) Assert.Skip($"There is no {memory} here.");
        var file = Path.Combine(memory, $"perennial-{Environment.ProcessId}.csv");
        try
        {
            File.WriteAllText(file, "what was there before, and longer\n");
            using (var writer = CsvWriter.Create(file))
            {
                writer.Record("new");
                writer.Complete();
            }
            Assert.Equal("new\n", File.ReadAllText(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_place_that_cannot_hold_a_file_is_an_error()
    {
        Assert.Contains("a directory", Problem(directory.FullName));
        Assert.Contains("directory does not exist", Problem(Path.Combine(directory.FullName, "none", "out.csv")));
        Assert.Contains("name is empty", Problem(""));
    }

    [Fact]
    public void A_directory_that_may_not_be_written_is_an_error()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            Assert.Skip("This user may write everywhere.");
        if (!OperatingSystem.IsWindows())
            directory.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        Assert.Contains("cannot be written", Problem(Target));
        if (!OperatingSystem.IsWindows())
            directory.UnixFileMode |= UnixFileMode.UserWrite;
    }

    public void Dispose() => directory.Delete(recursive: true);

    static string Problem(string path) => Assert.Throws<BadInputException>(() => CsvWriter.Create(path)).Problem;

    string Written(Action<CsvWriter> write)
    {
        using (var writer = CsvWriter.Create(Target))
        {
            write(writer);
            writer.Complete();
        }
        Assert.Single(directory.GetFiles());
        return File.ReadAllText(Target);
    }
}
