using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Perennial.EndToEnd.Commands;

namespace Perennial.EndToEnd.Tracking;

/// <summary>One event as it was handed to the library.</summary>
/// <param name="MessageId">The id that the library gave it.</param>
/// <param name="Kind">The type of the call, or for <c>track</c> the event's name.</param>
sealed record SentEvent(string MessageId, string Kind);

/// <summary>What the library says it did.</summary>
/// <param name="Delivered">How many events it reports as delivered.</param>
/// <param name="Failures">What went wrong, the first few.</param>
/// <param name="Sent">Every event.</param>
sealed record SentEvents(int Delivered, IReadOnlyList<string> Failures, IReadOnlyList<SentEvent> Sent);

/// <summary>Segment's own library for node, unmodified, in a folder of its own.</summary>
sealed class SegmentNode : IDisposable
{
    // The one without an Authorization header: its key stands in the body.
    const string Package = "@segment/analytics-node@2.2.1";

    readonly TemporaryFolder folder;

    SegmentNode(TemporaryFolder folder) => this.folder = folder;

    /// <summary>Installs it; skips the test where node, npm or the package cannot be had.</summary>
    public static async Task<SegmentNode> Install()
    {
        var folder = new TemporaryFolder();
        try
        {
            folder.Write("package.json", """{"private": true, "type": "module"}""");
            folder.Write("send.mjs", Script());
            var installed = await Run(folder, "npm", "install", "--no-save", "--no-audit", "--no-fund", Package);
            Assert.SkipWhen(installed.ExitCode != 0, $"npm could not install {Package}: {installed.Log}");
            return new SegmentNode(folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Sends a mix of events and waits until all are delivered, or given up.</summary>
    public async Task<SentEvents> Send(Uri host, string writeKey, int events)
    {
        var run = await Run(folder, "node", "send.mjs", host.GetLeftPart(UriPartial.Authority), writeKey, $"{events}");
        Assert.True(run.ExitCode == 0, run.Log);
        return JsonSerializer.Deserialize<SentEvents>(run.Output, JsonSerializerOptions.Web)!;
    }

    public void Dispose() => folder.Dispose();

    static async Task<Finished> Run(TemporaryFolder folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.File(""),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)
                ?? throw new InvalidOperationException($"{program} did not start.");
            return await PerennialProcess.Finish(process);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            throw;
        }
    }

    static string Script()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("send.mjs")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
