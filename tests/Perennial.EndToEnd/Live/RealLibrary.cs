using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.EndToEnd.Commands;
using Perennial.Tests;

namespace Perennial.EndToEnd.Live;

/// <summary>The library <c>@segment/analytics-node</c>, as it is on npm, pointed at a running server: every event is in
/// the store once, and the profiles are those of a batch of the same events.</summary>
[Collection(ServedShop.Alone)]
public class RealLibrary
{
    const int Events = 10_000, People = 400;
    static readonly TimeSpan patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Sends_ten_thousand_events_that_are_each_there_once()
    {
        var npm = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists($"{path}/npm"));
        Assert.SkipUnless(npm, "npm is not installed (Debian's package npm); ./test installs it.");
        using var folder = new TemporaryFolder();
        var modules = await Install();
        var place = folder.File("shop.db");
        var key = ServedShop.AddKey(place);
        using var shop = await ServedShop.Start(place);
        await using var listener = await Listener.Start(shop.Address);
        var calls = new Calls(11, "", People, ServedShop.Now).Next(Events);
        var file = folder.Write("calls.jsonl", string.Join('\n', calls));

        await Run("node", modules, "send.mjs", listener.Address, key, file);

        Assert.Equal(Events, listener.Batches.Sum(batch => batch.Count));
        var events = AsCorrected(Calls.Events(calls), listener, place);
        await SameShop.AssertBatch(place, events, folder);
    }

    /// <summary>
    /// The events as of the server's clock: it adds to every time of a list what lay between sending and receipt, which
    /// is known from any activity of the list.
    /// </summary>
    static List<IncomingEvent> AsCorrected(List<IncomingEvent> events, Listener listener, string place)
    {
        using var store = ShopStore.Open(place, ServedShop.Now);
        var stored = new Dictionary<FactId, Instant>();
        foreach (var chunk in store.Facts.Histories(store.Profiles.Load().Ids))
        {
            if (chunk.History.Activities is not { } activities) continue;
            for (var i = 0; i < activities.Id.Length; i++) stored.Add(activities.Id[i], activities.At[i]);
        }
        var byId = events.ToDictionary(one => one.MessageId);
        var corrected = new List<IncomingEvent>();
        foreach (var batch in listener.Batches)
        {
            var by = Assert.Single(batch.Select(id => byId[id])
                .Where(one => stored.ContainsKey(FactId.Numbered(one.Source, one.MessageId)))
                .Select(one => stored[FactId.Numbered(one.Source, one.MessageId)].UnixMs - one.At.UnixMs).Distinct());
            Assert.InRange(by, 0, 60_000);
            Instant Later(Instant at) => new(at.UnixMs + by);
            corrected.AddRange(batch.Select(id => byId[id]).Select(one => one with
            {
                At = Later(one.At),
                Order = one.Order is { } order ? order with { PlacedAt = Later(order.PlacedAt) } : null,
            }));
        }
        return corrected;
    }

    static async Task<string> Install()
    {
        var modules = Repository.PathTo("artifacts", "segment");
        Directory.CreateDirectory(modules);
        foreach (var file in Directory.GetFiles(
            Repository.PathTo("tests", "Perennial.EndToEnd", "Live", "segment")))
            File.Copy(file, Path.Combine(modules, Path.GetFileName(file)), overwrite: true);
        if (!Directory.Exists(Path.Combine(modules, "node_modules", "@segment", "analytics-node")))
            await Run("npm", modules, "install", "--silent", "--no-audit", "--no-fund");
        return modules;
    }

    static async Task Run(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var run = await PerennialProcess.Finish(process).WaitAsync(patience);
        Assert.True(run.ExitCode == 0, $"{program} ended with {run.ExitCode}.\n{run.Output}{run.Log}");
    }

    /// <summary>Stands between library and server, changes nothing, notes which events went in which list.</summary>
    sealed class Listener : IAsyncDisposable
    {
        readonly WebApplication app;
        readonly HttpClient client;

        Listener(WebApplication app, Uri server) => (this.app, client) = (app, new() { BaseAddress = server });

        public ConcurrentQueue<List<string>> Batches { get; } = new();

        public string Address => app.Urls.Single();

        public static async Task<Listener> Start(Uri server)
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var listener = new Listener(builder.Build(), server);
            listener.app.Run(listener.Forward);
            await listener.app.StartAsync();
            return listener;
        }

        async Task Forward(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            using var request = new HttpRequestMessage(HttpMethod.Post, context.Request.Path.Value)
            {
                Content = new ByteArrayContent(body.ToArray()),
            };
            foreach (var (name, value) in context.Request.Headers)
                if (name is "Authorization") request.Headers.TryAddWithoutValidation(name, $"{value}");
                else if (name is "Content-Type" or "Content-Encoding")
                    request.Content.Headers.TryAddWithoutValidation(name, $"{value}");
            using var answer = await client.SendAsync(request);
            if (answer.IsSuccessStatusCode) Note(body.ToArray());
            context.Response.StatusCode = (int)answer.StatusCode;
            await context.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
        }

        void Note(byte[] body)
        {
            using var json = JsonDocument.Parse(body);
            Batches.Enqueue([.. json.RootElement.GetProperty("batch").EnumerateArray()
                .Select(call => call.GetProperty("messageId").GetString()!)]);
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return app.DisposeAsync();
        }
    }
}
