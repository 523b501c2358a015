using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>What becomes of the contacts that a customer gets: whether they arrive, are read and followed, make the
/// customer leave, and cause an order.</summary>
/// <remarks>
/// Every contact has a stream of its own, told by its day, its channel and how many of them came before on that day:
/// one contact more changes nothing of what comes of the others, but that e-mails of a week add less and less
/// (<see cref="MailEffect"/>) and whoever has left the list reads nothing more. Open, click and unsubscription are
/// independent from message to message. Calls, text messages and letters cause no order.
/// </remarks>
sealed class Reactions
{
    const double BounceChance = 0.006;
    const double ComplaintChance = 0.0002;
    const double MessageFailureChance = 0.03;
    const double ConfirmChance = 0.7;

    // Of as many as open.
    const double ReplyShare = 0.03;

    // What is said in answer has a stream of its own.
    const ulong Words = 1UL << 63;

    static readonly string[] dispositions =
        ["no answer", "voicemail", "reached", "call back later", "not interested", "wrong number"];

    static readonly double[] dispositionWeights = [38, 17, 26, 8, 9, 2];

    readonly Population shop;
    readonly OwnLife life;
    readonly BehaviourTruth behaviour;
    readonly Browsing browsing;
    readonly Agenda agenda;
    readonly ulong seed;
    readonly int firstWeek;
    readonly int[] ofDay = new int[8];
    int day, week, mailsOfWeek;

    internal Reactions(
        Population shop, OwnLife life, in BehaviourTruth behaviour, Browsing browsing, Agenda agenda, ulong seed,
        int firstWeek)
    {
        (this.shop, this.life, this.behaviour, this.browsing) = (shop, life, behaviour, browsing);
        (this.agenda, this.seed, this.firstWeek) = (agenda, seed, firstWeek);
    }

    /// <summary>When the customer leaves the list or complains; <see cref="Instant.None"/> if they do not so far. It
    /// may be still to come.</summary>
    internal Instant LeavesAt { get; private set; } = Instant.None;

    /// <summary>Decides what comes of a contact.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="today">Its day; never before that of an earlier call.</param>
    internal void Take(in SentContact contact, int today)
    {
        if (today > day) Array.Clear(ofDay);
        day = today;
        var nth = ofDay[(int)contact.Channel]++;
        var stream = ((ulong)today << 32) | ((ulong)contact.Channel << 24) | (uint)nth;
        var rng = Rng.ForStream(seed, stream);
        switch (contact.Channel)
        {
            case ContactChannel.Email:
                TakeMail(contact, rng, Rng.ForStream(seed, stream | Words));
                break;
            case ContactChannel.Sms:
                TakeMessage(contact, rng);
                break;
            case ContactChannel.Call:
                var ended = dispositions[rng.PickWeighted(dispositionWeights)];
                // Some of those who have no interest say so for good.
                if (ended == "not interested" && Rng.ForStream(seed, stream | Words).Chance(0.15))
                    ended = "do not call";
                Answer(contact, rng.NextInt(20, 300), ResponseKind.Disposition, ended);
                break;
        }
    }

    void TakeMail(in SentContact contact, Rng rng, Rng words)
    {
        var bounced = rng.Chance(BounceChance);
        Answer(contact, 1 + rng.NextInt(60), bounced ? ResponseKind.Bounce : ResponseKind.Delivered);
        if (bounced || (LeavesAt.HasValue && contact.At >= LeavesAt)) return;
        Read(contact, rng);
        if (!LeavesAt.HasValue) Leave(contact, rng);
        Say(contact, words);
        Cause(rng);
    }

    /// <summary>A yes that was asked for, a reply, or a no to what the message was about.</summary>
    void Say(in SentContact contact, Rng rng)
    {
        var (confirms, replies) = (rng.Chance(ConfirmChance), rng.Chance(behaviour.OpenChance * ReplyShare));
        var sentAt = contact.At;
        var (refuses, after) = (rng.Chance(behaviour.UnsubscribeChance), 120 + (long)(rng.NextExponential() * 7200));
        if (confirms && contact.AsksConsent is { } topics)
        {
            foreach (var topic in topics) Consent(topic, isGranted: true);
        }
        if (replies) Answer(contact, after + 600, ResponseKind.Reply);
        if (refuses && contact is { Topic.Length: > 0, AsksConsent: null }) Consent(contact.Topic, isGranted: false);

        void Consent(string topic, bool isGranted) => agenda.Add(new SimulatedConsent(
            After(sentAt, after), ContactChannel.Email, topic, isGranted, IsConfirmed: isGranted));
    }

    void TakeMessage(in SentContact contact, Rng rng)
    {
        var failed = rng.Chance(MessageFailureChance);
        Answer(contact, 5, failed ? ResponseKind.Bounce : ResponseKind.Delivered);
        if (!failed && rng.Chance(behaviour.ClickChance))
            Answer(contact, rng.NextInt(60, 20_000), ResponseKind.Click);
    }

    void Read(in SentContact contact, Rng rng)
    {
        if (!rng.Chance(behaviour.OpenChance)) return;
        var openedAfter = 90 + (long)Math.Min(5 * 86_400, rng.NextExponential() * 9 * 3600);
        Answer(contact, openedAfter, ResponseKind.Open);
        if (!rng.Chance(behaviour.ClickChance / behaviour.OpenChance)) return;
        var clickedAfter = openedAfter + 4 + rng.NextInt(120);
        Answer(contact, clickedAfter, ResponseKind.Click);
        browsing.Visit(After(contact.At, clickedAfter + 3), rng);
    }

    void Leave(in SentContact contact, Rng rng)
    {
        var complains = rng.Chance(ComplaintChance);
        if (!complains && !rng.Chance(behaviour.UnsubscribeChance)) return;
        var after = 120 + rng.NextInt(86_400);
        LeavesAt = After(contact.At, after);
        Answer(contact, after, complains ? ResponseKind.Complaint : ResponseKind.Unsubscribe);
    }

    /// <summary>Perhaps an order that would not have been, within three days. Each e-mail of a week adds what
    /// <see cref="MailEffect.OrdersPerWeek"/> rises by it, so that a week's add up to that curve.</summary>
    void Cause(Rng rng)
    {
        var thisWeek = (day - firstWeek) / 7;
        if (thisWeek != week) (week, mailsOfWeek) = (thisWeek, 0);
        var before = shop.Mails.OrdersPerWeek(mailsOfWeek++);
        var chance = behaviour.MailEffectFactor * (shop.Mails.OrdersPerWeek(mailsOfWeek) - before);
        var (draw, daysLater) = (rng.NextDouble(), rng.NextInt(1, 3));
        if (draw >= chance) return;
        var at = shop.Clock.During(day + daysLater, rng);
        if (!life.CanOrder(at)) return;
        var promotion = shop.Promotions.On(day + daysLater);
        var uses = promotion is not null && rng.Chance(0.12 + 0.83 * life.Truth.DiscountSensitivity);
        agenda.Add(new Purchase(at, PurchaseKind.Own, uses ? promotion!.Percent : 0,
            uses ? promotion!.Mechanism : DiscountMechanism.Unknown) { Caused = true }, rng);
    }

    void Answer(in SentContact contact, long secondsLater, ResponseKind kind, string? disposition = null) =>
        agenda.Add(new SimulatedResponse(
            After(contact.At, secondsLater), kind, contact.Channel, contact.Id, disposition));

    static Instant After(Instant at, long seconds) => new(at.UnixMs + seconds * 1000);
}
