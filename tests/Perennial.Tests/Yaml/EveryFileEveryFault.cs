using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Perennial.Cli;
using Perennial.Tests.Access;

namespace Perennial.Tests.Yaml;

/// <summary>Whatever is wrong in whatever file, one line says where, what, and what to do; and nothing was
/// changed.</summary>
public sealed class EveryFileEveryFault(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Matrix
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var kind in FileKind.All)
                foreach (var fault in FileFault.Names)
                    all.Add(kind.Name, fault);
            return all;
        }
    }

    [Theory, MemberData(nameof(Matrix))]
    public async Task A_mistake_is_told_with_its_place_and_a_remedy(string kind, string fault)
    {
        var file = FileKind.All.Single(one => one.Name == kind);
        var wrong = FileFault.Of(fault, file);
        // What comes over the wire was text already.
        if (file.IsApi && wrong.Bytes is not null) return;
        // Whichever case comes first makes the program's key, which is written down.
        if (file.IsApi) _ = shop.Program();
        var before = shop.Store.Audit.Last(500).Count;

        var (place, said) = file.IsApi ? await Put(file, wrong.Text) : await Load(file, wrong);

        Assert.Matches(wrong.Line == 0 ? @"^\S+ line \d+, column \d+" :
            $@"^\S+ line {wrong.Line}, column {wrong.Column}(, at .+)?$", place);
        Assert.All(wrong.Says, part => Assert.Contains(part, said));
        Assert.Matches(@"^\S.*[.?] \S.*[.?]$", said);
        Assert.DoesNotContain("System.", said);
        Assert.DoesNotContain("Exception", said);
        Assert.Equal(before, shop.Store.Audit.Last(500).Count);
    }

    public static TheoryData<string> Kinds => [.. FileKind.All.Select(kind => kind.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_file_that_is_right_is_taken_with_or_without_a_mark_before_its_first_letter(string kind)
    {
        var file = FileKind.All.Single(one => one.Name == kind);
        foreach (var text in (string[])[file.Good, "\uFEFF" + file.Good, $"---\n{file.Good}\n...\n"])
        {
            if (file.IsApi) Assert.True((await Send(file, text)).IsSuccessStatusCode);
            else
            {
                var (code, log, _) = await Run(file, Encoding.UTF8.GetBytes(text));
                Assert.True(code == 0, log);
            }
        }
    }

    async Task<(string Place, string Said)> Load(FileKind kind, FileFault fault)
    {
        var (code, log, path) = await Run(kind, fault.Bytes ?? Encoding.UTF8.GetBytes(fault.Text));
        Assert.Equal(1, code);
        Assert.StartsWith($"perennial: {path} line ", log);
        Assert.Equal(1, log.Count(c => c == '\n'));
        var end = log.IndexOf(": ", $"perennial: {path}".Length, StringComparison.Ordinal);
        return ("file" + log[$"perennial: {path}".Length..end], log[(end + 2)..].TrimEnd());
    }

    async Task<(int Code, string Log, string Path)> Run(FileKind kind, byte[] file)
    {
        var path = Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, "written.yaml");
        await File.WriteAllBytesAsync(path, file, Stop);
        var log = new StringWriter();
        var code = await CommandLine.Run([.. kind.Name.Split(' '), path, "--store", shop.Store.Path],
            TextWriter.Null, log, shop.Clock);
        File.Delete(path);
        return (code, log.ToString().ReplaceLineEndings("\n"), path);
    }

    async Task<(string Place, string Said)> Put(FileKind kind, string text)
    {
        using var answer = await Send(kind, text);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        return (error.GetProperty("place").GetString()!,
            $"{error.GetProperty("problem").GetString()} {error.GetProperty("remedy").GetString()}");
    }

    Task<HttpResponseMessage> Send(FileKind kind, string text) => shop.Program().PutAsync(
        kind.Name["PUT ".Length..], new StringContent(text, Encoding.UTF8, "application/yaml"), Stop);
}
