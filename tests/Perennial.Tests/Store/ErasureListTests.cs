using Perennial.Core;
using Perennial.Data.Erasure;

namespace Perennial.Tests.Store;

public sealed class ErasureListTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("perennial-list-").FullName;

    string Path => System.IO.Path.Combine(folder, "below", "shop.db.erasures");

    [Fact]
    public void Lines_are_read_as_they_were_written_and_one_that_a_crash_cut_off_is_left_out()
    {
        var list = new ErasureList(Path);
        list.Begin();
        list.Begin();
        Assert.Empty(list.Read());
        list.Add(SomeFacts.At(2), [SomeFacts.Id("a"), SomeFacts.Id("b")]);
        File.AppendAllText(Path, "2026-01-05T00:0");
        list.Add(SomeFacts.At(1), [SomeFacts.Id("c")]);
        File.AppendAllText(Path, $"{SomeFacts.At(0)} {SomeFacts.Id("d").ToString()[..9]}");

        var lines = list.Read();

        Assert.Equal([SomeFacts.At(2), SomeFacts.At(1)], lines.Select(line => line.At));
        Assert.Equal([SomeFacts.Id("a"), SomeFacts.Id("b")], lines[0].Keys);
    }

    [Fact]
    public async Task Several_may_add_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => new ErasureList(Path).Add(SomeFacts.At(i), [SomeFacts.Id($"c{i}")]))));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => SomeFacts.At(i)).Order(),
            new ErasureList(Path).Read().Select(line => line.At).Order());
    }

    [Fact]
    public void Another_file_is_none()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, "order,customer\n");
        Assert.Contains("no list", Assert.Throws<BadInputException>(() => new ErasureList(Path).Read()).Problem);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
