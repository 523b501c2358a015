using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>When consent ends by itself.</summary>
public static class ConsentEnd
{
    /// <summary>When the first of the consents ends that a customer has at an instant: of each channel and topic the
    /// yes that lasts longest. <see cref="Instant.Never"/> where none ends.</summary>
    /// <param name="customer">What was said.</param>
    /// <param name="channel">By which channel; null for any.</param>
    /// <param name="at">When; what was said later is not looked at.</param>
    public static Instant Next(CustomerPermissions customer, ContactChannel? channel, Instant at)
    {
        var first = Instant.Never;
        foreach (var one in customer.Consents)
        {
            if (channel is { } only && one.Channel != only) continue;
            if (one.ExpiresAt < first && Holds(customer, one, at) && !Outlasts(customer, one, at))
                first = one.ExpiresAt;
        }
        return first;
    }

    static bool Holds(CustomerPermissions customer, ConsentStatement yes, Instant at)
    {
        if (!yes.IsGranted || yes.SaidAt > at || yes.ExpiresAt <= at) return false;
        foreach (var one in customer.Consents)
            if (!one.IsGranted && Same(one, yes) && one.SaidAt <= at && one.SaidAt >= yes.SaidAt) return false;
        return true;
    }

    static bool Outlasts(CustomerPermissions customer, ConsentStatement yes, Instant at)
    {
        foreach (var one in customer.Consents)
            if (Same(one, yes) && one.ExpiresAt > yes.ExpiresAt && Holds(customer, one, at)) return true;
        return false;
    }

    static bool Same(ConsentStatement one, ConsentStatement other) =>
        one.Channel == other.Channel && one.Topic == other.Topic;

    /// <summary>The first instant after another at which <see cref="MayContact"/> may say something else although
    /// nobody says anything new; <see cref="Instant.Never"/> for none. It may say the same.</summary>
    public static Instant NextEdge(CustomerPermissions customer, ContactRules rules, ContactChannel channel, Instant at)
    {
        var next = Instant.Never;
        void Consider(Instant edge)
        {
            if (edge > at && edge < next) next = edge;
        }
        foreach (var one in customer.Consents)
        {
            if (one.Channel != channel) continue;
            Consider(one.SaidAt);
            Consider(one.ExpiresAt);
        }
        foreach (var one in customer.Suppressions)
            if (one.Channel == channel) Consider(one.At);
        foreach (var law in rules.Law)
        {
            if (law.Channel != channel) continue;
            if (law.From is { } from) Consider(rules.Calendar.StartOf(ShopCalendar.Day(from)));
            if (law.Until is { } until) Consider(rules.Calendar.StartOf(ShopCalendar.Day(until) + 1));
        }
        return next;
    }
}
