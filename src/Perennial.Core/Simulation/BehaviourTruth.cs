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

    /// <summary>A category looked at and not bought by habit, as an index of
    /// the shop's categories; −1 without one.</summary>
    public int InterestCategory { get; init; }

    /// <summary>A product looked at several times in the last three weeks and not bought since, as an index of the
    /// facts' products; −1 without one.</summary>
    public int WantedProduct { get; init; }

    /// <summary>How much more than others e-mails make the customer buy: multiplies
    /// <see cref="MailEffect.OrdersPerWeek"/>; 1 on average.</summary>
    public double MailEffectFactor { get; init; }
}
