using System.Text.Json;

namespace Perennial.Tests.Destinations;

/// <summary>One change that a receiver was told.</summary>
sealed record Entry(string Id, string Name, string? Orders, bool IsFirst, bool IsErased)
{
    public (string, string, string?) Shown => (Id, Name, Orders);
}

/// <summary>A receiver that writes down what it took, and fails as it is told.</summary>
sealed class Ledger : IAsyncDisposable
{
    readonly List<Entry> arrived = [];
    Receiver receiver = null!;
    int attempts;

    /// <summary>What it took, in order, repetitions included.</summary>
    public List<Entry> Arrived
    {
        get
        {
            lock (arrived) return [.. arrived];
        }
    }

    public int Attempts => Volatile.Read(ref attempts);

    /// <summary>The status for a message, by its first change; 0 cuts the connection.</summary>
    public Func<Entry, int> Fails { get; set; } = _ => 200;

    public static async Task<Ledger> Start()
    {
        var ledger = new Ledger();
        ledger.receiver = await Receiver.Start(async (request, http) =>
        {
            Interlocked.Increment(ref ledger.attempts);
            var changes = request.Json.GetProperty("data").GetProperty("changes").EnumerateArray()
                .Select(Of).ToList();
            var status = ledger.Fails(changes[0]);
            if (status == 0) http.Abort();
            else http.Response.StatusCode = status;
            if (status == 200)
                lock (ledger.arrived) ledger.arrived.AddRange(changes);
            await Task.CompletedTask;
        });
        return ledger;
    }

    static Entry Of(JsonElement change) => new(
        change.GetProperty("id").GetString()!, change.GetProperty("external").GetString()!,
        change.TryGetProperty("columns", out var columns) && columns.TryGetProperty("orders", out var orders)
            ? orders.GetRawText() : null,
        change.TryGetProperty("first", out _), change.TryGetProperty("erased", out _));

    /// <summary>A customer's changes as a receiver sees them that drops what it has had.</summary>
    public IEnumerable<string?> Of(string name) =>
        Arrived.Where(one => one.Name == name && !one.IsFirst).DistinctBy(one => one.Id).Select(one => one.Orders);

    /// <summary>How a shop sets it up.</summary>
    public string Yaml(string more = "") => $$"""
          - name: hook
            kind: webhook
            url: {{receiver.Url}}
            secret: ${SECRET}
            allow_private: true
            identity: external
            mapping: [orders]
            {{more}}
        """;

    public ValueTask DisposeAsync() => receiver.DisposeAsync();
}
