using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Rfm;

namespace Perennial.Tests.Rfm;

/// <summary>Against the R package rfm 0.3.0 and its data: the vignettes' tables and recomputed checksums.</summary>
public class PublishedScores
{
    /// <summary>Score distributions and the sum of codes, by method (recomputed with R and pandas
    /// conventions).</summary>
    [Theory]
    [InlineData(RfmMethod.RfmR, "197 200 199 199 200", "268 187 176 244 120", "200 200 198 202 195", 329437, 92)]
    [InlineData(
        RfmMethod.TiesTogether, "197 201 198 199 200", "268 187 176 244 120", "199 201 197 203 195", 329339, 92)]
    [InlineData(RfmMethod.NTile, "199 199 199 199 199", "199 199 199 199 199", "199 199 199 199 199", 331335, 97)]
    [InlineData(
        RfmMethod.RankPercent, "200 198 198 199 200", "268 187 176 150 214", "199 198 200 198 200", 329987, 100)]
    [InlineData(RfmMethod.Nested, "199 199 199 199 199", "200 200 200 200 195", "200 200 200 200 195", 331225, 125)]
    public void Distributions_and_checksums_agree(
        RfmMethod method, string r, string f, string m, int sumOfCodes, int distinctCodes)
    {
        var (table, run) = RfmOrders.Scored(method);

        Assert.Equal(r, string.Join(' ', run.Counts.R));
        Assert.Equal(f, string.Join(' ', run.Counts.F));
        Assert.Equal(m, string.Join(' ', run.Counts.M));
        var codes = table.Values(RfmColumns.Rfm).Select(code => int.Parse(RfmCode.Text(code, 5))).ToList();
        Assert.Equal(sumOfCodes, codes.Sum());
        Assert.Equal(distinctCodes, codes.Distinct().Count());
    }

    [Fact]
    public void The_packages_own_table_is_equal_for_all_995_customers()
    {
        var (table, _) = RfmOrders.Scored(RfmMethod.RfmR);
        var row = Enumerable.Range(0, table.Count).ToDictionary(table.Keys.Text);
        var compared = 0;
        foreach (var line in RfmOrders.Rows("expected_rfm_table_order_2006-12-31.csv"))
        {
            var i = row[line["customer_id"]];
            Assert.Equal(int.Parse(line["recency_days"]), table.Values(PurchaseColumns.RecencyDays)[i]);
            Assert.Equal(int.Parse(line["transaction_count"]), table.Values(PurchaseColumns.Frequency)[i]);
            Assert.Equal(long.Parse(line["amount"]) * 100, table.Values(PurchaseColumns.Monetary)[i]);
            Assert.Equal(line["rfm_score"], RfmCode.Text(table.Values(RfmColumns.Rfm)[i], 5));
            compared++;
        }
        Assert.Equal(995, compared);
    }

    [Fact]
    public void The_packages_limits_are_found()
    {
        var cuts = RfmOrders.Scored(RfmMethod.RfmR).ScoringRun.CutPoints;
        var asOfDay = Core.ShopCalendar.Utc.DayOf(RfmOrders.AsOf);

        // Limits are held as days that must be exceeded; the package prints recency from which a score is worse.
        Assert.Equal([115, 181, 297.4, 482], cuts.R.Limits.Reverse().Select(day => Math.Round(asOfDay - day, 6)));
        Assert.Equal([4, 5, 6, 8], cuts.F[0].Limits);
        Assert.Equal([255.8, 382, 506.4, 666], cuts.M[0].Limits.Select(cents => Math.Round(cents / 100, 6)));
    }

    /// <summary>rfm_segment_summary, as published with the package.</summary>
    [Fact]
    public void The_packages_segment_summary_is_reproduced()
    {
        var (_, run) = RfmOrders.Scored(RfmMethod.RfmR, "rfm-r");
        var summary = run.RfmSegmentTotals.OrderBy(total => total.Name, StringComparer.Ordinal)
            .Select(total => $"{total.Name} {total.Customers} {total.Orders} {total.RevenueCents / 100}");

        Assert.Equal(
        [
            "About To Sleep 102 283 23449", "At Risk 28 216 22227", "Can't Lose Them 47 274 32446",
            "Champions 35 316 31646", "Lost 148 393 35324", "Loyal Customers 170 799 76562",
            "Need Attention 10 57 4562", "New Customers 104 329 28837", "Others 0 0 0",
            "Potential Loyalist 342 2211 204856", "Promising 9 28 4249",
        ], summary);
    }

    [Theory]
    [InlineData("Abbey O'Reilly", 205, 6, 472, "343", "Potential Loyalist")]
    [InlineData("Add Senger", 140, 3, 340, "412", "New Customers")]
    [InlineData("Aden Lesch", 194, 4, 405, "323", "Loyal Customers")]
    [InlineData("Agness O'Keefe", 90, 9, 843, "555", "Champions")]
    [InlineData("Aiyanna Bruen", 246, 4, 157, "321", "About To Sleep")]
    [InlineData("Akeelah Walsh", 160, 7, 779, "445", "Potential Loyalist")]
    public void Printed_rows_agree(string customer, int days, int orders, int amount, string code, string segment)
    {
        var (table, _) = RfmOrders.Scored(RfmMethod.RfmR, "rfm-r");
        var row = Enumerable.Range(0, table.Count).Single(i => table.Keys.Text(i) == customer);

        Assert.Equal(days, table.Values(PurchaseColumns.RecencyDays)[row]);
        Assert.Equal(orders, table.Values(PurchaseColumns.Frequency)[row]);
        Assert.Equal(amount * 100, table.Values(PurchaseColumns.Monetary)[row]);
        Assert.Equal(code, RfmCode.Text(table.Values(RfmColumns.Rfm)[row], 5));
        Assert.Equal(segment, table.Label(RfmColumns.RfmSegment, row));
    }

    /// <summary>Printed thresholds given by hand: the same first ten rows (c(115,181,297,482) and so on).</summary>
    [Fact]
    public void Custom_thresholds_give_the_printed_codes()
    {
        var table = RfmOrders.Profiles();
        Core.Scoring.Scorer.Run(table, Core.ShopCalendar.Utc, new()
        {
            Rfm = new()
            {
                Method = RfmMethod.Fixed,
                RecencyLimits = [115, 181, 297, 482],
                FrequencyLimits = [4, 5, 6, 8],
                MonetaryLimits = [256, 382, 506, 666],
            },
            RfmSegmentSet = RfmSegmentSets.Load("rfm-r"),
        }, previousAsOfDay: null);

        var codes = Enumerable.Range(0, table.Count).OrderBy(table.Keys.Text, StringComparer.Ordinal).Take(10)
            .Select(row => RfmCode.Text(table.Values(RfmColumns.Rfm)[row], 5));
        Assert.Equal(["343", "412", "323", "544", "433", "555", "555", "355", "321", "445"], codes);
    }

    /// <summary>The heat map of mean amount by (F, R): published cells, rounded as printed.</summary>
    [Fact]
    public void Mean_amount_by_F_and_R_is_the_published_heat_map()
    {
        var (table, _) = RfmOrders.Scored(RfmMethod.RfmR);
        var (r, f, money) = (table.Values(RfmColumns.R), table.Values(RfmColumns.F),
            table.Values(PurchaseColumns.Monetary));
        double Mean(int fScore, int rScore) => Math.Round(Enumerable.Range(0, table.Count)
            .Where(i => f[i] == fScore && r[i] == rScore).Average(i => money[i]) / 100, 4);

        double[][] published =
        [
            [208.3982, 246.9815, 246.3000, 213.4194, 262.1667], [380.5000, 407.5385, 355.0833, 375.1667, 370.0278],
            [530.2400, 516.6486, 446.6087, 451.8788, 467.0000], [575.4091, 599.4706, 603.7857, 617.0714, 564.5085],
            [746.6667, 873.1053, 846.9048, 866.4324, 862.4000],
        ];
        for (var fScore = 1; fScore <= 5; fScore++)
            Assert.Equal(published[fScore - 1], Enumerable.Range(1, 5).Select(rScore => Mean(fScore, rScore)));
    }
}
