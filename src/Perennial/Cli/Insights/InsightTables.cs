using Perennial.Cli.Shell;
using Perennial.Core.Pressure;
using Perennial.Insights;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Insights;

/// <summary>Insights in a terminal: the headline, then the tables of the page.</summary>
static class InsightTables
{
    public static void Print(IAnsiConsole console, CycleInsight cycle)
    {
        Headline(console, InsightWords.Headline(cycle));
        var statuses = PlainTable.Of("status", "#customers", "#share", "#within 30 days", "#within 90 days",
            "#revenue so far", "#at risk, a year");
        foreach (var row in cycle.Statuses)
        {
            Row(statuses, row.Status.Name, $"{row.Status.Customers:N0}", Share(row.Status.Share),
                Share(row.BuyChance30), Share(row.BuyChance90), CallWords.Money(row.RevenueCents),
                row.AtRiskCents is { } cents ? CallWords.Money(cents) : Show.Nothing);
        }
        console.Write(statuses);
        Split(console, "category", cycle.Categories);
        Split(console, "first order", cycle.Cohorts);
        if (cycle.Forecasts.Count > 0)
        {
            var scores = PlainTable.Of(
                "forecast of repeat buyers", "#days", "#customers", "#log loss", "#AUC", "");
            foreach (var row in cycle.Forecasts)
            {
                Row(scores, row.Forecast, $"{row.Days}", $"{row.Customers:N0}", $"{row.LogLoss:0.0000}",
                    $"{row.Auc:0.000}", row.IsUsed ? "used" : "");
            }
            console.Write(scores);
        }
        if (cycle.ForecastVerdict.Length > 0) Line(console, cycle.ForecastVerdict);
        Line(console, "perennial validate cycle compares forecast and outcome by status.");
    }

    public static void Print(IAnsiConsole console, CohortInsight cohorts)
    {
        Headline(console, InsightWords.Headline(cohorts));
        var steps = PlainTable.Of("purchase", "#customers", "#go on", "#half of them within", "#trip wire",
            "#silent beyond it now");
        foreach (var step in cohorts.Steps)
        {
            Row(steps, step.Name, $"{step.Customers:N0}", Share(step.ShareEver), Days(step.MedianDays),
                Days(step.TripWireDays), $"{step.Past:N0}");
        }
        console.Write(steps);
        var months = PlainTable.Of([
            "first order", "#customers", .. CohortInsight.Horizons.Select(days => $"#{days} days")]);
        foreach (var cohort in cohorts.Cohorts)
        {
            Row(months, [$"{cohort.Month:yyyy-MM}", $"{cohort.Customers:N0}", .. cohort.ReturnedBy.Select(Share)]);
        }
        console.Write(months);
    }

    public static void Print(IAnsiConsole console, MovementInsight movement)
    {
        Headline(console, InsightWords.Headline(movement));
        if (movement.Before is null) return;
        var states = PlainTable.Of("state", "#before", "#after", "#change");
        foreach (var state in movement.States)
        {
            Row(states, state.Name, $"{state.Before:N0}", $"{state.After:N0}",
                $"{state.After - state.Before:+#,0;-#,0;0}");
        }
        console.Write(states);
        foreach (var (title, moves) in new[] { ("biggest losses", movement.Losses), ("biggest gains", movement.Gains) })
        {
            var table = PlainTable.Of(title, "to", "#customers", "#to expect within 90 days");
            foreach (var move in moves.Take(10))
                Row(table, move.From, move.To, $"{move.Customers:N0}", CallWords.Money(move.ValueCents ?? 0));
            if (moves.Count > 0) console.Write(table);
        }
    }

    public static void Print(IAnsiConsole console, PressureInsight pressure)
    {
        Headline(console, InsightWords.Headline(pressure));
        var statuses = PlainTable.Of("pressure", "#customers", "#share", "#contacts in 30 days");
        foreach (var row in pressure.Statuses)
        {
            Row(statuses, row.Status.Name, $"{row.Status.Customers:N0}", Share(row.Status.Share),
                row.Contacts30d is { } mean ? $"{mean:0.0}" : "");
        }
        console.Write(statuses);
        var channels = PlainTable.Of("channel, 30 days", "#customers", "#contacts");
        foreach (var row in pressure.Channels) Row(channels, row.Channel, $"{row.Customers:N0}", $"{row.Contacts:N0}");
        console.Write(channels);
        Spread(console, "contacts in 30 days", pressure.Contacts30d);
        Spread(console, "chance to open", pressure.Open);
        Spread(console, "chance to click", pressure.Click);
        Spread(console, "chance to unsubscribe", pressure.Unsubscribe);
        Line(console, $"One more contact: {pressure.ValueVerdict}.");
        if (pressure.Values.Count > 0)
        {
            var values = PlainTable.Of("#contact of 90 days", "#brings", "", "#costs", "#loses", "", "#leaves", "", "");
            foreach (var one in PressureInsight.Shown(pressure))
            {
                Row(values, $"{one.Contacts}", Amount(one.Brings.Value), Ends(one.Brings), Amount(one.Costs),
                    Amount(one.Loses.Value), Ends(one.Loses), Amount(one.Leaves.Value), Ends(one.Leaves),
                    InsightWords.Verdict(one.Verdict));
            }
            console.Write(values);
            Line(console, InsightWords.Limits(pressure));
        }
        if (!pressure.IsMeasured) Line(console, InsightWords.HowToMeasure);
    }

    public static void Print(IAnsiConsole console, PromotionInsight promotion)
    {
        Headline(console, InsightWords.Headline(promotion));
        var classes = PlainTable.Of(
            "class", "#customers", "#share", "#revenue", "#margin", "#taken off", "#of list");
        foreach (var row in promotion.Classes)
        {
            Row(classes, row.Class.Name, $"{row.Class.Customers:N0}", Share(row.Class.Share),
                CallWords.Money(row.RevenueCents), row.MarginCents is { } cents ? CallWords.Money(cents) : "unknown",
                CallWords.Money(row.DiscountCents), Share(row.DiscountShare));
        }
        console.Write(classes);
        var kinds = PlainTable.Of("promotion", "#orders", "#share", "#customers", "#in half of their orders");
        foreach (var row in promotion.Mechanisms)
            Row(kinds, row.Mechanism, $"{row.Orders:N0}", Share(row.Share), $"{row.Customers:N0}", $"{row.Often:N0}");
        if (promotion.Mechanisms.Count > 0) console.Write(kinds);
        Spread(console, "share of value on promotion", promotion.ValueShare);
        Line(console, promotion.Verdict);
    }

    public static void Print(IAnsiConsole console, LifetimeInsight lifetime)
    {
        Headline(console, InsightWords.Headline(lifetime));
        var tenths = PlainTable.Of(
            "#tenth", "#customers", "#to bring in 365 days", "#share", "#with better", "#alive");
        foreach (var row in lifetime.Tenths)
        {
            Row(tenths, $"{row.Tenth}", $"{row.Customers:N0}", CallWords.Money(row.ClvCents), Share(row.Share),
                Share(row.SharePlusBetter), Share(row.Alive));
        }
        if (lifetime.Tenths.Count > 0) console.Write(tenths);
        var tests = PlainTable.Of("model", "#customers", "#expected in 90 days", "#came", "#error per customer");
        foreach (var test in lifetime.Backtests)
        {
            Row(tests, test.Model, $"{test.Customers:N0}", $"{test.Expected:N0}", $"{test.Actual:N0}",
                $"{test.RootMeanSquareError:0.0000}");
        }
        if (lifetime.Backtests.Count > 0) console.Write(tests);
        Line(console, lifetime.Choice);
        Line(console, $"Purchases: {lifetime.Verdict}");
        Line(console, $"Spend: {lifetime.SpendVerdict}");
    }

    public static void Print(IAnsiConsole console, ReachInsight reach)
    {
        Headline(console, InsightWords.Headline(reach));
        var channels = PlainTable.Of("channel", "#customers", "#share", "#revenue so far", "#share", "#this one only",
            "#their revenue", "#in 365 days");
        foreach (var one in reach.Channels)
        {
            Row(channels, one.Label, $"{one.Reached.Customers:N0}", Share(one.Reached.Share),
                CallWords.Money(one.Reached.RevenueCents), Share(one.Reached.RevenueShare), $"{one.Only.Customers:N0}",
                CallWords.Money(one.Only.RevenueCents), Cents(one.Only.ExpectedCents));
        }
        console.Write(channels);
        var counts = PlainTable.Of("reached by", "#customers", "#share", "#revenue so far", "#share", "#in 365 days");
        foreach (var one in reach.ByCount)
        {
            Row(counts, one.Channels switch { 0 => "nothing", 1 => "one channel", var n => $"{n} channels" },
                $"{one.People.Customers:N0}", Share(one.People.Share), CallWords.Money(one.People.RevenueCents),
                Share(one.People.RevenueShare), Cents(one.People.ExpectedCents));
        }
        console.Write(counts);
        var reasons = PlainTable.Of("channel", "why not", "#customers", "#revenue so far");
        foreach (var one in reach.Channels)
            foreach (var why in one.Why)
                Row(reasons, one.Label, why.Words, $"{why.People.Customers:N0}",
                    CallWords.Money(why.People.RevenueCents));
        console.Write(reasons);
    }

    public static void Print(IAnsiConsole console, OfferInsight offers)
    {
        Headline(console, InsightWords.Headline(offers));
        if (offers.Methods.Count > 0)
        {
            var ways = PlainTable.Of("way", "place for new", "#first period", "#later period", "");
            foreach (var one in offers.Methods)
            {
                Row(ways, one.Words, one.WithNew ? "yes" : "no", Share(one.HitRate), Share(one.LaterHitRate),
                    one.IsUsed ? "used" : "");
            }
            console.Write(ways);
            Line(console, $"Who bought one of six products offered: chosen on {offers.Customers:N0} customers over "
                + $"{offers.Days} days, reported on {offers.LaterCustomers:N0} over the {offers.Days} after.");
        }
        Line(console, offers.Verdict);
        if (offers.Pinned.Count > 0) Line(console, $"First for everybody: {string.Join(", ", offers.Pinned)}.");
        if (offers.Blocked.Count > 0) Line(console, $"Never offered: {string.Join(", ", offers.Blocked)}.");
    }

    static string Amount(double cents) => $"{cents / 100:0.00}";

    static string Ends(CentsRange range) => $"{range.Low / 100:0.00} to {range.High / 100:0.00}";

    static string Cents(long? cents) => cents is { } known ? CallWords.Money(known) : "";

    static void Split(IAnsiConsole console, string what, IReadOnlyList<SplitRow> rows)
    {
        if (rows.Count == 0) return;
        var table = PlainTable.Of([what, "#customers", .. rows[0].Parts.Select(part => "#" + part.Name)]);
        foreach (var row in rows)
            Row(table, [row.Name, $"{row.Customers:N0}", .. row.Parts.Select(part => Share(part.Share))]);
        console.Write(table);
    }

    static void Spread(IAnsiConsole console, string what, Distribution spread)
    {
        if (spread.Bins.Count == 0) return;
        var table = PlainTable.Of("#" + what, "#customers", "#share");
        foreach (var bin in spread.Bins)
            Row(table, InsightWords.Range(bin, value => $"{value:0.####}"), $"{bin.Customers:N0}", Share(bin.Share));
        console.Write(table);
    }

    static void Headline(IAnsiConsole console, string words) => console.MarkupLineInterpolated($"[bold]{words}[/]");

    static void Line(IAnsiConsole console, string words)
    {
        if (words.Length > 0) console.MarkupLineInterpolated($"{words}");
    }

    static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    static string Share(double share) => $"{share:P1}";

    static string Share(double? share) => share is { } known ? Share(known) : "";

    static string Days(int? days) => days is { } known ? $"{known:N0} days" : "";
}
