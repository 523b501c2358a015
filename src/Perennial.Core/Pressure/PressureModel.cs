using Perennial.Core.Measurement;

namespace Perennial.Core.Pressure;

/// <summary>What a scoring run learnt about contacts.</summary>
public sealed record PressureModel
{
    /// <summary>What could be learnt and what not, in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>How the share of e-mails opened varies; null where no e-mail was delivered.</summary>
    public BetaPrior? Open { get; init; }

    /// <summary>How the share of e-mails clicked varies; likewise.</summary>
    public BetaPrior? Click { get; init; }

    /// <summary>How the chance of unsubscribing at a message varies; null where no message was delivered.</summary>
    public BetaPrior? Unsubscribe { get; init; }

    /// <summary>What peers receive; null where nobody was contacted in the last 30 days.</summary>
    public PeerModel? Peers { get; init; }

    /// <summary>The effect of contacts; null where it was not measured.</summary>
    public DoseCurve? Dose { get; init; }

    /// <summary>Whether the effect was measured, in words.</summary>
    public required string DoseVerdict { get; init; }

    /// <summary>What the first contact of 90 days does, and each further one up to as many as any arm received, with
    /// intervals; empty where the arms cannot be compared.</summary>
    public IReadOnlyList<ContactWorth> Worth { get => field ?? []; init; }

    /// <summary>What every arm received and ordered, whether it tells or not.</summary>
    public IReadOnlyList<DoseArm> Arms { get => field ?? []; init; }

    /// <summary>Contacts of 90 days that customers usually receive: the mean of those outside the arms who received
    /// one; null where nobody did.</summary>
    public double? UsualContacts { get; init; }

    /// <summary>Margin of an average order, cents.</summary>
    public double OrderMarginCents { get; init; }

    /// <summary>Cost of one contact, cents.</summary>
    public double ContactCents { get; init; }

    /// <summary>Cost of an unsubscription, cents.</summary>
    public double UnsubscribeCents { get; init; }

    /// <summary>Whether the last of so many contacts of 90 days paid.</summary>
    /// <param name="contacts">How many, at least 1.</param>
    /// <param name="unsubscribeChance">The customer's chance of unsubscribing at a message.</param>
    public ContactVerdict VerdictOn(int contacts, double unsubscribeChance)
    {
        if (Dose is null) return ContactVerdict.NotMeasured;
        if (Worth.Count == 0)
            return ValueCents(contacts, unsubscribeChance) < 0 ? ContactVerdict.Loses : ContactVerdict.Pays;
        var moreLost = (unsubscribeChance - (Unsubscribe?.Mean ?? 0)) * UnsubscribeCents;
        var verdict = Worth[Math.Min(contacts, Worth.Count) - 1].VerdictAt(moreLost);
        // Each further contact brings less: beyond what any arm received, what loses there loses all the more.
        return contacts > Worth.Count && verdict == ContactVerdict.Pays ? ContactVerdict.NotMeasured : verdict;
    }

    /// <summary>What the last of so many contacts of 90 days was worth, cents; null where not measured.</summary>
    /// <param name="contacts">How many, at least 1.</param>
    /// <param name="unsubscribeChance">The customer's chance of unsubscribing at a message.</param>
    public double? ValueCents(int contacts, double unsubscribeChance) => Dose is null ? null
        : (Dose.OrdersAdded(contacts) - Dose.OrdersAdded(contacts - 1)) * OrderMarginCents
            - ContactCents - unsubscribeChance * UnsubscribeCents;
}
