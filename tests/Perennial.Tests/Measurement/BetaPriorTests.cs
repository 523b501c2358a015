using Perennial.Core.Measurement;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Measurement;

public class BetaPriorTests
{
    static (int[] Customers, int[] Visits, List<(string Segment, string Zip, string Channel)> Cells) HillstromControl()
    {
        var cells = SharedData.Rows("hillstrom", "hillstrom.csv.gz").Where(row => row[8] == "No E-Mail")
            .GroupBy(row => (Segment: row[1], Zip: row[5], Channel: row[7]))
            .OrderBy(cell => cell.Key).ToList();
        return ([.. cells.Select(cell => cell.Count())], [.. cells.Select(cell => cell.Count(row => row[9] == "1"))],
            [.. cells.Select(cell => cell.Key)]);
    }

    // measurement.md section 3: Hillstrom's control group, visits by history segment, zip code and channel.
    [Fact]
    public void Hillstroms_cells_have_the_published_likelihood_prior()
    {
        var (customers, visits, cells) = HillstromControl();
        Assert.Equal(57, cells.Count);
        Assert.Equal((21, 1767), (customers.Min(), customers.Max()));
        var prior = BetaPrior.OfLikelihood(customers, visits)!;
        Assert.Equal(9.69287, prior.Alpha, 1e-4);
        Assert.Equal(65.12395, prior.Beta, 1e-3);
        Assert.Equal(74.8168, prior.Size, 1e-3);

        double Shrunk(string segment, string zip, string channel)
        {
            var cell = cells.IndexOf((segment, zip, channel));
            return prior.Shrunk(visits[cell], customers[cell]);
        }
        Assert.Equal(.11974, Shrunk("1) $0 - $100", "Rural", "Phone"), 5e-6);
        Assert.Equal(.15940, Shrunk("7) $1,000 +", "Urban", "Web"), 5e-6);
    }

    [Fact]
    public void Hillstroms_cells_have_the_published_moments_prior()
    {
        var (customers, visits, _) = HillstromControl();
        double[] trials = [.. customers.Select(count => (double)count)];
        double[] shares = [.. visits.Select((count, cell) => (double)count / customers[cell])];
        var prior = BetaPrior.OfMoments(trials, shares)!;
        Assert.Equal(74.5561, prior.Size, 1e-4);
        Assert.Equal((double)visits.Sum() / customers.Sum(), prior.Mean, 1e-12);
    }

    // measurement.md section 6: shares of lines bought at a discount, first half of the year.
    [Fact]
    public void Households_of_the_Complete_Journey_have_the_published_priors()
    {
        var lines = HouseholdDeals.Lines;
        Assert.Equal(74_718, lines.Count);
        Assert.Equal(2_376, lines.Select(line => line.Household).Distinct().Count());
        Assert.Equal(.510, lines.Average(line => line.OnDeal ? 1.0 : 0), 5e-4);
        var gross = lines.Sum(line => line.Gross);
        Assert.Equal(.587, lines.Where(line => line.OnDeal).Sum(line => line.Gross) / gross, 5e-4);
        Assert.Equal(.1515, lines.Sum(line => line.Discount) / gross, 5e-5);

        var (first, _) = HouseholdDeals.Halves();
        var likely = BetaPrior.OfLikelihood(
            [.. first.Values.Select(half => half.Lines)], [.. first.Values.Select(half => half.Deals)])!;
        Assert.Equal(12.5287, likely.Alpha, 2e-2);
        Assert.Equal(12.7530, likely.Beta, 2e-2);
        var moments = BetaPrior.OfMoments(
            [.. first.Values.Select(half => (double)half.Lines)], [.. first.Values.Select(half => half.Share)])!;
        Assert.Equal(24.61, moments.Size, 1e-2);
    }

    [Fact]
    public void A_shrunk_share_foretells_the_next_half_year_and_the_raw_share_does_not()
    {
        var (first, second) = HouseholdDeals.Halves();
        var prior = BetaPrior.OfLikelihood(
            [.. first.Values.Select(half => half.Lines)], [.. first.Values.Select(half => half.Deals)])!;
        var both = first.Where(pair => second.TryGetValue(pair.Key, out var later) && later.Lines >= 5)
            .Select(pair => (Before: pair.Value, After: second[pair.Key])).ToList();
        Assert.Equal(1_649, both.Count);
        double Error(Func<HouseholdDeals.Half, double> forecast, Func<HouseholdDeals.Half, bool>? of = null) =>
            both.Where(pair => of is null || of(pair.Before))
                .Average(pair => Math.Pow(forecast(pair.Before) - pair.After.Share, 2));
        var everybody = (double)first.Values.Sum(half => half.Deals) / first.Values.Sum(half => half.Lines);
        Assert.Equal(.02877, Error(_ => everybody), 5e-5);
        Assert.Equal(.05172, Error(half => half.Share), 5e-5);
        Assert.Equal(.02707, Error(half => prior.Shrunk(half.Deals, half.Lines)), 5e-5);
        Assert.Equal(.1342, Error(half => half.Share, half => half.Lines <= 5), 5e-4);
        Assert.Equal(.0463, Error(half => prior.Shrunk(half.Deals, half.Lines), half => half.Lines <= 5), 5e-4);
        Assert.Equal(.0209, Error(half => half.Share, half => half.Lines > 20), 5e-4);
        Assert.Equal(.0162, Error(half => prior.Shrunk(half.Deals, half.Lines), half => half.Lines > 20), 5e-4);
    }

    [Fact]
    public void A_simulated_prior_is_found_again_by_both_fits()
    {
        var rng = new Rng(7);
        var trials = new int[30_000];
        var successes = new int[trials.Length];
        var truth = new double[trials.Length];
        for (var i = 0; i < trials.Length; i++)
        {
            trials[i] = rng.NextInt(1, 39);
            truth[i] = rng.NextBeta(2, 8);
            for (var j = 0; j < trials[i]; j++) successes[i] += rng.Chance(truth[i]) ? 1 : 0;
        }
        var likely = BetaPrior.OfLikelihood(trials, successes)!;
        Assert.InRange(likely.Alpha, 1.92, 2.08);
        Assert.InRange(likely.Beta, 7.7, 8.3);
        double[] shares = [.. successes.Select((count, i) => (double)count / trials[i])];
        var moments = BetaPrior.OfMoments([.. trials.Select(count => (double)count)], shares)!;
        Assert.InRange(moments.Size, 9.4, 10.6);

        double Error(Func<int, double> of) => truth.Select((share, i) => Math.Pow(of(i) - share, 2)).Average();
        var shrunk = Error(i => likely.Shrunk(successes[i], trials[i]));
        Assert.True(shrunk < .6 * Error(i => shares[i]));
        Assert.True(shrunk < .6 * Error(_ => likely.Mean));
    }

    [Fact]
    public void Customers_who_do_not_differ_share_one_rate()
    {
        var rng = new Rng(3);
        int[] trials = [.. Enumerable.Range(0, 5_000).Select(_ => 10)];
        // As if dealt out evenly: less spread than chance gives.
        int[] even = [.. trials.Select((_, i) => 3 + i % 2)];
        Assert.True(BetaPrior.OfLikelihood(trials, even)!.IsPooled);
        double[] shares = [.. even.Select(count => count / 10.0)];
        Assert.True(BetaPrior.OfMoments([.. trials.Select(count => (double)count)], shares)!.IsPooled);
        Assert.Equal(.35, BetaPrior.OfLikelihood(trials, even)!.Mean, 1e-6);
        int[] chance = [.. trials.Select(count => Enumerable.Range(0, count).Count(_ => rng.Chance(.35)))];
        Assert.True(BetaPrior.OfLikelihood(trials, chance)!.Size > 200);
    }

    [Theory]
    [InlineData(new[] { 1, 1, 1, 1 }, new[] { 0, 1, 1, 0 }, .5)]    // one occasion each: no difference can be seen
    [InlineData(new[] { 4, 9 }, new[] { 0, 0 }, .5 / 14)]           // never
    [InlineData(new[] { 4, 9 }, new[] { 4, 9 }, 13.5 / 14)]         // always
    [InlineData(new[] { 7 }, new[] { 2 }, 2.0 / 7)]                 // one customer
    public void Where_the_data_cannot_say_all_share_one_rate(int[] trials, int[] successes, double mean)
    {
        var prior = BetaPrior.OfLikelihood(trials, successes)!;
        Assert.True(prior.IsPooled);
        Assert.Equal(mean, prior.Mean, 1e-6);
        Assert.True(double.IsFinite(prior.Alpha) && double.IsFinite(prior.Beta) && prior.Alpha > 0 && prior.Beta > 0);
    }

    [Fact]
    public void Customers_who_do_it_always_or_never_differ_as_much_as_they_can()
    {
        int[] trials = [.. Enumerable.Repeat(20, 100)];
        int[] successes = [.. trials.Select((count, i) => i % 2 == 0 ? count : 0)];
        var prior = BetaPrior.OfLikelihood(trials, successes)!;
        Assert.InRange(prior.Size, BetaPrior.LeastSize, .01);
        Assert.Equal(.5, prior.Mean, 1e-6);
    }

    [Fact]
    public void Nobody_has_no_prior()
    {
        Assert.Null(BetaPrior.OfLikelihood([], []));
        Assert.Null(BetaPrior.OfLikelihood([0, 0], [0, 0]));
        Assert.Null(BetaPrior.OfMoments([0], [0]));
    }
}
