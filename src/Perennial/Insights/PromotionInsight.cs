using Perennial.Core.Profiles;
using Perennial.Core.Promotion;
using Perennial.Core.Purchases;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>Customers of one class, and what they bring.</summary>
/// <param name="Class">How many.</param>
/// <param name="RevenueCents">Their revenue so far.</param>
/// <param name="MarginCents">Their margin where cost is known; null where it is of nobody.</param>
/// <param name="DiscountCents">What was taken off their purchases.</param>
/// <param name="DiscountShare">That as a share of their value at list price; null without any.</param>
public sealed record PromotionRow(
    Part Class, long RevenueCents, long? MarginCents, long DiscountCents, double? DiscountShare);

/// <summary>One kind of promotion.</summary>
/// <param name="Mechanism">Which.</param>
/// <param name="Orders">Orders with it.</param>
/// <param name="Share">Of all orders that take part.</param>
/// <param name="Customers">Customers who took it, once at least.</param>
/// <param name="OftenRule">The rule that finds those who take it in half of their orders or more.</param>
/// <param name="Often">How many those are.</param>
public sealed record MechanismRow(
    string Mechanism, long Orders, double Share, int Customers, int Often, string OftenRule);

/// <summary>One customer's score with what is not certain of it.</summary>
/// <param name="Row">Row of the view.</param>
/// <param name="CustomerId">Who.</param>
/// <param name="Low">Where the interval begins that holds the truth in 80 of 100 cases, 0..1.</param>
/// <param name="Score">The score.</param>
/// <param name="High">Where the interval ends.</param>
/// <param name="Class">The class.</param>
/// <param name="Orders">Orders that it follows from.</param>
public sealed record PromotionSample(
    int Row, string CustomerId, double Low, double Score, double High, string Class, int Orders);

/// <summary>Who waits for promotions, who never needs one, and of whom nobody knows.</summary>
public sealed record PromotionInsight
{
    const int Samples = 12;

    /// <summary>Whether anything could be learnt.</summary>
    public required bool IsFitted { get; init; }

    /// <summary>What, in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>The classes.</summary>
    public required IReadOnlyList<PromotionRow> Classes { get; init; }

    /// <summary>The classes by tenth of the score, the highest first.</summary>
    public required IReadOnlyList<SplitRow> Tenths { get; init; }

    /// <summary>The spread of the share of value bought on promotion.</summary>
    public required Distribution ValueShare { get; init; }

    /// <summary>The spread of the score.</summary>
    public required Distribution Scores { get; init; }

    /// <summary>By kind of promotion, the most orders first.</summary>
    public required IReadOnlyList<MechanismRow> Mechanisms { get; init; }

    /// <summary>A few customers from the highest score to the lowest.</summary>
    public required IReadOnlyList<PromotionSample> Sample { get; init; }

    /// <summary>What was taken off all purchases, as a share of their value at list price.</summary>
    public required double Depth { get; init; }

    /// <summary>The class of a kind.</summary>
    public PromotionRow Of(PromotionClass kind) => Classes[(int)kind - 1];

    internal static PromotionInsight Of(ShopView view)
    {
        var model = view.ScoringRun?.Models.Promotion;
        var table = view.Table;
        var score = table.Values(PromotionColumns.Score);
        double[] sorted = [.. score.Where(value => !double.IsNaN(value)).Order()];
        return new PromotionInsight
        {
            IsFitted = sorted.Length > 0,
            Verdict = model?.Verdict ?? "No scoring run has looked for promotions yet.",
            Classes = ClassesOf(table),
            Tenths = TenthsOf(table),
            ValueShare = Distribution.Of(PromotionColumns.ShareValue.Name, table.Values(PromotionColumns.ShareValue)),
            Scores = Distribution.Of(
                PromotionColumns.Score.Name, sorted, [.. Enumerable.Range(0, 10).Select(i => i / 10.0)]),
            Mechanisms = MechanismsOf(table),
            Sample = SampleOf(view),
            Depth = model?.Depth ?? 0,
        };
    }

    static IReadOnlyList<PromotionRow> ClassesOf(ProfileTable table)
    {
        var kind = table.Values(PromotionColumns.Class);
        var (revenue, margin) = (table.Values(PurchaseColumns.Revenue), table.Values(PurchaseColumns.Margin));
        var (gross, off) = (table.Values(PromotionColumns.Gross), table.Values(PromotionColumns.Discount));
        var names = PromotionClasses.Names;
        var (cents, earned, known) = (new long[names.Count], new long[names.Count], new bool[names.Count]);
        var (listed, taken) = (new long[names.Count], new long[names.Count]);
        for (var row = 0; row < kind.Length; row++)
        {
            if (kind[row] == 0) continue;
            var i = kind[row] - 1;
            cents[i] += Math.Max(0, revenue[row]);
            listed[i] += Math.Max(0, gross[row]);
            taken[i] += Math.Max(0, off[row]);
            if (margin[row] == PurchaseColumns.Margin.NoValue) continue;
            known[i] = true;
            earned[i] += margin[row];
        }
        return [.. Part.Of(names, PressureInsight.CountLabels(table, PromotionColumns.Class), Rule).Select((part, i) =>
            new PromotionRow(part, cents[i], known[i] ? earned[i] : null, taken[i],
                listed[i] == 0 ? null : (double)taken[i] / listed[i]))];
    }

    static IReadOnlyList<SplitRow> TenthsOf(ProfileTable table)
    {
        var (kind, score) = (table.Values(PromotionColumns.Class), table.Values(PromotionColumns.Score));
        var counts = Enumerable.Range(0, 10).Select(_ => new int[PromotionClasses.Names.Count]).ToArray();
        for (var row = 0; row < kind.Length; row++)
        {
            if (kind[row] > 0 && !double.IsNaN(score[row]))
                counts[Math.Min(9, (int)Math.Floor(score[row] * 10))][kind[row] - 1]++;
        }
        return [.. Enumerable.Range(0, 10).Reverse().Select(i =>
        {
            var rule = RuleText.Between(
                PromotionColumns.Score.Name, i / 10.0, i == 9 ? double.PositiveInfinity : (i + 1) / 10.0);
            return new SplitRow($"{i / 10.0:0.0} to {(i + 1) / 10.0:0.0}", counts[i].Sum(),
                Part.Of(PromotionClasses.Names, counts[i], name => $"{rule} and {Rule(name)}"), "", rule);
        }).Where(row => row.Customers > 0)];
    }

    static IReadOnlyList<MechanismRow> MechanismsOf(ProfileTable table)
    {
        const double often = 0.5;
        (string Name, Column<int> Orders, Column<double> Share)[] mechanisms =
        [
            ("percent off", PromotionColumns.PercentOffOrders, PromotionColumns.PercentOffShare),
            ("amount off", PromotionColumns.AmountOffOrders, PromotionColumns.AmountOffShare),
            ("gift", PromotionColumns.GiftOrders, PromotionColumns.GiftShare),
            ("free delivery", PromotionColumns.FreeShippingOrders, PromotionColumns.FreeShippingShare),
            ("bundle", PromotionColumns.BundleOrders, PromotionColumns.BundleShare),
        ];
        var all = table.Values(PromotionColumns.Orders).Sum(count => (long)Math.Max(0, count));
        return [.. mechanisms.Select(one =>
        {
            var (counts, shares) = (table.Values(one.Orders), table.Values(one.Share));
            var orders = counts.Sum(count => (long)Math.Max(0, count));
            return new MechanismRow(one.Name, orders, all == 0 ? 0 : (double)orders / all,
                counts.Count(count => count > 0), shares.Count(share => share >= often),
                $"{one.Share.Name} >= {often:0.0}");
        }).Where(row => row.Orders > 0).OrderByDescending(row => row.Orders)];
    }

    // From the highest score to the lowest in equal steps, of those who have bought enough to be classed.
    static IReadOnlyList<PromotionSample> SampleOf(ShopView view)
    {
        var table = view.Table;
        var (kind, score) = (table.Values(PromotionColumns.Class), table.Values(PromotionColumns.Score));
        var (low, high) = (table.Values(PromotionColumns.Low), table.Values(PromotionColumns.High));
        int[] rows = [.. Enumerable.Range(0, table.Count)
            .Where(row => kind[row] > 0 && kind[row] != (byte)PromotionClass.Unknown)
            .OrderByDescending(row => score[row]).ThenBy(row => view.Ids[row])];
        var count = Math.Min(Samples, rows.Length);
        return [.. Enumerable.Range(0, count)
            .Select(i => rows[(int)((long)i * (rows.Length - 1) / Math.Max(1, count - 1))])
            .Select(row => new PromotionSample(row, view.Ids[row].ToString(), low[row], score[row], high[row],
                table.Label(PromotionColumns.Class, row), Math.Max(0, table.Values(PromotionColumns.Orders)[row])))];
    }

    static string Rule(string name) => RuleText.Is(PromotionColumns.Class.Name, name);
}
