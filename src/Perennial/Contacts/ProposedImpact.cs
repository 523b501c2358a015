using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Segments;
using Perennial.Data;
using Perennial.Moments;
using Perennial.Settings;

namespace Perennial.Contacts;

/// <summary>How customers are asked what publishing would do.</summary>
/// <param name="Most">No more than so many are asked, and stand for the others.</param>
sealed record ImpactAsking(int Most)
{
    /// <summary>As many as answer while somebody waits for a page.</summary>
    public static ImpactAsking OnPages { get; } = new(5_000);

    /// <summary>Everybody.</summary>
    public static ImpactAsking Everybody { get; } = new(int.MaxValue);

    /// <summary>Whether somebody has said yes to however many would enter.</summary>
    public bool Yes { get; init; }

    /// <summary>Told what is done, and how far it is, 0..1.</summary>
    public Action<string, double> Progress { get; init; } = (_, _) => { };

    /// <summary>Stops the asking.</summary>
    public CancellationToken Cancel { get; init; }
}

/// <summary>What publishing would do, as customers were asked: nothing is written.</summary>
/// <param name="Strategies">Of each strategy, in the order in which they go.</param>
/// <param name="Asked">How many customers were asked.</param>
/// <param name="Customers">How many there are; where it is more than were asked, every so manieth was, and numbers are
/// in proportion.</param>
/// <param name="AsOfMs">When; milliseconds since 1970.</param>
sealed record ProposedImpact(IReadOnlyList<StrategyImpact> Strategies, int Asked, int Customers, long AsOfMs)
{
    /// <summary>Asks. Null where something is wrong with the files, where there is nobody, and before the first scoring
    /// run, which has to tell who stands in most audiences (<see cref="ImpactWords"/> says so).</summary>
    public static ProposedImpact? Of(
        ShopStore store, ProposedStrategies proposed, ImpactAsking asking, Instant now)
    {
        var parts = ShopMoments.PartsOf(store);
        var customers = (int)store.Entries.Customers();
        if (proposed.Read.Mistakes.All.Count > 0 || parts.ScoringRun is null || customers == 0) return null;
        var renames = proposed.Changes.Where(one => one.Was is not null)
            .ToDictionary(one => one.Strategy, one => one.Was!);
        var versions = proposed
            .Named(StrategyChange.Added, StrategyChange.Changed, StrategyChange.Renamed).ToDictionary(name => name,
                name => parts.Strategies.Versions
                    .Where(one => one.Strategy == name || one.Strategy == renames.GetValueOrDefault(name))
                    .Select(one => one.Version).DefaultIfEmpty().Max() + 1);
        var live = StrategyBooks.Proposed(parts, ShopSettings.Of(parts.Settings, parts.Promotions, store.Path),
            proposed.Read.Set, versions, renames, now);
        var moment = new ShopMoments(store).At(now);
        moment = moment with
        {
            Strategies = live, Segments = (moment.Segments ?? SegmentWatch.None) with
            {
                Levels = RuleLevels.Of(store, [.. live.Book.InForce.SelectMany(one => one.Strategy.Rules)],
                    new(now, moment.Profiles.Calendar)),
            },
        };
        var count = new ImpactCount(live.Book, versions.Keys.ToHashSet(), now);
        var names = renames.ToDictionary(one => one.Value, one => one.Key);
        store.Survey.Look(moment, Math.Max(1, (int)Math.Ceiling((double)customers / asking.Most)),
            (customer, state, contacts) => count.Add(customer, state.Renamed(names), contacts),
            passed => asking.Progress("Asking customers", (double)passed / customers),
            asking.Cancel);
        return new ProposedImpact(count.Impacts(customers), count.Customers, customers, now.UnixMs);
    }

    /// <summary>Of those that are published, those of which more would enter in a day than may without a person's
    /// yes.</summary>
    public IReadOnlyList<StrategyImpact> TooMany =>
        [.. Strategies.Where(one => one.IsPublished && one.FirstDay > one.May)];

    /// <summary>The number that somebody has to say yes to: of all that are too many. 0 where none are.</summary>
    public int ToSayYesTo => TooMany.Sum(one => one.FirstDay);

    /// <summary>What a plan told of how many enter, by strategy: at an occurrence, or of those who were
    /// there.</summary>
    public IReadOnlyDictionary<string, int> Expected => Strategies.Where(one => one.IsPublished)
        .Select(one => (one.Strategy, Number: Math.Max(one.Expected?.Most ?? 0, one.Now)))
        .Where(one => one.Number > 0).ToDictionary(one => one.Strategy, one => one.Number);

    /// <summary>Refuses to let in more than may.</summary>
    /// <exception cref="BadInputException">More would enter.</exception>
    public void Refuse()
    {
        if (TooMany is not [var impact, ..]) return;
        var days = (int)Math.Ceiling((double)impact.Now / impact.May);
        throw new BadInputException($"strategy '{impact.Strategy}'",
            FormattableString.Invariant($"{impact.FirstDay:N0} customers would enter within a day, ")
            + FormattableString.Invariant($"and {impact.May:N0} may without asking."),
            "Say yes to that number (perennial apply --yes, \"yes\": true in the API, the field on the page), or let "
            + $"them in one after the other: existing: spread over {days}d.");
    }

    static readonly JsonSerializerOptions json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>As it is kept with files that are to be looked at.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, json);

    /// <summary>What was kept; null where nothing was, or by another version of the program.</summary>
    public static ProposedImpact? FromJson(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<ProposedImpact>(text, json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
