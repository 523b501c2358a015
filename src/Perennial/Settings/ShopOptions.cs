using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.FactScores;
using Perennial.Core.Lifecycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Promotion;
using Perennial.Core.Prospects;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Rfm;
using Perennial.Yaml;

namespace Perennial.Settings;

/// <summary>What a shop may set: limits, windows and weights of its columns. What is left out keeps its
/// default.</summary>
sealed record ShopOptions
{
    /// <summary>ISO 3166 code of the country whose national telephone numbers the shop is given; null for that of its
    /// time zone.</summary>
    public string? Country { get; init; }

    /// <summary>The language that the shop writes in, of whoever nothing else is known; null for none.</summary>
    public string? Language { get; init; }

    /// <summary>The attributes that the shop keeps of its customers, with what each holds.</summary>
    public IReadOnlyDictionary<string, AttributeType> Attributes { get; init; } =
        new Dictionary<string, AttributeType>();

    /// <summary>What is taken for a key.</summary>
    public KeyOptions Keys { get; init; } = new();

    /// <summary>Limits of the lifecycle stages.</summary>
    public LifecycleOptions Lifecycle { get; init; } = new();

    /// <summary>How gaps between purchases are read.</summary>
    public GapOptions Gaps { get; init; } = new();

    /// <summary>How purchase cycles are fitted and named.</summary>
    public CycleOptions Cycle { get; init; } = new();

    /// <summary>How marketing pressure is measured, and whether caps are drawn at random.</summary>
    public PressureOptions Pressure { get; init; } = new();

    /// <summary>What contacts cost and orders bring.</summary>
    public PressureCosts PressureCosts { get; init; } = new();

    /// <summary>How lifetime models are fitted, and how later money is discounted.</summary>
    public LifetimeOptions Lifetime { get; init; } = new();

    /// <summary>What counts as bought on promotion.</summary>
    public PromotionOptions Promotion { get; init; } = new();

    /// <summary>How promotion sensitivity is scored.</summary>
    public PromotionScoringOptions PromotionScoring { get; init; } = new();

    /// <summary>What counts as a visit, and when a prospect goes quiet.</summary>
    public ProspectOptions Prospects { get; init; } = new();

    /// <summary>Which facts beyond purchases are scored as orders are, and by what.</summary>
    public FactScoreOptions FactScores { get; init; } = new();

    /// <summary>What is recommended, and what never is.</summary>
    public RecommendationOptions Recommendations { get; init; } = new();

    /// <summary>Whether customers who have said nothing may be contacted.</summary>
    public ContactOptions Contact { get; init; } = new();

    /// <summary>How long decisions of strategies are kept.</summary>
    public StrategyOptions Strategies { get; init; } = new();

    static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = false,
    };

    /// <summary>The options as JSON: their form in the store.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, json);

    /// <summary>Reads options that people wrote, and checks them; what is left out keeps its default.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">Where it comes from, for errors.</param>
    /// <exception cref="BadInputException">A key is unknown, a value is of another type, or limits contradict each
    /// other.</exception>
    public static ShopOptions Parse(string text, string file)
    {
        var form = new YamlForm(json);
        var root = YamlReader.Read(text, file, "Write {} for the default of everything.")
            .Map("The settings have keys with values.", "perennial settings prints them all.");
        var options = form.Read<ShopOptions>(root, "the settings");
        if (options.Mistake() is not var (problem, remedy)) return options;
        var cause = YamlForm.Cause(root, less => form.Read<ShopOptions>(less, "the settings").Mistake() is not null);
        throw cause.Wrong(problem, remedy);
    }

    // What Check says, with what it speaks of: the place it names is no place in a file.
    (string Problem, string Remedy)? Mistake()
    {
        try
        {
            Check();
            return null;
        }
        catch (BadInputException error)
        {
            return ($"{char.ToUpperInvariant(error.Place[0])}{error.Place[1..]}: {error.Problem}", error.Remedy);
        }
        catch (ArgumentException error)
        {
            return (error.Message, "Correct the file and load it again.");
        }
    }

    /// <summary>Reads options from the JSON of <see cref="ToJson"/> and checks them.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    /// <exception cref="BadInputException">As <see cref="Parse"/>.</exception>
    public static ShopOptions FromJson(string text, string place)
    {
        try
        {
            var options = JsonSerializer.Deserialize<ShopOptions>(text, json) ?? new ShopOptions();
            options.Check();
            return options;
        }
        catch (JsonException error)
        {
            throw new BadInputException($"{place}, at {error.Path?.TrimStart('$', '.') ?? "the top"}",
                error.Message.Split(" Path:")[0].TrimEnd('.') + ".",
                "perennial settings prints every key with its present value.");
        }
        catch (ArgumentException error)
        {
            throw new BadInputException(place, error.Message, "Correct the file and load it again.");
        }
    }

    /// <summary>What the fold needs of them; the calendar is the shop's.</summary>
    [JsonIgnore]
    public ProfileSettings Profiles => new()
    {
        Lifecycle = Lifecycle, Gaps = Gaps, Pressure = Pressure, Promotion = Promotion, Prospects = Prospects,
        FactScores = FactScores,
    };

    /// <summary>What a scoring run needs of them, scored by the default set of segments.</summary>
    [JsonIgnore]
    public ScoringOptions Scoring => new()
    {
        RfmSegmentSet = RfmSegmentSets.Load(RfmSegmentSets.Default), Cycle = Cycle, PressureCosts = PressureCosts,
        Lifetime = Lifetime, Promotion = PromotionScoring, Prospects = Prospects.CallOrder,
    };

    void Check()
    {
        if (Country is { } country && !DialPlan.Has(country))
            throw new BadInputException("country", $"There are no telephone numbers of a country '{country}'.",
                "Give its ISO 3166 code of two letters, such as FR.");
        Keys.Check();
        foreach (var name in Attributes.Keys) OwnAttributes.Check(name);
        Lifecycle.Check();
        Gaps.Check();
        Cycle.Check();
        Pressure.Check();
        PressureCosts.Check();
        Lifetime.Check();
        Promotion.Check();
        PromotionScoring.Check();
        Prospects.Check();
        FactScores.Check();
        Recommendations.Check();
        Contact.Check();
        Strategies.Check();
    }
}
