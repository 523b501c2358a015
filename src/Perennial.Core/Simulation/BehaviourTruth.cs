using Perennial.Core.Demo;

namespace Perennial.Core.Simulation;

/// <summary>What drives a customer between purchases.</summary>
public readonly record struct BehaviourTruth
{
    /// <summary>Whether the shop may write e-mails; until <see cref="UnsubscribedAt"/>.</summary>
    public bool ByEmail { get; init; }

    /// <summary>Whether the shop may send text messages.</summary>
    public bool BySms { get; init; }

    /// <summary>Whether the shop may call.</summary>
    public bool ByPhone { get; init; }

    /// <summary>Whether the shop may write letters.</summary>
    public bool ByPost { get; init; }

    /// <summary>Chance that a delivered e-mail is opened.</summary>
    public double OpenChance { get; init; }

    /// <summary>Chance that a link of a delivered e-mail is followed; at most <see cref="OpenChance"/>.</summary>
    public double ClickChance { get; init; }

    /// <summary>Chance that a delivered e-mail makes the customer unsubscribe.</summary>
    public double UnsubscribeChance { get; init; }

    /// <summary>When the customer unsubscribed from e-mails or complained; <see cref="Instant.None"/> if not.</summary>
    public Instant UnsubscribedAt { get; init; }

    /// <summary>Visits a week while active that nothing but interest brings about.</summary>
    public double VisitsPerWeek { get; init; }

    /// <summary>A category looked at and not bought by habit, as an index in
    /// <see cref="FlowerCatalogue.Categories"/>; −1 without one.</summary>
    public int InterestCategory { get; init; }

    /// <summary>A product looked at several times in the last three weeks and not bought since, as an index of the
    /// facts' products; −1 without one.</summary>
    public int WantedProduct { get; init; }

    /// <summary>How much more than others e-mails make the customer buy: multiplies
    /// <see cref="MailEffect.OrdersPerWeek"/>; 1 on average.</summary>
    public double MailEffectFactor { get; init; }

    /// <summary>E-mails a week while the experiment runs: 0, 1, 2, 4 or 8; −1 for a customer who is not in
    /// it.</summary>
    public int WeeklyCap { get; init; }
}

/// <summary>What e-mails really do in the synthetic shop.</summary>
/// <param name="Ceiling">Orders a week that more and more e-mails approach.</param>
/// <param name="Scale">E-mails a week that bring 63 % of that.</param>
/// <param name="ExperimentFrom">Since when a tenth of the customers get as many e-mails as chance decided
/// (<see cref="BehaviourTruth.WeeklyCap"/>); the others are mailed the more the more they buy and open.</param>
public sealed record MailEffect(double Ceiling, double Scale, Instant ExperimentFrom)
{
    /// <summary>The salt of the experiment (<see cref="Measurement.Assignment"/>).</summary>
    public const string Salt = "pressure";

    /// <summary>The share of customers in the experiment.</summary>
    public const double Share = 0.1;

    /// <summary>E-mails a week by arm; an arm is a fifth of those in the experiment.</summary>
    public static IReadOnlyList<int> Caps { get; } = [0, 1, 2, 4, 8];

    /// <summary>Orders a week that a number of e-mails a week adds for an average active customer: diminishing
    /// returns, β(1−e^(−m/τ)).</summary>
    public double OrdersPerWeek(double mails) => Ceiling * (1 - Math.Exp(-mails / Scale));

    /// <summary>E-mails a week that chance gave a customer; −1 outside the experiment.</summary>
    public static int CapOf(ReadOnlySpan<byte> customerKey)
    {
        var number = Measurement.Assignment.Uniform(Salt, customerKey);
        return number < Share ? Caps[(int)(number / Share * Caps.Count)] : -1;
    }
}
