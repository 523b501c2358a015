using Perennial.Channels.Webhooks;
using Perennial.Channels.Webhooks.Vendors;
using Perennial.Core;
using Perennial.Sources;

namespace Perennial.Live;

/// <summary>The webhooks that calls are answered by: those of the sources as the store has them now.</summary>
/// <param name="kept">Reads the sources as the store keeps them (<see cref="ShopSources.Kept"/>); null for
/// none.</param>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="fetch">Fetches a vendor's certificate.</param>
/// <param name="time">The clock: whoever calls without being let in must not cost a reading of the store each
/// time.</param>
sealed class WebhookSet(
    Func<string?> kept, Func<string, string?> environment, FetchFile fetch, TimeProvider time)
{
    static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    sealed record Loaded(string Text, ShopSources Sources, Dictionary<(string, string), Lazy<Webhook>> Webhooks);

    readonly Lock guard = new();
    Loaded loaded = Load("", environment, fetch);
    long? lookedAt;

    /// <summary>Those of a shop that is served.</summary>
    public static WebhookSet Of(LiveShop live) => new(() => ShopSources.Kept(live.Store),
        Environment.GetEnvironmentVariable, live.PublicFiles.Fetch, live.Time);

    /// <summary>Where the world reaches this server; empty where nobody said.</summary>
    public string Address => Current().Sources.Address;

    /// <summary>The webhook of a source; null where there is no such source. Its value throws a
    /// <see cref="BadInputException"/> for as long as one of its secrets is not set.</summary>
    /// <exception cref="BadInputException">What the store keeps cannot be read.</exception>
    public Lazy<Webhook>? Find(string kind, string name) => Current().Webhooks.GetValueOrDefault((kind, name));

    // A webhook remembers tokens and certificates, so they stay for as long as the sources are the same.
    Loaded Current()
    {
        lock (guard)
        {
            if (lookedAt is { } then && time.GetElapsedTime(then) < LookAgainAfter) return loaded;
            var text = kept() ?? "";
            if (loaded.Text != text) loaded = Load(text, environment, fetch);
            lookedAt = time.GetTimestamp();
            return loaded;
        }
    }

    static Loaded Load(string text, Func<string, string?> environment, FetchFile fetch)
    {
        var sources = text.Length == 0 ? new ShopSources() : ShopSources.FromJson(text, "the store's sources");
        // A secret that was missing may be there at the next call.
        return new Loaded(text, sources, sources.Sources.ToDictionary(
            entry => (entry.Kind, entry.Name),
            entry => new Lazy<Webhook>(() => WebhookVendors.Of(ShopSources.Resolve(entry, environment), fetch),
                LazyThreadSafetyMode.PublicationOnly)));
    }
}
