using System.CommandLine;
using Perennial.Cli;
using Perennial.Cli.Shell;

namespace Perennial.Tests.Access;

/// <summary>A server that others can reach without https says so when it starts.</summary>
public class PlainHttpTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("0.0.0.0", true)]
    [InlineData("0.0.0.0", false, "--behind-proxy")]
    public async Task Plain_http_is_warned_of_where_others_can_read_it(string bind, bool warns, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("perennial-serve-");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var text = new StringWriter();
        var log = TextWriter.Synchronized(text);
        string Said()
        {
            // What the writer itself locks.
            lock (log) return text.ToString();
        }
        var root = CommandLine.Root(new Terminal(TextWriter.Null, log, TimeProvider.System));
        string[] arguments =
        [
            "serve", "--store", Path.Combine(folder.FullName, "shop.db"), "--bind", bind, "--port", "0",
            "--log-level", "none", .. more,
        ];
        var serving = root.Parse(arguments).InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false }, stop.Token);
        // The link for the first member of staff comes last.
        while (!serving.IsCompleted && !Said().Contains("/welcome/")) await Task.Delay(20, stop.Token);
        await stop.CancelAsync();
        await serving;
        Assert.Equal(warns, Said().Contains("plain http"));
        Assert.Contains("/welcome/", Said());
        folder.Delete(recursive: true);
    }
}
