using Perennial.Core.Lifetime;

namespace Perennial.Tests.Lifetime;

/// <summary>CDNOW's 39 weeks of holdout, in which 1,882 purchases came.</summary>
public class PublishedHoldouts
{
    static HoldoutComparison Compare(string name, IPurchaseModel model)
    {
        var counts = Cdnow.Counts;
        var customers = Enumerable.Range(0, counts.Count).ToList();
        return HoldoutComparison.Of(name, counts,
            [.. customers.Select(i => model.ExpectedNext(39, counts.X[i], counts.LastAt[i], counts.Age[i]))],
            [.. customers.Select(i => model.Alive(counts.X[i], counts.LastAt[i], counts.Age[i]))])!;
    }

    [Fact]
    public void BG_NBD_over_all_customers()
    {
        var comparison = Compare("bg-nbd", Cdnow.BgNbd);
        Assert.Equal(1_882, comparison.Actual);
        Assert.Equal(1653.4088, comparison.Model.Total, 1e-3);
        Assert.Equal(1917.2777, comparison.Alive, 1e-3);
        Assert.Equal(0.62565, comparison.Model.Correlation!.Value, 1e-5);
        Assert.Equal(0.78545, comparison.Model.MeanAbsoluteError, 1e-5);
        Assert.Equal(1.60798, comparison.Model.RootMeanSquareError, 1e-5);
        Assert.StartsWith("The model wins", comparison.Words);
    }

    [Fact]
    public void Pareto_NBD_over_all_customers()
    {
        var comparison = Compare("pareto-nbd", Cdnow.ParetoNbd);
        Assert.Equal(1665.5131, comparison.Model.Total, 1e-2);
        Assert.Equal(1051.8752, comparison.Alive, 1e-2);
        Assert.Equal(0.63022, comparison.Model.Correlation!.Value, 1e-5);
        Assert.Equal(0.75452, comparison.Model.MeanAbsoluteError, 1e-5);
        Assert.Equal(1.60285, comparison.Model.RootMeanSquareError, 1e-5);
    }

    [Fact]
    public void MBG_NBD_over_all_customers()
    {
        var comparison = Compare("mbg-nbd", Cdnow.MbgNbd);
        Assert.Equal(1576.7283, comparison.Model.Total, 1e-3);
        Assert.Equal(1057.6363, comparison.Alive, 1e-3);
    }

    [Fact]
    public void By_repeat_purchases_in_the_calibration()
    {
        double[] actual = [0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594];
        double[] bg = [0.2251, 0.5231, 1.0441, 1.5203, 2.1639, 2.6538, 3.5040, 6.1572];
        double[] pareto = [0.138, 0.600, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403];
        var ofBg = Compare("bg-nbd", Cdnow.BgNbd).ByFrequency;
        var ofPareto = Compare("pareto-nbd", Cdnow.ParetoNbd).ByFrequency;
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(actual[i], ofBg[i].Actual, 1e-4);
            Assert.Equal(bg[i], ofBg[i].Expected, 1e-4);
            Assert.Equal(pareto[i], ofPareto[i].Expected, 1e-3);
        }
    }

    [Fact]
    public void Week_by_week()
    {
        var history = Cdnow.History;
        var start = Some.Day("1997-01-01");
        var first = Enumerable.Range(0, history.CustomerCount)
            .Select(i => Core.ShopCalendar.Utc.DayOf(history[i].Orders.At[0]) - start).ToList();
        double Until(IPurchaseModel model, int week) =>
            first.Sum(day => week * 7 > day ? model.Expected(week - day / 7.0) : 0);
        double[] Weeks(IPurchaseModel model) =>
            [.. Enumerable.Range(20, 6).Select(week => Until(model, week) - Until(model, week - 1))];
        double[] pareto = [78.308, 76.419, 74.648, 72.983, 71.414, 69.933];
        double[] bg = [76.865, 74.888, 73.046, 71.322, 69.704, 68.182];
        foreach (var (mine, theirs) in Weeks(Cdnow.ParetoNbd).Zip(pareto)) Assert.Equal(theirs, mine, 1e-2);
        foreach (var (mine, theirs) in Weeks(Cdnow.BgNbd).Zip(bg)) Assert.Equal(theirs, mine, 1e-2);
        Assert.Equal(1308.856, Until(Cdnow.ParetoNbd, 20), 0.1);
        Assert.Equal(1674.253, Until(Cdnow.ParetoNbd, 25), 0.1);
        Assert.Equal(1312.458, Until(Cdnow.BgNbd, 20), 0.1);
        Assert.Equal(1669.600, Until(Cdnow.BgNbd, 25), 0.1);
    }

    [Fact]
    public void Week_by_week_what_came()
    {
        int[] cumulative = [.. Enumerable.Range(19, 7).Select(week =>
        {
            var until = Some.Day("1997-01-01") + week * 7 - 1;
            return PurchaseCounts.Of(Cdnow.History, Core.ShopCalendar.Utc, TimeUnit.Week, until, until).X.Sum();
        })];
        Assert.Equal([1359, 1414, 1484, 1517, 1573, 1672], cumulative[1..]);
        Assert.Equal([73, 55, 70, 33, 56, 99], cumulative.Zip(cumulative[1..], (before, after) => after - before));
    }
}
