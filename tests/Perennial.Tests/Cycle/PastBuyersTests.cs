using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Parts;
using Perennial.Tests.Lifetime;

namespace Perennial.Tests.Cycle;

public class PastBuyersTests
{
    static readonly int Today = Some.Day("1998-06-30");

    static IReadOnlyList<PastDay> Days(CustomerKeys keys, int most = 1_000_000) => PastBuyers.Of(Cdnow.History, keys,
        ShopCalendar.Utc.EndOf(Today), ShopCalendar.Utc, new GapOptions(),
        new CycleOptions { CalibrationCustomers = most }).Days();

    [Fact]
    public void Buyers_on_a_day_of_the_past_are_those_that_the_fold_of_that_day_says()
    {
        var keys = Some.Keys(Cdnow.History.CustomerCount);
        var days = Days(keys);
        Assert.Contains(365, days.Select(day => day.DaysAgo));
        foreach (var day in days.Where(day => day.DaysAgo is 30 or 91 or 365))
        {
            var then = Today - day.DaysAgo;
            var table = ProfileFold.FoldAll(Cdnow.History, keys, ShopCalendar.Utc.EndOf(then), new ProfileSettings());
            var buyers = new Buyers(table);
            var folded = Enumerable.Range(0, table.Count).Where(row => buyers.PurchaseDays(row) > 0)
                .Select(row => (Buyer: Rounded(buyers.At(row, then)), Next: NextAfter(row, then)));
            Assert.Equal(folded.Order(Comparer),
                day.Buyers.Select(one => (Rounded(one.Then), one.NextInDays)).Order(Comparer));
        }
    }

    // What is looked at must not depend on the order in which a file or a store has customers.
    [Fact]
    public void Of_many_the_same_are_looked_at_whatever_their_order()
    {
        var keys = Some.Keys(Cdnow.History.CustomerCount);
        var buyers = new PastBuyers(
            ShopCalendar.Utc.EndOf(Today), ShopCalendar.Utc, new GapOptions(), most: 100 * PastBuyers.DaysAgo.Count);
        for (var row = Cdnow.History.CustomerCount - 1; row >= 0; row--)
            buyers.Add(Cdnow.History[row].Orders, keys[row]);
        var (forwards, backwards) = (Days(keys, 100 * PastBuyers.DaysAgo.Count), buyers.Days());
        Assert.All(forwards, day => Assert.True(day.Buyers.Count <= 100));
        Assert.Equal(forwards.SelectMany(day => day.Buyers), backwards.SelectMany(day => day.Buyers));
    }

    static readonly Comparer<(Buyer, int)> Comparer =
        Comparer<(Buyer, int)>.Create((left, right) => string.CompareOrdinal($"{left}", $"{right}"));

    static Buyer Rounded(Buyer buyer) => buyer with
    {
        Sums = buyer.Sums.Gaps == 0 ? default : buyer.Sums with { SumLn = Math.Round(buyer.Sums.SumLn, 9) },
    };

    static int NextAfter(int row, int then)
    {
        foreach (var at in Cdnow.History[row].Orders.At)
            if (ShopCalendar.Utc.DayOf(at) > then) return ShopCalendar.Utc.DayOf(at) - then;
        return -1;
    }
}
