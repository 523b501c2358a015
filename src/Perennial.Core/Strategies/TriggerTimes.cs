using Perennial.Core.Attributes;
using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>A time at which a strategy asks whether a customer enters.</summary>
/// <param name="At">When.</param>
/// <param name="Occurrence">For what, once.</param>
public readonly record struct TriggerTime(Instant At, string Occurrence)
{
    /// <summary>The day of the occasion; null for none.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The last day on which one may order for it; null for none.</summary>
    public DateOnly? OrderBy { get; init; }
}

/// <summary>When triggers that wait for a time ask: silence, occasions, intervals, schedules.</summary>
static class TriggerTimes
{
    const int YearsAhead = 2;

    /// <summary>The times later than an instant, in order; those of the next two years.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="occasions">The shop's occasions.</param>
    /// <param name="customer">Whose.</param>
    /// <param name="after">Later than this.</param>
    /// <param name="now">Facts after this are not seen.</param>
    public static IEnumerable<TriggerTime> After(
        Trigger trigger, IReadOnlyList<Occasion> occasions, StrategyCustomer customer, Instant after, Instant now) =>
        trigger switch
        {
            QuietTrigger quiet => Quiet(quiet, customer, now).Where(one => one.At > after),
            ScheduleTrigger schedule => Scheduled(schedule, customer, after),
            OccasionTrigger occasion when occasions.FirstOrDefault(one => one.Name == occasion.Occasion) is { } known =>
                Occasions(occasion, known, customer, after, now),
            ReplenishTrigger replenish =>
                Replenish(replenish, customer, now).Where(one => one.At > after).OrderBy(one => one.At),
            _ => [],
        };

    static IEnumerable<TriggerTime> Quiet(QuietTrigger quiet, StrategyCustomer customer, Instant now)
    {
        var last = FactMatch.Last(quiet.Without, customer, now);
        var from = last.HasValue ? last : customer.KnownSince;
        if (!from.HasValue) yield break;
        yield return new TriggerTime(quiet.Length.After(from, customer.Shop), last.HasValue
            ? $"quiet:{last}" : "quiet:first");
    }

    static IEnumerable<TriggerTime> Scheduled(ScheduleTrigger schedule, StrategyCustomer customer, Instant after)
    {
        var calendar = schedule.InCustomersZone ? customer.Zone : customer.Shop;
        for (var at = after; ;)
        {
            at = schedule.When.Next(new Instant(at.UnixMs + 1), calendar);
            if (!at.HasValue) yield break;
            yield return new TriggerTime(at, $"schedule:{at}");
        }
    }

    static IEnumerable<TriggerTime> Occasions(
        OccasionTrigger trigger, Occasion occasion, StrategyCustomer customer, Instant after, Instant now)
    {
        if (customer.NotOccasions.Contains(occasion.Name)) return [];
        var from = ShopCalendar.Date(customer.Zone.DayOf(after)).AddDays(-trigger.Days);
        var until = ShopCalendar.Date(customer.Zone.DayOf(now)).AddDays(-trigger.Days).AddYears(YearsAhead);
        var orderBy = occasion.OrderByDays.Count == 0 ? null : (int?)Occasion.For(occasion.OrderByDays,
            customer.Country);
        return OccasionDays.Of(occasion, customer, from, until, now)
            .Select(day => new TriggerTime(customer.Zone.At(ShopCalendar.Day(day.Day.AddDays(trigger.Days)),
                trigger.Minute * 60_000), day.Occurrence)
            {
                Day = day.Day, OrderBy = orderBy is { } days ? day.Day.AddDays(-days) : null,
            })
            .Where(one => one.At > after).OrderBy(one => one.At);
    }

    // The customer's own interval: the days between purchases on average, from the third on.
    static IEnumerable<TriggerTime> Replenish(ReplenishTrigger trigger, StrategyCustomer customer, Instant now)
    {
        var bought = new Dictionary<string, (int First, int Days, Instant Last)>(StringComparer.Ordinal);
        var table = customer.Data.History!;
        var orders = customer.History.Orders;
        if (!orders.HasLines) return [];
        for (var order = 0; order < orders.Count && orders.At[order] <= now; order++)
        {
            var day = customer.Shop.DayOf(orders.At[order]);
            foreach (var name in Names(orders.Lines(order)).Distinct())
            {
                if (trigger.Only.Count > 0 && !trigger.Only.Contains(name)) continue;
                if (!bought.TryGetValue(name, out var so)) bought.Add(name, (day, 1, orders.At[order]));
                else if (customer.Shop.DayOf(so.Last) < day) bought[name] = (so.First, so.Days + 1, orders.At[order]);
            }
        }
        return bought.Where(one => one.Value.Days >= 3).Select(one =>
        {
            var (first, days, last) = one.Value;
            var interval = (customer.Shop.DayOf(last) - first + (days - 1) / 2) / (days - 1);
            var due = new TimeLength(interval, -1, "").After(last, customer.Shop);
            return new TriggerTime(trigger.Before.After(due, customer.Shop, back: true), $"replenish:{one.Key}:{last}");
        });

        List<string> Names(LineSlice lines)
        {
            var names = new List<string>();
            for (var line = 0; line < lines.Count; line++)
            {
                var product = lines.Product[line];
                if (product < 0) continue;
                if (!trigger.ByCategory) names.Add(table.Products[product]);
                else if (product < table.Categories.Count
                    && table.Categories[product] is { } category) names.Add(category);
            }
            return names;
        }
    }
}

/// <summary>A day on which an occasion falls for a customer.</summary>
/// <param name="Day">Which day.</param>
/// <param name="Occurrence">What makes it once.</param>
public readonly record struct OccasionDay(DateOnly Day, string Occurrence);

/// <summary>On which days an occasion falls for a customer.</summary>
static class OccasionDays
{
    /// <summary>The days from one to another, both included; in no order.</summary>
    public static IEnumerable<OccasionDay> Of(
        Occasion occasion, StrategyCustomer customer, DateOnly from, DateOnly until, Instant now)
    {
        var days = occasion.Kind switch
        {
            OccasionKind.Calendar => Calendar(occasion, customer, from, until),
            OccasionKind.Birthday => Yearly(occasion, customer.Birthday, from, until)
                .Select(day => new OccasionDay(day, $"{occasion.Name}:{day:yyyy-MM-dd}")),
            OccasionKind.OtherDates => customer.Dates.Where(date => date.Label == occasion.Label)
                .SelectMany(date => Of(occasion, date, from, until)),
            _ => LastYear(occasion, customer, now),
        };
        return days.Where(one => one.Day >= from && one.Day <= until);
    }

    static IEnumerable<OccasionDay> Calendar(Occasion occasion, StrategyCustomer customer, DateOnly from,
        DateOnly until)
    {
        if (Occasion.For(occasion.Days, customer.Country) is not { } rule) yield break;
        for (var year = from.Year; year <= until.Year; year++)
            if (rule.In(year) is { } day) yield return new OccasionDay(day, $"{occasion.Name}:{day:yyyy-MM-dd}");
    }

    static IEnumerable<DateOnly> Yearly(Occasion occasion, DateOnly? first, DateOnly from, DateOnly until)
    {
        if (first is not { } born) yield break;
        for (var year = Math.Max(from.Year, born.Year); year <= until.Year; year++)
        {
            var isLeapDay = (born.Month, born.Day) == (2, 29) && !DateTime.IsLeapYear(year);
            yield return !isLeapDay ? new DateOnly(year, born.Month, born.Day)
                : occasion.LeapDayIsFirstOfMarch ? new DateOnly(year, 3, 1) : new DateOnly(year, 2, 28);
        }
    }

    static IEnumerable<OccasionDay> Of(Occasion occasion, OtherDate date, DateOnly from, DateOnly until)
    {
        var days = date.IsYearly ? Yearly(occasion, date.Day, from, until) : [date.Day];
        return days.Where(day => !date.NotIn.Contains(day.Year))
            .Select(day => new OccasionDay(day, $"{occasion.Name}:{date.Recipient}:{day:yyyy-MM-dd}"));
    }

    // Of several orders of one day the first counts: it is one occasion.
    static IEnumerable<OccasionDay> LastYear(Occasion occasion, StrategyCustomer customer, Instant now)
    {
        var rule = occasion.Orders is null ? null : new FactRule(occasion.Orders, "");
        var orders = customer.History.Orders.At.ToArray();
        var seen = new HashSet<DateOnly>();
        for (var index = 0; index < orders.Length && orders[index] <= now; index++)
        {
            if (rule is not null && !FactMatch.Is(rule, customer,
                new FreshFact(FactKind.Order, index, default, orders[index], orders[index]))) continue;
            var bought = ShopCalendar.Date(customer.Shop.DayOf(orders[index]));
            if (!seen.Add(bought)) continue;
            foreach (var day in Yearly(occasion, bought, bought.AddYears(1), bought.AddYears(1)))
                yield return new OccasionDay(day, $"{occasion.Name}:{day:yyyy-MM-dd}");
        }
    }
}
