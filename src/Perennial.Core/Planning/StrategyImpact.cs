using Perennial.Core.Capacity;

namespace Perennial.Core.Planning;

/// <summary>Of whom it was asked what became of the first contact.</summary>
public enum FirstContactsOf
{
    /// <summary>Nobody would have one.</summary>
    Nobody,

    /// <summary>Those who stand in the audience and would enter at once.</summary>
    Existing,

    /// <summary>Those whom the trigger brought in within the last days, as if they came now.</summary>
    Recent,

    /// <summary>Those whom a date will bring in, as if it were now.</summary>
    ToCome,
}

/// <summary>How many a date will bring in.</summary>
/// <param name="Day">The next day on which anybody would enter; days since 1970 in the shop's zone.</param>
/// <param name="Number">How many on that day.</param>
/// <param name="Most">How many on the day of the coming year on which most would: an occasion falls on several days of
/// several countries, and a birthday on any.</param>
public readonly record struct ExpectedEntries(int Day, int Number, int Most);

/// <summary>What became of first contacts, as the planner decided.</summary>
/// <param name="Of">Of whom it was asked.</param>
/// <param name="Asked">Of how many.</param>
public sealed record FirstContacts(FirstContactsOf Of, int Asked)
{
    /// <summary>How many would get it.</summary>
    public int Sent { get; init; }

    /// <summary>How many would get it, were they not left alone.</summary>
    public int HeldOut { get; init; }

    /// <summary>By what others would be blocked, or held up until it is too late: the gate, and how many.</summary>
    public IReadOnlyDictionary<string, int> Blocked { get; init; } = new Dictionary<string, int>();
}

/// <summary>What of something scarce first contacts would take.</summary>
/// <param name="Resource">What it is called in the store.</param>
/// <param name="Words">For people: "60 calls a day of retention".</param>
/// <param name="Needed">How much they would take: pieces, or cents.</param>
/// <param name="Most">How much there is in each period.</param>
/// <param name="PeriodDays">How many days a period has; 0 for a month.</param>
/// <param name="WillExpire">How much of it would come too late.</param>
public sealed record ScarceImpact(
    string Resource, string Words, long Needed, long Most, int PeriodDays, long WillExpire)
{
    const int DaysPerMonth = 30;

    /// <summary>Whether it is money, in cents.</summary>
    public bool IsMoney { get; init; }

    /// <summary>Compares what is needed with what there is until it is too late. What others take is not counted.
    /// </summary>
    /// <param name="resource">Of what.</param>
    /// <param name="needed">How much.</param>
    /// <param name="waitDays">For how many days each waits at most.</param>
    /// <param name="overDays">Over how many days they come.</param>
    public static ScarceImpact Of(Resource resource, long needed, int waitDays, int overDays)
    {
        var days = resource.Days > 0 ? resource.Days : DaysPerMonth;
        var periods = Math.Max(1, (waitDays + overDays - 1 + days - 1) / days);
        return new ScarceImpact(resource.Name, resource.Words, needed, resource.Most, resource.Days,
            Math.Max(0, needed - resource.Most * periods)) { IsMoney = resource.IsMoney };
    }
}

/// <summary>What publishing a strategy would do.</summary>
/// <param name="Strategy">Its name.</param>
public sealed record StrategyImpact(string Strategy)
{
    /// <summary>Customers who stand in its audience.</summary>
    public int Audience { get; init; }

    /// <summary>Whether it is new, or another than the one in force, so that those in its audience are asked.</summary>
    public bool IsPublished { get; init; }

    /// <summary>How many of them would enter; 0 where those who are there already are ignored.</summary>
    public int Now { get; init; }

    /// <summary>Of <see cref="Now"/> those of the first 24 hours: all of them, unless they are spread.</summary>
    public int FirstDay { get; init; }

    /// <summary>How many may enter in a day without a person's yes (<see cref="Strategies.EntryLimit"/>).</summary>
    public int May { get; init; }

    /// <summary>Over how many days they are spread; null where they are not.</summary>
    public int? SpreadDays { get; init; }

    /// <summary>Who would not enter though the trigger calls them, by reason.</summary>
    public IReadOnlyDictionary<string, int> NotEntered { get; init; } = new Dictionary<string, int>();

    /// <summary>How many enter a day: those of the last 28 days, or of the coming ones where dates trigger, by 28; null
    /// where that is not known.</summary>
    public double? PerDay { get; init; }

    /// <summary>What dates will bring; null where no date triggers, or none falls into the coming 400 days.</summary>
    public ExpectedEntries? Expected { get; init; }

    /// <summary>What of what is scarce first contacts would take; empty where they take nothing, or come one by one.
    /// </summary>
    public IReadOnlyList<ScarceImpact> Scarce { get; init; } = [];

    /// <summary>What would become of first contacts.</summary>
    public FirstContacts First { get; init; } = new(FirstContactsOf.Nobody, 0);
}
