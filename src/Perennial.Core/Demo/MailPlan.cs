using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>The e-mails that the demo shop sends, planned once a week for each customer.</summary>
/// <param name="calendar">When, and about what.</param>
sealed class MailPlan(ContactCalendar calendar)
{
    readonly List<(int Day, Instant At)> week = [];

    /// <summary>Adds the e-mails of a day.</summary>
    internal void On(
        int day, bool planWeek, CustomerRecord record, int weeklyCap, Rng rng, List<PlannedSend> sends)
    {
        if (planWeek) Plan(day, record, weeklyCap, rng);
        foreach (var (mailDay, at) in week)
        {
            if (mailDay == day && IsSent(day, weeklyCap))
                sends.Add(new PlannedSend(at, ContactChannel.Email, StrategyOf(record, day)));
        }
    }

    // Strategies write about everything else.
    bool IsSent(int day, int weeklyCap) => day < calendar.StrategiesFrom || calendar.Promotions.On(day) is not null
        || (weeklyCap >= 0 && day >= calendar.ExperimentFrom);

    /// <summary>The next day of this week with an e-mail; a day that never comes if there is none.</summary>
    internal int NextDay(int day)
    {
        var next = int.MaxValue;
        foreach (var (mailDay, _) in week)
            if (mailDay > day && mailDay < next) next = mailDay;
        return next;
    }

    void Plan(int from, CustomerRecord record, int weeklyCap, Rng rng)
    {
        week.Clear();
        for (var left = MailsOf(record, from, weeklyCap, rng); left > 0; left--)
        {
            var day = from + rng.NextInt(7);
            var at = calendar.Clock.During(day, rng);
            if (at.HasValue) week.Add((day, at));
        }
    }

    /// <summary>How many e-mails a week: in the experiment what chance gave, otherwise more to those who buy and
    /// open.</summary>
    int MailsOf(CustomerRecord record, int from, int weeklyCap, Rng rng)
    {
        // Drawn either way, so that the experiment leaves the other draws of the week in their places.
        var (first, second) = (rng.NextDouble(), rng.NextDouble());
        if (from >= calendar.ExperimentFrom && weeklyCap >= 0) return weeklyCap;
        var sinceBuying = record.DaysSinceOrder(from);
        var rate = sinceBuying <= 90 ? 0.4 : from - record.LastOpenDay <= 60 ? 0.22 : sinceBuying <= 365 ? 0.09 : 0.03;
        return (first < rate ? 1 : 0) + (second < rate * 0.3 ? 1 : 0);
    }

    string StrategyOf(CustomerRecord record, int day) => calendar.Promotions.On(day) is { } promotion
        ? $"promotion {promotion.Code}"
        : record.Orders == 0 ? "getting to know"
        : record.DaysSinceOrder(day) switch { <= 21 => "welcome", <= 200 => "newsletter", _ => "win-back" };
}
