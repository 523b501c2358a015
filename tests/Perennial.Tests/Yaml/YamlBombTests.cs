using System.Diagnostics;
using System.Text;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Tests.Access;
using Perennial.Yaml;

namespace Perennial.Tests.Yaml;

/// <summary>What was written to hold up whoever reads it is refused before it has cost anything.</summary>
public sealed class YamlBombTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static readonly TimeSpan quick = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Pieces => [.. Suite.Some(15,
    [
        "[", "{", "- ", "? ", ": ", "a: ", "&a ", "*a ", "!a ", "'", "\"", "\t", "\n", " ", "#", "%", "---\n", "...\n",
        "|\n", ">\n ", ",", "a:\n ", "[a, ", "{a: ", "\u2028", "\\", "\"\\x", "- a\n", "a: &a [*a]\n", "? - ", "-\n",
        "''", "a", "a b: ", "[]", "{}", "[{", "? [", "!<", "%YAML 1.1\n", "\r", "\u0085", "<<: *a\n", "{[", "- - a\n  ",
    ])];

    [Theory, MemberData(nameof(Pieces))]
    public void A_megabyte_of_anything_is_read_or_refused_at_once(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, YamlReader.MostBytes / Encoding.UTF8.GetByteCount(piece)));
        foreach (var bomb in (string[])[text, "a: " + text[..^8], "a:\n - " + text[..^8]])
        {
            var began = Stopwatch.GetTimestamp();
            var error = Record.Exception(() => YamlReader.Read(bomb, "file", "Write something."));
            Assert.True(error is null or BadInputException, $"{error}");
            Assert.True(Stopwatch.GetElapsedTime(began) < quick, $"{Stopwatch.GetElapsedTime(began)}");
        }
    }

    public static TheoryData<string> Files => [.. FileKind.All.Where(kind => !kind.IsApi).Select(kind => kind.Name)];

    // Sparse: ten gigabytes that nobody has to write, all of them nothing.
    [Theory, MemberData(nameof(Files))]
    public async Task A_file_of_ten_gigabytes_is_not_read(string kind)
    {
        var path = Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, "huge.yaml");
        using (var file = new FileStream(path, FileMode.Create)) file.SetLength(10L << 30);
        Assert.Contains("larger than 1 MB", await Load(kind, path));
        File.Delete(path);
    }

    // Says that it holds nothing, and never ends.
    [Theory, MemberData(nameof(Files))]
    public async Task What_never_ends_is_not_read_to_its_end(string kind)
    {
        if (!File.Exists("/dev/zero")) Assert.Skip("This system has no such file.");
        Assert.Contains("larger than 1 MB", await Load(kind, "/dev/zero"));
    }

    async Task<string> Load(string kind, string path)
    {
        var log = new StringWriter();
        var code = await CommandLine.Run([.. kind.Split(' '), path, "--store", shop.Store.Path],
            TextWriter.Null, log, shop.Clock);
        Assert.Equal(1, code);
        return log.ToString();
    }
}
