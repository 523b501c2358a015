using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Contact hours and legal hours, in every zone in which the customer may be.</summary>
static class HoursGate
{
    const int MostRounds = 1_000;

    /// <summary>The first instant from one on at which everything is open, and what is closed then.</summary>
    public static (Instant Open, DecisionReason? Closed) From(
        PlanRules rules, StrategyCustomer customer, ContactChannel? channel, Instant from)
    {
        if (channel is not { } by) return (from, null);
        DecisionReason? closed = null;
        var at = from;
        // Hours of several rules and zones: each may push the instant on, until none does.
        for (var round = 0; round < MostRounds; round++)
        {
            if (Pushed(rules, customer, by, at) is not var (next, reason)) return (at, closed);
            closed ??= reason;
            if (!next.HasValue) return (Instant.Never, closed);
            at = next;
        }
        return (Instant.Never, closed);
    }

    static (Instant, DecisionReason)? Pushed(
        PlanRules rules, StrategyCustomer customer, ContactChannel channel, Instant at)
    {
        bool IsHoliday(DateOnly day) => rules.IsHoliday(customer.Country, day);
        foreach (var zone in customer.Zones)
        {
            if (!rules.WithoutGates.Contains(Gate.ContactHours))
            {
                foreach (var hours in rules.Set.Policies.Hours)
                {
                    if (!hours.Channels.Contains(channel)) continue;
                    var open = hours.Open.NextOpen(at, zone, IsHoliday);
                    if (open != at) return (open, new DecisionReason(Gate.ContactHours, "contact hours",
                        Clock(at, zone)));
                }
            }
            if (rules.WithoutGates.Contains(Gate.Law)) continue;
            var day = ShopCalendar.Date(zone.DayOf(at));
            foreach (var law in rules.Set.Policies.Law)
            {
                if (law.Open is not { } legal || !law.Holds(customer.Country, customer.State, channel, day)) continue;
                var open = legal.NextOpen(at, zone, IsHoliday);
                if (open != at) return (open, new DecisionReason(Gate.Law, law.Name, Clock(at, zone), law.Source));
            }
        }
        return null;
    }

    static string Clock(Instant at, ShopCalendar zone)
    {
        var minute = zone.MsOfDay(at) / 60_000;
        return $"{ShopCalendar.Date(zone.DayOf(at)).DayOfWeek} {minute / 60:00}:{minute % 60:00} there"
            .ToLowerInvariant();
    }
}
