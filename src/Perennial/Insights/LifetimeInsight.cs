using Perennial.Core.Lifetime;
using Perennial.Core.Profiles;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>A tenth of the customers by expected revenue.</summary>
/// <param name="Tenth">1 is the tenth worth most.</param>
/// <param name="Customers">How many.</param>
/// <param name="ClvCents">What all of them are expected to bring in 365 days.</param>
/// <param name="Share">Of everybody's.</param>
/// <param name="SharePlusBetter">Of everybody's, with all better tenths.</param>
/// <param name="LeastClvCents">What the last of them is expected to bring.</param>
/// <param name="Alive">Mean chance to buy again at all.</param>
/// <param name="Rule">The rule that finds them, ties with the last of them included.</param>
public sealed record ValueTenth(int Tenth, int Customers, long ClvCents, double Share, double SharePlusBetter,
    long LeastClvCents, double? Alive, string Rule);

/// <summary>How many customers are left, what they will order, and how few bring most of it.</summary>
public sealed record LifetimeInsight
{
    /// <summary>Whether a model was fitted.</summary>
    public required bool IsFitted { get; init; }

    /// <summary>What may be said of how customers buy, in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why this model, in words.</summary>
    public required string Choice { get; init; }

    /// <summary>What may be said of what they spend.</summary>
    public required string SpendVerdict { get; init; }

    /// <summary>How customers buy; null without a scoring run.</summary>
    public required ModelFit? Purchases { get; init; }

    /// <summary>What they spend.</summary>
    public required ModelFit? Spend { get; init; }

    /// <summary>How the models forecast the last 90 days from before them.</summary>
    public required IReadOnlyList<LifetimeBacktest> Backtests { get; init; }

    /// <summary>Mean chance of customers with an order to buy again at all; null without a model.</summary>
    public required double? Alive { get; init; }

    /// <summary>Days with an order to expect of everybody in 365 days.</summary>
    public required double ExpectedOrders { get; init; }

    /// <summary>Revenue to expect of everybody in 365 days, discounted; cents.</summary>
    public required long ClvCents { get; init; }

    /// <summary>The spread of p_alive.</summary>
    public required Distribution AliveSpread { get; init; }

    /// <summary>The spread of expected_orders_365d.</summary>
    public required Distribution OrdersSpread { get; init; }

    /// <summary>The spread of clv, in currency.</summary>
    public required Distribution ClvSpread { get; init; }

    /// <summary>Tenths by clv, the best first; empty without a model.</summary>
    public required IReadOnlyList<ValueTenth> Tenths { get; init; }

    internal static LifetimeInsight Of(ShopView view)
    {
        var model = view.ScoringRun?.Models.Lifetime;
        var table = view.Table;
        var (alive, orders, clv) = (table.Values(LifetimeColumns.PAlive),
            table.Values(LifetimeColumns.ExpectedOrders365d),
            table.Values(LifetimeColumns.Clv));
        var spread = Distribution.Of(LifetimeColumns.PAlive.Name, alive);
        return new LifetimeInsight
        {
            IsFitted = spread.Customers > 0,
            Verdict = model?.Purchases.Verdict ?? "No scoring run has fitted a model yet.",
            Choice = model?.Choice ?? "",
            SpendVerdict = model?.Spend.Verdict ?? "",
            Purchases = model?.Purchases,
            Spend = model?.Spend,
            Backtests = model?.Backtests ?? [],
            Alive = spread.Mean,
            ExpectedOrders = orders.Where(value => !double.IsNaN(value)).Sum(),
            ClvCents = clv.Where(cents => cents != LifetimeColumns.Clv.NoValue).Sum(),
            AliveSpread = spread,
            OrdersSpread = Distribution.Of(LifetimeColumns.ExpectedOrders365d.Name, orders),
            ClvSpread = Distribution.Of(LifetimeColumns.Clv.Name,
                clv.Select(cents => cents == LifetimeColumns.Clv.NoValue ? double.NaN : cents / 100.0)),
            Tenths = TenthsOf(table),
        };
    }

    static List<ValueTenth> TenthsOf(ProfileTable table)
    {
        var (clv, alive) = (table.Values(LifetimeColumns.Clv), table.Values(LifetimeColumns.PAlive));
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => clv[row] != LifetimeColumns.Clv.NoValue)];
        Array.Sort([.. rows.Select(row => -clv[row])], rows);
        var whole = rows.Sum(row => clv[row]);
        if (rows.Length < 10 || whole <= 0) return [];
        var tenths = new List<ValueTenth>();
        var before = 0L;
        for (var i = 0; i < 10; i++)
        {
            var (start, end) = ((int)((long)rows.Length * i / 10), (int)((long)rows.Length * (i + 1) / 10));
            var (cents, chance) = (0L, default(Mean));
            foreach (var row in rows.AsSpan(start, end - start))
            {
                cents += clv[row];
                chance.Add(alive[row]);
            }
            var (least, above) = (clv[rows[end - 1]], start == 0 ? long.MaxValue : clv[rows[start - 1]]);
            var rule = $"clv >= {least / 100.0:0.00}" + (start == 0 ? "" : $" and clv < {above / 100.0:0.00}");
            tenths.Add(new(i + 1, end - start, cents, (double)cents / whole, (double)(before + cents) / whole, least,
                chance.Value, rule));
            before += cents;
        }
        return tenths;
    }
}
