using Perennial.Core.Consent;
using Perennial.Core.Offers;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Another enrollment of the customer, as far as a contact may have to give way to it.</summary>
/// <param name="Strategy">Which strategy.</param>
/// <param name="Occurrence">What brought the customer in.</param>
/// <param name="EnteredAt">When.</param>
public sealed record OtherEnrollment(Strategy Strategy, string Occurrence, Instant EnteredAt)
{
    /// <summary>When its next contact is due, where that is known; else <see cref="Instant.Never"/>.</summary>
    public Instant DueAt { get; init; } = Instant.Never;

    /// <summary>From when on that is too late.</summary>
    public Instant ExpiresAt { get; init; } = Instant.Never;
}

/// <summary>What one plan of a shop goes by; the same for all customers.</summary>
public sealed class PlanRules
{
    readonly ContactOptions everythingNeedsConsent;
    readonly HashSet<(string Country, DateOnly Day)> holidays;

    /// <summary>Prepares a plan.</summary>
    /// <param name="set">What the shop's strategies say.</param>
    /// <param name="options">What counts where a customer has said nothing.</param>
    /// <param name="holidays">Public holidays by country.</param>
    public PlanRules(StrategySet set, ContactOptions options, IEnumerable<(string Country,
        DateOnly Day)>? holidays = null)
    {
        Set = set;
        Options = options;
        everythingNeedsConsent = options with
        {
            EmailNeedsConsent = true, SmsNeedsConsent = true, CallNeedsConsent = true, LetterNeedsConsent = true,
            AdNeedsConsent = true,
        };
        this.holidays = [.. holidays ?? []];
        Scarce = new ScarceThings(set.Channels);
        Asked = new ContactRules { Options = options };
        Strict = new ContactRules { Options = everythingNeedsConsent };
        Free = new ContactRules
        {
            Options = options with
            {
                EmailNeedsConsent = false, SmsNeedsConsent = false, CallNeedsConsent = false,
                    LetterNeedsConsent = false,
                AdNeedsConsent = false,
            },
        };
    }

    /// <summary>What the shop's strategies say.</summary>
    public StrategySet Set { get; }

    /// <summary>What counts where a customer has said nothing.</summary>
    public ContactOptions Options { get; }

    /// <summary>What there is only so much of.</summary>
    public ScarceThings Scarce { get; }

    /// <summary>By the shop's own settings.</summary>
    internal ContactRules Asked { get; }

    /// <summary>As if everything needed consent: what a law asks.</summary>
    internal ContactRules Strict { get; }

    /// <summary>As if nothing did: what the customer's own order asks.</summary>
    internal ContactRules Free { get; }

    /// <summary>Whether a day is a public holiday.</summary>
    public bool IsHoliday(string? country, DateOnly day) => country is not null && holidays.Contains((country, day));

    /// <summary>Gates that are left out: none, but where a test shows that each is needed.</summary>
    public IReadOnlySet<Gate> WithoutGates { get; init; } = new HashSet<Gate>();
}

/// <summary>What a plan knows of one customer beside the candidates.</summary>
public sealed record PlanContext
{
    /// <summary>The customer.</summary>
    public required StrategyCustomer Customer { get; init; }

    /// <summary>What caps and gaps count.</summary>
    public IReadOnlyList<PastContact> Contacts { get; init; } = [];

    /// <summary>The customer's open enrollments, the candidates' own among them.</summary>
    public IReadOnlyList<OtherEnrollment> Open { get; init; } = [];

    /// <summary>What the customer was promised.</summary>
    public CustomerPromises Promises { get; init; } = CustomerPromises.None;

    /// <summary>What is kept of the customer's strategies.</summary>
    public CustomerStrategies State { get; init; } = CustomerStrategies.None;

    /// <summary>What was reserved for contacts of the customer.</summary>
    public IReadOnlyList<Grant> Granted { get; init; } = [];

    /// <summary>The version that a candidate's enrollment goes by, for its exits; null where they were asked at this
    /// instant.</summary>
    public Func<Candidate, StrategyProgram?> ProgramOf { get; init; } = _ => null;
}
