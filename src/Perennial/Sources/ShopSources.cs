using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Perennial.Channels.Webhooks;
using Perennial.Channels.Webhooks.Vendors;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Settings;
using Perennial.Yaml;

namespace Perennial.Sources;

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
    public static string? Kept(ShopStore store) => store.Sources.Kept() is { } kept ? Of(kept).ToJson() : null;

    /// <summary>A store's sources.</summary>
    public static ShopSources Of(ShopStore store) =>
        store.Sources.Kept() is { } kept ? Of(kept) : new ShopSources();

    static ShopSources Of(KeptSources kept) => new()
    {
        Address = kept.Address,
        Sources = [.. kept.Sources.Select(one => new SourceEntry
        {
            Kind = one.Kind, Name = one.Name, Secrets = one.Secrets, Topics = one.Topics, Source = one.FactsSource,
            Orders = one.Orders, CustomerPrefix = one.CustomerPrefix,
        })],
    };

    /// <summary>Keeps them in a store.</summary>
    public static void Put(ShopStore store, ShopSources sources, AuditEntry audit) =>
        store.Sources.Put(new KeptSources(sources.Address, [.. sources.Sources.Select(one =>
            new KeptSource(one.Kind, one.Name)
            {
                Secrets = one.Secrets, Topics = one.Topics, FactsSource = one.Source, Orders = one.Orders,
                CustomerPrefix = one.CustomerPrefix,
            })]), audit);

    /// <summary>As JSON: their form in the store.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, json);

    /// <summary>Reads sources that people wrote, and checks them.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">Where it comes from, for errors.</param>
    /// <exception cref="BadInputException">A key or a vendor is unknown, a secret stands in it, or two sources would be
    /// taken for one.</exception>
    public static ShopSources Parse(string text, string file)
    {
        var root = YamlReader.Read(text, file, "Write 'sources: []' where nobody may call.");
        var sources = new YamlForm(json).Read<ShopSources>(root, "the file");
        sources.Check(root.PlaceOf);
        return sources;
    }

    /// <summary>Reads sources from the JSON of <see cref="ToJson"/> and checks them.</summary>
    /// <exception cref="BadInputException">As <see cref="Parse"/>, and where it is no JSON.</exception>
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
        sources.Check(way => way.Length == 0 ? place : $"{place}, {way}");
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

    // Of what it says: the place a way leads to.
    void Check(Func<string, string> placeOf)
    {
        if (Address.Length > 0 && !(Uri.TryCreate(Address, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https" && address.Query.Length == 0))
        {
            throw new BadInputException(placeOf("address"), $"'{Address}' is no address of a server.",
                "Write it as https://hooks.example.com.");
        }
        foreach (var (index, entry) in Sources.Index()) Check(entry, way => placeOf($"sources[{index}]{way}"));
        foreach (var (index, entry) in Sources.Index())
        {
            var before = Sources.Take(index).ToList();
            if (before.Any(other => other.Kind == entry.Kind && other.Name == entry.Name))
            {
                throw new BadInputException(placeOf($"sources[{index}]"),
                    $"{entry.Kind} {entry.Name} stands there twice.", "Give one of them another name.");
            }
            if (NumbersOrders(entry) && before.Find(other => NumbersOrders(other)
                && (other.Source ?? other.Kind) == (entry.Source ?? entry.Kind)) is { } mixed)
            {
                throw new BadInputException(placeOf($"sources[{index}]"),
                    $"{mixed.Name} and {entry.Name} would number their orders alike, "
                        + $"as '{entry.Source ?? entry.Kind}'.",
                    "Give one of them a source of its own, and a customer_prefix.");
            }
        }
    }

    static bool NumbersOrders(SourceEntry entry) => entry.Kind is "shopify" or "woocommerce";

    static void Check(SourceEntry entry, Func<string, string> placeOf)
    {
        if (!WebhookVendors.Kinds.Contains(entry.Kind))
        {
            throw new BadInputException(placeOf(".kind"), $"'{entry.Kind}' is no vendor.",
                YamlChoice.Remedy(entry.Kind, WebhookVendors.Kinds));
        }
        if (!NameForm().IsMatch(entry.Name))
        {
            throw new BadInputException(placeOf(".name"), $"'{entry.Name}' cannot stand in an address.",
                "Use small letters, digits and hyphens, at most 40.");
        }
        if (entry.Orders is not ("id" or "name"))
            throw new BadInputException(placeOf(".orders"), $"'{entry.Orders}' is neither id nor name.", "Use one.");
        // SendGrid gives a public key; whoever reads it can do nothing with it.
        var literal = entry.Secrets.FirstOrDefault(secret => !Variable().IsMatch(secret));
        if (literal is not null && !(entry.Kind == "sendgrid" && WebhookVendors.IsPublicKey(literal)))
        {
            throw new BadInputException(placeOf(".secrets"),
                "A secret stands in the file, or what stands there is none.",
                "Put it into an environment variable and write ${ITS_NAME}.");
        }
        if (entry.Kind == "ses" ? entry.Topics.Count == 0 : entry.Secrets.Count == 0)
        {
            throw new BadInputException(placeOf(""), $"{entry.Kind} {entry.Name} would let nobody in.",
                entry.Kind == "ses" ? "Name its topics." : "Name its secrets.");
        }
    }
}
