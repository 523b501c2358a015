using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Pressure;
using Perennial.Core.Promotion;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Core.Strategies;

/// <summary>How old a list of people who must not be contacted is, and whether it names the customer.</summary>
/// <param name="AsOf">Of when the list is.</param>
/// <param name="IsOnIt">Whether the customer stands on it.</param>
public readonly record struct OnOutsideList(Instant AsOf, bool IsOnIt);

/// <summary>All that strategies ask of one customer, as of a moment.</summary>
public sealed record StrategyCustomer
{
    /// <summary>Who.</summary>
    public required CustomerId Id { get; init; }

    /// <summary>The key that chance goes by: the oldest that is known of the customer.</summary>
    public required string Key { get; init; }

    /// <summary>Columns, attributes and facts, with the facts that are new.</summary>
    public required RuleData Data { get; init; }

    /// <summary>Rules bound to <see cref="Data"/>, where several customers share it; null where they do not.</summary>
    public RuleTests? Tests { get; init; }

    /// <summary>The customer's row of <see cref="RuleData.Profiles"/>.</summary>
    public int Row { get; init; }

    /// <summary>The shop's days, which rules count in.</summary>
    public ShopCalendar Shop { get; init; } = ShopCalendar.Utc;

    /// <summary>Every zone in which the customer may be, at least one. Waits go by the first; what must not happen at
    /// night must be by day in all.</summary>
    public IReadOnlyList<ShopCalendar> Zones { get; init; } = [ShopCalendar.Utc];

    /// <summary>ISO 3166 in capitals; null where it is not known.</summary>
    public string? Country { get; init; }

    /// <summary>State or region as the address says; null where it is not known.</summary>
    public string? State { get; init; }

    /// <summary>Date of birth.</summary>
    public DateOnly? Birthday { get; init; }

    /// <summary>Days on which the customer buys for others.</summary>
    public IReadOnlyList<OtherDate> Dates { get; init; } = [];

    /// <summary>Occasions of which the customer does not want to hear.</summary>
    public IReadOnlySet<string> NotOccasions { get; init; } = new HashSet<string>();

    /// <summary>What was said about being contacted, and what addresses there are.</summary>
    public CustomerPermissions Permissions { get; init; } = CustomerPermissions.None;

    /// <summary>Lists of people who must not be contacted, by name.</summary>
    public IReadOnlyDictionary<string, OnOutsideList> OutsideLists { get; init; } =
        new Dictionary<string, OnOutsideList>();

    /// <summary>When the shop first knew of the customer: what was so before is <i>existing</i>.</summary>
    public Instant KnownSince { get; init; } = Instant.None;

    /// <summary>The arms that the customer was drawn for already, by experiment; whoever is in one stays.</summary>
    public IReadOnlyDictionary<string, string> Arms { get; init; } = new Dictionary<string, string>();

    /// <summary>The zone that waits go by.</summary>
    public ShopCalendar Zone => Zones[0];

    /// <summary>The customer's facts.</summary>
    public CustomerHistory History => Data.History![Row - Data.FirstRow];

    /// <summary>Whether the customer buys at full price.</summary>
    public bool IsFullPrice =>
        Data.Profiles.Label(PromotionColumns.Class, Row) == PromotionClasses.Names[(int)PromotionClass.FullPrice - 1];

    /// <summary>"over", "under", "on target"; empty where it is not known.</summary>
    public string Pressure => Data.Profiles.Label(PressureColumns.Status, Row);

    /// <summary>Whether a rule holds.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="now">As of when.</param>
    /// <param name="enrollment">The way that it counts from, where it does; null for none.</param>
    public bool Holds(Rule rule, Instant now, Enrollment? enrollment = null) => rule is Everybody
        || (Tests?.Of(rule) ?? new RuleTest(rule, Data)).Holds(Row, new RuleMoment(now, Shop, enrollment is null ? null
            : new RuleEntry(enrollment.EnteredAt) { LastContactAt = enrollment.LastContactAt }));

    /// <summary>The arm of an experiment: the one that is written down, or the one that chance draws.</summary>
    /// <param name="experiment">Its name, which the draw depends on beside the customer's key.</param>
    /// <param name="arms">The arms and their shares.</param>
    public string Draw(string experiment, params IReadOnlyList<(string Name, double Share)> arms)
    {
        if (Arms.TryGetValue(experiment, out var drawn)) return drawn;
        var number = Measurement.Assignment.Uniform(experiment, Key);
        var end = 0.0;
        foreach (var (name, share) in arms)
        {
            end += share;
            if (number < end) return name;
        }
        return Measurement.Experiment.NoArm;
    }
}
