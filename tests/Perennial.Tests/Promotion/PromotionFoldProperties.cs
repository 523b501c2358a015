using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Promotion;

namespace Perennial.Tests.Promotion;

public class PromotionFoldProperties
{
    readonly record struct Bought(OrderFact Order, OrderLineFact[] Lines);

    static readonly Gen<Bought> AnyPurchase =
        from day in Gen.Choose(0, 400)
        from mechanismFree in Gen.Choose(0, 4)
        from lines in Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(AnyLine, count))
        let gross = lines.Length > 0 ? lines.Sum(line => line.GrossCents) : mechanismFree * 333L
        from off in Gen.Elements(0, 0, 1, 4, 10)
        from returned in Gen.Elements(false, false, false, true)
        let own = gross - gross * off / 10
        select new Bought(
            new OrderFact
            {
                // Few different instants, so that several orders share one.
                Customer = 0, At = new Instant(Some.Start.UnixMs + day / 50 * 50 * 86_400_000L), GrossCents = gross,
                DiscountCents = gross * off / 10, RefundedCents = returned ? own : 0,
            },
            lines);

    static Gen<OrderLineFact> AnyLine =>
        from product in Gen.Choose(0, 2)
        from gross in Gen.Choose(0, 9_999)
        from off in Gen.Elements(0, 0, 3, 7)
        select new OrderLineFact(product, 1, gross, gross * off / 10);

    static HistoryTable Table(IEnumerable<Bought> all)
    {
        var builder = new HistoryBuilder();
        foreach (var bought in all)
        {
            builder.Add(bought.Order);
            foreach (var line in bought.Lines) builder.AddLine(line);
        }
        var built = builder.Build(1, ["rose", "tulip", "vase"]);
        return new HistoryTable(1, built.Orders) { Products = built.Products, Categories = ["cut", "cut", null] };
    }

    static string Stored(HistoryTable history, Instant asOf, PromotionCalendar calendar) => Some.Stored(
        ProfileFold.FoldAll(
            history, Some.Keys(1), asOf, new ProfileSettings { Promotion = new() { Calendar = calendar } }));

    [Fact]
    public void Neither_the_order_of_arrival_nor_what_comes_later_matters() => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(150),
        Prop.ForAll(
            (from bought in Gen.Choose(0, 8).SelectMany(count => Gen.ArrayOf(AnyPurchase, count))
             from shuffled in Gen.Shuffle(bought)
             from asOf in Some.AnyInstant(400)
             select (Bought: bought, Shuffled: shuffled, AsOf: asOf)).ToArbitrary(),
            x =>
            {
                var calendar = PromotionCalendar.Of(Table(x.Bought), x.AsOf, ShopCalendar.Utc, new PromotionOptions());
                var again = PromotionCalendar.Of(Table(x.Shuffled), x.AsOf, ShopCalendar.Utc, new PromotionOptions());
                var before = Table(x.Shuffled.Where(bought => bought.Order.At <= x.AsOf));
                var stored = Stored(Table(x.Bought), x.AsOf, calendar);
                return calendar.Months.SequenceEqual(again.Months)
                    && stored == Stored(Table(x.Shuffled), x.AsOf, again)
                    && stored == Stored(before, x.AsOf,
                    PromotionCalendar.Of(before, x.AsOf, ShopCalendar.Utc, new PromotionOptions()));
            }));

    [Fact]
    public void Shares_of_a_calendar_lie_in_0_to_1_and_what_it_expects_of_all_is_what_all_did() => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(150),
        Prop.ForAll(
            Gen.Choose(0, 8).SelectMany(count => Gen.ArrayOf(AnyPurchase, count)).ToArbitrary(),
            all =>
            {
                var history = new HistoryTable(1, Table(all).Orders);       // no categories: nothing is drawn anywhere
                var calendar = PromotionCalendar.Of(history, Instant.Never, ShopCalendar.Utc, new PromotionOptions());
                var table = ProfileFold.FoldAll(history, Some.Keys(1), Some.At("2026-01-01"),
                    new ProfileSettings { Promotion = new() { Calendar = calendar } });
                Assert.All(calendar.Months, month => Assert.InRange(month.ValueMillionths, 0, 1_000_000));
                if (calendar.Months.Count == 0) return double.IsNaN(table.Values(PromotionColumns.ExpectedValue)[0]);
                Assert.Equal(
                    (double)table.Values(PromotionColumns.GrossPromoted)[0] / table.Values(PromotionColumns.Gross)[0],
                    table.Values(PromotionColumns.ExpectedValue)[0], 1e-6);
                return true;
            }));
}
