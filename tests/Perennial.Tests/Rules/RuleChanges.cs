using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Rules;

/// <summary>A rule says when its answer will change by time alone: never late, and never for nothing.</summary>
public sealed class RuleChanges(SomeRuleShop shop) : IClassFixture<SomeRuleShop>
{
    readonly RuleTest loyal = new(SomeRuleShop.Context.SegmentRule!("loyal"), shop.Data);

    [Fact]
    public void Until_then_the_answer_stays_and_then_it_changes()
    {
        var changes = 0;
        Prop.ForAll(Arb.From(SomeRules.Timed), Arb.From(RuleAgreement.Moment), Arb.From(Gen.Choose(0, 59)),
            (text, asOf, first) =>
        {
            var rule = RuleParser.Parse(text, SomeRuleShop.Context);
            var now = new RuleTest(rule, shop.Data with { Stays = Stays(row => Heard(row, asOf)) });
            var later = new RuleTest(rule, shop.Data with { Stays = Stays(row => Written(row, asOf)) });
            for (var row = first; row < shop.Data.Count; row += 60)
                changes += Check(now, later, text, row, asOf);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Suite.IsWhole ? 300 : 60));
        // Some thirty of sixty rules, give or take eight.
        Assert.True(changes > 3, $"Only {changes} change.");
    }

    RuleStay[][] Stays(Func<int, IEnumerable<RuleStay>> of) =>
        [.. Enumerable.Range(0, shop.Data.Count).Select(row => of(row).ToArray())];

    // The stays that a shop knows of as of an instant, before it looks who is in the segment then.
    IEnumerable<RuleStay> Heard(int row, Instant asOf) => shop.Data.Stays![row]
        .Where(stay => stay.EnteredAt <= asOf)
        .Select(stay => stay.LeftAt > asOf ? stay with { LeftAt = Instant.None } : stay);

    // Those that it writes down from then on. Who is in a segment that is asked for without a stay has one from
    // the moment of asking: without it, asked again later, they would seem to have come in only then.
    IEnumerable<RuleStay> Written(int row, Instant asOf)
    {
        var entered = Instant.None;
        foreach (var stay in Heard(row, asOf))
        {
            if (stay.LeftAt.HasValue) yield return stay;
            else entered = stay.EnteredAt;
        }
        for (var at = asOf; at.HasValue; at = loyal.NextChangeAt(row, RuleAgreement.Asked(at)))
        {
            var isIn = loyal.Holds(row, RuleAgreement.Asked(at));
            if (isIn && !entered.HasValue) entered = at;
            if (isIn || !entered.HasValue) continue;
            yield return new RuleStay("loyal", entered, at);
            entered = Instant.None;
        }
        if (entered.HasValue) yield return new RuleStay("loyal", entered, Instant.None);
    }

    static int Check(RuleTest test, RuleTest later, string text, int row, Instant asOf)
    {
        var moment = RuleAgreement.Asked(asOf);
        var now = test.Holds(row, moment);

        var next = test.NextChangeAt(row, moment);

        Assert.True(next > asOf);
        bool At(Instant at) => later.Holds(row, new RuleMoment(at, moment.Calendar, moment.Entry));
        Assert.Equal(now, At(asOf));
        foreach (var at in Times(asOf, next)) Assert.True(At(at) == now, $"{text} changed at {at}");
        // So far ahead it is only asked again.
        if (next == Instant.Never || next.UnixMs - asOf.UnixMs > 800 * 86_400_000L) return 0;
        Assert.True(At(next) != now, $"{text} stayed at {next}");
        return 1;
    }

    // Every hour of ten days, the start of every day for longer than a year, and the last moment before the change.
    static IEnumerable<Instant> Times(Instant asOf, Instant next)
    {
        for (var hour = 1; hour < 240; hour++) yield return Earlier(asOf.UnixMs + hour * 3_600_000L);
        var today = SomeRuleShop.Paris.DayOf(asOf);
        for (var day = 1; day < 450; day++) yield return Earlier(SomeRuleShop.Paris.StartOf(today + day).UnixMs);
        yield return Earlier(next.HasValue ? next.UnixMs - 1 : asOf.UnixMs);

        Instant Earlier(long ms) => new(Math.Min(ms, next.UnixMs - 1));
    }

    [Theory]
    [InlineData("recency_days > 30", "2026-02-01")]
    [InlineData("recency_days >= 30", "2026-01-31")]
    [InlineData("not recency_days <= 30", "2026-02-01")]
    [InlineData("recency_days = 0", "2026-01-02")]
    [InlineData("no order within 30d", "2026-02-01")]
    [InlineData("has order before 30d", "2026-02-01")]
    [InlineData("last_order_at within 30d", "2026-02-01")]
    [InlineData("has order within 24h", "2026-01-02T10:00:00.001")]
    [InlineData("has order within 121min", "2026-01-01T12:01:00.001")]
    [InlineData("has order within 40d before 30d", "2026-02-01")]
    [InlineData("recency_days > 30 and orders > 5", "never")]
    [InlineData("recency_days > 30 or orders = 1", "never")]
    [InlineData("revenue > 1", "never")]
    [InlineData("first_order_at within next 3d", "never")]
    public void An_order_on_new_years_day_at_ten(string rule, string changesAt)
    {
        var history = Tests.Some.History([Tests.Some.Order("2026-01-01T10:00")], 1);
        var asOf = Tests.Some.At("2026-01-01T12:00");
        var profiles = ProfileFold.FoldAll(history, Tests.Some.Keys(1), asOf, new ProfileSettings());
        var test = new RuleTest(RuleParser.Parse(rule), new RuleData(profiles) { History = history });

        var expected = changesAt == "never" ? Instant.Never : Tests.Some.At(changesAt);
        Assert.Equal(expected, test.NextChangeAt(0, new RuleMoment(asOf, ShopCalendar.Utc)));
    }

    [Fact]
    public void An_order_that_is_known_but_not_yet_due_comes_in_at_its_instant()
    {
        OrderFact[] orders = [Tests.Some.Order("2026-01-01"), Tests.Some.Order("2026-03-01T08:00")];
        var history = Tests.Some.History(orders, 1);
        var asOf = Tests.Some.At("2026-02-01");
        var profiles = ProfileFold.FoldAll(history, Tests.Some.Keys(1), asOf, new ProfileSettings());
        var test = new RuleTest(
            RuleParser.Parse("has at least 2 orders"), new RuleData(profiles) { History = history });

        Assert.Equal(
            Tests.Some.At("2026-03-01T08:00"), test.NextChangeAt(0, new RuleMoment(asOf, ShopCalendar.Utc)));
    }
}
