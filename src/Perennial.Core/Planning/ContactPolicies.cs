using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>What customers can say yes or no to, one by one.</summary>
/// <param name="Name">Its name.</param>
public sealed record ContactTopic(string Name)
{
    /// <summary>What customers read, by language.</summary>
    public IReadOnlyDictionary<string, string> Title { get; init; } = new Dictionary<string, string>();

    /// <summary>About the customer's own order and account: exempt from caps and holdouts.</summary>
    public bool IsService { get; init; }

    /// <summary>Whether strategies that name none mean this.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>How often, over all strategies and tools.</summary>
/// <param name="Name">For people: "everybody".</param>
/// <param name="AppliesTo">To whom.</param>
public sealed record FrequencyPolicy(string Name, WrittenRule AppliesTo)
{
    /// <summary>Contacts of these topics alone; none for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The caps; each holds.</summary>
    public IReadOnlyList<Cap> Most { get; init; } = [];

    /// <summary>Between any two contacts; null for no gap.</summary>
    public TimeLength? Gap { get; init; }

    /// <summary>Contacts on these channels alone; none for all.</summary>
    public IReadOnlyList<ContactChannel> Channels { get; init; } = [];

    /// <summary>Whether advertisements count.</summary>
    public bool AdsCount { get; init; } = true;

    /// <summary>Whether contacts about the customer's own order and account count.</summary>
    public bool ServiceCounts { get; init; } = true;
}

/// <summary>What pressure does to the caps.</summary>
public enum OverPressure
{
    /// <summary>Halved, rounded down.</summary>
    Halve,

    /// <summary>As they are.</summary>
    Keep,

    /// <summary>No contact.</summary>
    Block,
}

/// <summary>What <c>pressure_status</c> does to the caps.</summary>
/// <param name="Over">Where it is over.</param>
/// <param name="UnderAdds">So many more where it is under.</param>
public sealed record PressureEffect(OverPressure Over, int UnderAdds)
{
    /// <summary>Nothing.</summary>
    public static PressureEffect None { get; } = new(OverPressure.Keep, 0);
}

/// <summary>When the shop contacts, in the customer's own zone.</summary>
/// <param name="Channels">On which channels.</param>
/// <param name="Open">When.</param>
public sealed record ContactHours(IReadOnlyList<ContactChannel> Channels, OpenHours Open);

/// <summary>What a law asks before a contact.</summary>
public enum LawConsent
{
    /// <summary>It says nothing of it.</summary>
    Unsaid,

    /// <summary>A yes.</summary>
    Needed,

    /// <summary>A yes in writing.</summary>
    NeededInWriting,

    /// <summary>None.</summary>
    NotNeeded,
}

/// <summary>A list of people who must not be contacted, kept by somebody else.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AtMost">How old it may be.</param>
public sealed record OutsideList(string Name, TimeLength AtMost);

/// <summary>What the law of a country asks, from when until when. Data, and no legal advice.</summary>
/// <param name="Name">For people.</param>
/// <param name="Countries">ISO 3166, two letters each.</param>
/// <param name="Channels">For which channels.</param>
/// <param name="Source">Where it stands.</param>
public sealed record ContactLaw(
    string Name, IReadOnlyList<string> Countries, IReadOnlyList<ContactChannel> Channels, string Source)
{
    /// <summary>Only in these states or regions; none for all.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>First day; null for ever since.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; null until further notice.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>When, in the customer's zone; null where it says nothing.</summary>
    public OpenHours? Open { get; init; }

    /// <summary>How many, rolling.</summary>
    public IReadOnlyList<Cap> Most { get; init; } = [];

    /// <summary>Silence behind a no; null for none.</summary>
    public TimeLength? AfterANo { get; init; }

    /// <summary>What it asks before a contact.</summary>
    public LawConsent Consent { get; init; }

    /// <summary>Of whom consent and list are not asked; null for nobody.</summary>
    public WrittenRule? Except { get; init; }

    /// <summary>Whom it protects by a list; null for none.</summary>
    public OutsideList? List { get; init; }

    /// <summary>How long a proof of consent is kept; null where it says nothing.</summary>
    public TimeLength? KeepProof { get; init; }

    /// <summary>What a message must show.</summary>
    public IReadOnlyList<string> MustShow { get; init; } = [];

    /// <summary>Whether it holds somewhere, on a day.</summary>
    /// <param name="country">ISO 3166 in capitals; null where nobody knows.</param>
    /// <param name="state">As the address says; null where nobody knows, and then every state's law holds.</param>
    /// <param name="channel">On which channel.</param>
    /// <param name="day">The customer's day.</param>
    public bool Holds(string? country, string? state, ContactChannel channel, DateOnly day) =>
        Channels.Contains(channel) && country is not null && Countries.Contains(country)
        && (From is null || day >= From) && (Until is null || day <= Until)
        && (States.Count == 0 || string.IsNullOrEmpty(state)
            || States.Contains(state, StringComparer.OrdinalIgnoreCase));
}

/// <summary>How often, when, and what the law says.</summary>
public sealed record ContactPolicies
{
    /// <summary>Nothing but the customers' own word counts.</summary>
    public static ContactPolicies None { get; } = new();

    /// <summary>What customers can say yes or no to.</summary>
    public IReadOnlyList<ContactTopic> Topics { get; init; } = [];

    /// <summary>How often. The strictest holds.</summary>
    public IReadOnlyList<FrequencyPolicy> Frequency { get; init; } = [];

    /// <summary>What pressure does to that.</summary>
    public PressureEffect Pressure { get; init; } = PressureEffect.None;

    /// <summary>When. All that name a channel hold.</summary>
    public IReadOnlyList<ContactHours> Hours { get; init; } = [];

    /// <summary>The law. All that hold hold.</summary>
    public IReadOnlyList<ContactLaw> Law { get; init; } = [];

    /// <summary>Share of all customers whom every strategy leaves alone, 0..1.</summary>
    public double UniversalHoldout { get; init; }

    /// <summary>Whether a topic is about the customer's own order and account.</summary>
    public bool IsService(string? topic)
    {
        foreach (var one in Topics)
            if (one.Name == topic) return one.IsService;
        return false;
    }
}
