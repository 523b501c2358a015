using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Perennial.EndToEnd.Commands;

namespace Perennial.EndToEnd.Live;

/// <summary>Another tool, as a webhook reaches it: keeps each customer's columns as it was last told, and drops what it
/// has seen before by its key.</summary>
sealed class WebhookReceiver : IAsyncDisposable
{
    /// <summary>The variable that the destination's file names, and a value for it.</summary>
    public static readonly (string Name, string Value) Secret =
        ("TEST_HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    public const string Name = "tool";

    readonly WebApplication app;
    readonly Lock gate = new();
    readonly Dictionary<string, Dictionary<string, string>> customers = [];

    WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>Every change's key, with when it came first, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public ConcurrentDictionary<string, long> Keys { get; } = new();

    /// <summary>When a value of <c>key</c> first came with an order, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public ConcurrentDictionary<string, long> OrderSeenAt { get; } = new();

    public static async Task<WebhookReceiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>A file that sets it up as a destination of these columns.</summary>
    public string DestinationFile(TemporaryFolder folder, IEnumerable<string> columns, string identity) =>
        folder.Write("destinations.yaml", $$"""
            destinations:
              - name: {{Name}}
                kind: webhook
                url: {{app.Urls.Single()}}/hook
                secret: ${{{Secret.Name}}}
                allow_private: true
                identity: {{identity}}
                mapping: [{{string.Join(", ", columns)}}]
            """);

    async Task Take(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var now = Stopwatch.GetTimestamp();
        lock (gate)
        {
            foreach (var change in body.RootElement.GetProperty("data").GetProperty("changes").EnumerateArray())
                Take(change, now);
        }
    }

    void Take(JsonElement change, long now)
    {
        if (!Keys.TryAdd(change.GetProperty("id").GetString()!, now)) return;
        var id = change.GetProperty("customer_id").GetString()!;
        if (!customers.TryGetValue(id, out var known)) customers.Add(id, known = []);
        foreach (var column in change.GetProperty("columns").EnumerateObject())
        {
            known[column.Name] = column.Value.GetRawText();
            if (column.Name == "orders" && change.TryGetProperty("external", out var key))
                OrderSeenAt.TryAdd(key.GetString()!, now);
        }
    }

    /// <summary>A customer's columns as JSON; none where it never heard of them.</summary>
    public IReadOnlyDictionary<string, string> Known(string customer)
    {
        lock (gate) return new Dictionary<string, string>(customers.GetValueOrDefault(customer, []));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
