using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Perennial.Channels.Webhooks;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Operations;

/// <summary>A store or provider that may call, as the shop writes it down: secrets by the names of environment
/// variables.</summary>
sealed record SourceEntry
{
    /// <summary>The vendor.</summary>
    public required string Kind { get; init; }

    /// <summary>What the shop calls it; part of its address.</summary>
    public required string Name { get; init; }

    /// <summary><c>${NAME}</c> of each environment variable with a secret, the newest first.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Amazon SNS topics that may send.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Where its facts come from; the vendor unless said.</summary>
    public string? Source { get; init; }

    /// <summary>What orders are told apart by: <c>id</c>, or <c>name</c> as in exported files.</summary>
    public string Orders { get; init; } = "id";

    /// <summary>Stands before the store's customer numbers.</summary>
    public string CustomerPrefix { get; init; } = "";

    /// <summary>The path that the vendor calls.</summary>
    [JsonIgnore]
    public string Path => $"/hooks/{Kind}/{Name}";
}

/// <summary>The stores and providers that may call, one YAML file.</summary>
sealed partial record ShopSources
{
    const string SourcesSetting = "sources";

    static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    [GeneratedRegex(@"^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$")]
    private static partial Regex Variable();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$")]
    private static partial Regex NameForm();

    /// <summary>Where the world reaches this server, such as <c>https://hooks.example.com</c>; empty where nobody
    /// said.</summary>
    public string Address { get; init; } = "";

    /// <summary>The sources.</summary>
    public IReadOnlyList<SourceEntry> Sources { get; init; } = [];

    /// <summary>A store's sources as text; null where it has none. Equal texts are equal sources.</summary>
    public static string? Kept(ShopStore store) => store.Settings.Of(SourcesSetting);

    /// <summary>A store's sources.</summary>
    public static ShopSources Of(ShopStore store) =>
        Kept(store) is { } text ? FromJson(text, store.Path) : new ShopSources();

    /// <summary>Keeps them in a store.</summary>
    public static void Put(ShopStore store, ShopSources sources, AuditEntry audit) =>
        store.Settings.Put(SourcesSetting, sources.ToJson(), audit);

    /// <summary>As JSON: their form in the store.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, json);

    /// <summary>Reads sources from JSON and checks them.</summary>
    /// <exception cref="BadInputException">A key or a vendor is unknown, a secret stands in it, or two sources would be
    /// taken for one.</exception>
    public static ShopSources FromJson(string text, string place)
    {
        ShopSources sources;
        try
        {
            sources = JsonSerializer.Deserialize<ShopSources>(text, json) ?? new ShopSources();
        }
        catch (JsonException error)
        {
            throw new BadInputException($"{place}, at {error.Path?.TrimStart('$', '.') ?? "the top"}",
                error.Message.Split(" Path:")[0].TrimEnd('.') + ".",
                "Each source has kind, name and secrets, and may have topics, source, orders and customer_prefix.");
        }
        sources.Check(place);
        return sources;
    }

    /// <summary>A source with its secrets.</summary>
    /// <param name="entry">The source.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="BadInputException">A variable is not set.</exception>
    public static WebhookSource Resolve(SourceEntry entry, Func<string, string?> environment) =>
        new(entry.Kind, entry.Name)
        {
            Source = entry.Source ?? entry.Kind,
            Secrets = [.. entry.Secrets.Select(secret => Secret(entry, secret, environment))],
            Topics = entry.Topics,
            OrdersByName = entry.Orders == "name",
            CustomerPrefix = entry.CustomerPrefix,
        };

    /// <summary>The variables that a source needs and that are not set.</summary>
    public static IEnumerable<string> Missing(SourceEntry entry, Func<string, string?> environment) =>
        from secret in entry.Secrets
        let variable = Variable().Match(secret)
        where variable.Success && string.IsNullOrEmpty(environment(variable.Groups[1].Value))
        select variable.Groups[1].Value;

    static string Secret(SourceEntry entry, string text, Func<string, string?> environment)
    {
        if (Variable().Match(text) is not { Success: true } variable) return text;
        var name = variable.Groups[1].Value;
        return environment(name) is { Length: > 0 } secret ? secret : throw new BadInputException(
            $"source {entry.Kind}/{entry.Name}", $"The environment variable {name} is not set.",
            "Set it to the webhook's secret and start again.");
    }

    void Check(string place)
    {
        if (Address.Length > 0 && !(Uri.TryCreate(Address, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https" && address.Query.Length == 0))
        {
            throw new BadInputException($"{place}, address", $"'{Address}' is no address of a server.",
                "Write it as https://hooks.example.com.");
        }
        foreach (var (index, entry) in Sources.Index()) Check(entry, $"{place}, sources[{index}]");
        if (Sources.GroupBy(entry => (entry.Kind, entry.Name)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new BadInputException(place, $"{twice.Key.Kind} {twice.Key.Name} stands there twice.",
                "Give one of them another name.");
        }
        if (Sources.Where(entry => entry.Kind is "shopify" or "woocommerce")
            .GroupBy(entry => entry.Source ?? entry.Kind).FirstOrDefault(same => same.Count() > 1) is { } mixed)
        {
            throw new BadInputException(place,
                $"{mixed.First().Name} and {mixed.Last().Name} would number their orders alike, as '{mixed.Key}'.",
                "Give one of them a source of its own, and a customer_prefix.");
        }
    }

    static void Check(SourceEntry entry, string place)
    {
        if (!Webhook.Kinds.Contains(entry.Kind))
        {
            throw new BadInputException($"{place}.kind", $"'{entry.Kind}' is no vendor.",
                $"Use one of: {string.Join(", ", Webhook.Kinds)}.");
        }
        if (!NameForm().IsMatch(entry.Name))
        {
            throw new BadInputException($"{place}.name", $"'{entry.Name}' cannot stand in an address.",
                "Use small letters, digits and hyphens, at most 40.");
        }
        if (entry.Orders is not ("id" or "name"))
            throw new BadInputException($"{place}.orders", $"'{entry.Orders}' is neither id nor name.", "Use one.");
        // SendGrid gives a public key; whoever reads it can do nothing with it.
        var literal = entry.Secrets.FirstOrDefault(secret => !Variable().IsMatch(secret));
        if (literal is not null && !(entry.Kind == "sendgrid" && Webhook.IsPublicKey(literal)))
        {
            throw new BadInputException($"{place}.secrets",
                "A secret stands in the file, or what stands there is none.",
                "Put it into an environment variable and write ${ITS_NAME}.");
        }
        if (entry.Kind == "ses" ? entry.Topics.Count == 0 : entry.Secrets.Count == 0)
        {
            throw new BadInputException(place, $"{entry.Kind} {entry.Name} would let nobody in.",
                entry.Kind == "ses" ? "Name its topics." : "Name its secrets.");
        }
    }
}
