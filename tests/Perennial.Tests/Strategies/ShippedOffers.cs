using Perennial.Core.Planning;
using Perennial.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>Two offers that a flower shop makes, as the shipped files say them: who is asked is everybody here, and
/// what follows is the files' own.</summary>
public class ShippedOffers
{
    static StrategyBook Book(string file, Func<string, string>? offers = null)
    {
        string[] shared = ["policies.yaml", "occasions.yaml", "segments/audiences.yaml"];
        var files = shared.ToDictionary(one => one, one => ShippedStrategies.Files[one]);
        files["channels.yaml"] = SomeBooks.Plenty;
        files["offers.yaml"] = (offers ?? (text => text))(ShippedStrategies.Files["offers.yaml"]);
        files["strategies/one.yaml"] = string.Join('\n', ShippedStrategies.Files[$"strategies/{file}.yaml"].Split('\n')
            .Select(line => line.StartsWith("audience:") ? "audience: everybody"
                : line.StartsWith("holdout:") ? "holdout: 0%" : line.Replace(" and phone is known", "")));
        return SomeBooks.Of("2026-01-01", SomeStrategies.Read(files));
    }

    static StrategyWorld Called(StrategyBook book, double level) =>
        new StrategyWorld(book, "2026-02-01") { Levels = _ => level }.Order("2026-02-02T10:00Z", total: 60).Begin();

    [Fact]
    public void Twenty_percent_for_mothers_day_is_promised_by_telephone_only_and_is_better_than_the_site()
    {
        var book = Book("mothers-day-call");
        var world = Called(book, level: 0).Until("2026-06-10");
        Assert.Equal(["2026-05-19 call mothers-day-20 until 2026-06-02"], world.Promised);
        // Whoever is not among the first is written to, and promised nothing.
        var others = Called(book, level: 1e9).Until("2026-06-10");
        Assert.Empty(others.Promised);
        Assert.Contains(others.Told, one => one.EndsWith("mail sent"));
        // By any channel it would have to be as good on the site.
        var anywhere = Called(Book("mothers-day-call", offers => offers.Replace(
            "only on: phone                  # the one exception", "# the one exception")), level: 0)
            .Until("2026-06-10");
        Assert.Equal("call blocked by SitePrice not better than the site", anywhere.Told[0][17..]);
    }

    static StrategyWorld Quiet(StrategyBook book, string ordered, string until) =>
        new StrategyWorld(book, ordered) { KnownSince = Some.At("2026-01-01") }
            .Order($"{ordered}T10:00Z", total: 60).Until(until);

    [Fact]
    public void This_months_code_is_that_of_the_day_and_nothing_better_than_on_the_site()
    {
        var book = Book("email-reengagement");
        var world = Quiet(book, "2026-12-01", "2026-12-20");
        Assert.Equal(["2026-12-15 have not seen you december-delivery until 2026-12-31"], world.Promised);
        Assert.Equal("DECEMBRE", world.Promises.Single().Code);
        Assert.Equal(["2026-11-15 have not seen you november-10 until 2026-11-30"],
            Quiet(book, "2026-11-01", "2026-11-20").Promised);
        // Without an offer of the month there is nothing to say.
        Assert.Equal("have not seen you blocked by Promise no offer of the month on 2026-10-15",
            Quiet(book, "2026-10-01", "2026-10-20").Told[0][17..]);
        // The site has free delivery in November too, and nothing says which of the two is worth more.
        var hidden = Book("email-reengagement", offers => offers.Replace("""
                of the month: yes               # what `offer: this month's` finds; two may not overlap
                on site: yes                    # shown on the site too: the yardstick of `site price: not better`
            """, "    of the month: yes"));
        Assert.Equal("have not seen you blocked by SitePrice not better than the site",
            Quiet(hidden, "2026-11-01", "2026-11-20").Told[0][17..]);
    }
}
