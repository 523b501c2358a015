using Perennial.Core.History;
using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>What the shop knows of a customer: the consents of the first day, and what it saw until yesterday.
/// </summary>
sealed class CustomerRecord
{
    const int LongAgo = 10_000;

    readonly ShopClock clock;

    internal CustomerRecord(CustomerProcess customer, ShopClock clock)
    {
        this.clock = clock;
        var said = customer.Behaviour;
        (KnownDay, LastOpenDay) = (customer.KnownDay, customer.KnownDay);
        (ByEmail, BySms, ByPhone, ByPost) = (said.ByEmail, said.BySms, said.ByPhone, said.ByPost);
    }

    internal int KnownDay { get; }

    /// <summary>Whether e-mails are allowed; until the customer unsubscribes or complains.</summary>
    internal bool ByEmail { get; private set; }

    internal bool BySms { get; private set; }

    internal bool ByPhone { get; private set; }

    internal bool ByPost { get; private set; }

    /// <summary>How many orders there are.</summary>
    internal int Orders { get; private set; }

    /// <summary>The day of the last opened e-mail; the first day before there is one.</summary>
    internal int LastOpenDay { get; private set; }

    /// <summary>How the last call ended; null before there is one.</summary>
    internal string? LastDisposition { get; private set; }

    int lastOrderDay;

    /// <summary>Days since the last order; many if there is none.</summary>
    internal int DaysSinceOrder(int day) => Orders == 0 ? LongAgo : day - lastOrderDay;

    /// <summary>Takes down what some days brought.</summary>
    internal void Add(DayFacts facts)
    {
        if (!facts.Orders.IsEmpty)
            (Orders, lastOrderDay) = (Orders + facts.Orders.Length, clock.DayOf(facts.Orders[^1].Fact.At));
        foreach (ref readonly var consent in facts.Consents)
        {
            // A yes is not used by the mailing tool: its lists are those of the first day.
            if (consent is { IsGranted: false, Topic.Length: 0 }) Refuse(consent.Channel);
        }
        foreach (ref readonly var response in facts.Responses)
        {
            switch (response.Kind)
            {
                case ResponseKind.Open:
                    LastOpenDay = clock.DayOf(response.At);
                    break;
                case ResponseKind.Unsubscribe or ResponseKind.Complaint:
                    ByEmail = false;
                    break;
                case ResponseKind.Disposition:
                    LastDisposition = response.Disposition;
                    break;
            }
        }
    }

    void Refuse(ContactChannel channel)
    {
        switch (channel)
        {
            case ContactChannel.Sms:
                BySms = false;
                break;
            case ContactChannel.Call:
                ByPhone = false;
                break;
            case ContactChannel.Letter:
                ByPost = false;
                break;
        }
    }
}
