using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Purchases;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Shop;

namespace Perennial.Segments;

/// <summary>What a rule finds, for whoever is writing it.</summary>
public sealed record RulePreview
{
    const int SampleSize = 10;

    /// <summary>The rule as written; empty where nothing is.</summary>
    public string Text { get; init; } = "";

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public BadInputException? Error { get; init; }

    /// <summary>The rule in words.</summary>
    public string Words { get; init; } = "";

    /// <summary>What to know of it although it is right.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>Customers, orders and revenue found.</summary>
    public Total Total { get; init; }

    /// <summary>Of all customers, 0..1.</summary>
    public double Share { get; init; }

    /// <summary>Of all revenue, 0..1; NaN where there is none.</summary>
    public double RevenueShare { get; init; }

    /// <summary>Some of the customers found, those who would be called first before the others.</summary>
    public IReadOnlyList<int> Sample { get; init; } = [];

    /// <summary>How long the question took.</summary>
    public double Milliseconds { get; init; }

    /// <summary>Customers that the saved version of the segment does not have; null where none is saved.</summary>
    public int? Added { get; init; }

    /// <summary>Customers that only the saved version has.</summary>
    public int Lost { get; init; }

    /// <summary>Whether there is an answer.</summary>
    public bool HasAnswer => Text.Length > 0 && Error is null;

    /// <summary>Asks a rule of the whole shop.</summary>
    /// <param name="view">The shop.</param>
    /// <param name="name">The segment that it is the rule of; empty for none yet.</param>
    /// <param name="rule">The rule, right or wrong.</param>
    public static RulePreview Of(ShopView view, string name, string rule)
    {
        if (string.IsNullOrWhiteSpace(rule)) return new RulePreview();
        var segments = view.Segments;
        try
        {
            var start = Stopwatch.GetTimestamp();
            var parsed = segments.Parse(rule);
            var found = segments.Find(parsed);
            var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var saved = segments.Catalogue.Find(name) is null ? null : segments.Members(name);
            // Only together with the others it shows whether it refers to itself.
            if (saved is not null) segments.With(new ShopSegment(name, rule));
            var total = TotalOf(view, found);
            return new RulePreview
            {
                Text = rule, Words = RuleWords.Of(parsed), Hints = RuleHints.Of(parsed), Total = total,
                Milliseconds = took,
                Share = Part(total.Customers, view.Count),
                RevenueShare = Part(total.RevenueCents, view.Totals.All.RevenueCents),
                Sample = First(view, found),
                Added = saved is null ? null : total.Customers - found.CountWith(saved),
                Lost = saved is null ? 0 : saved.Count - found.CountWith(saved),
            };
        }
        catch (BadInputException error)
        {
            return new RulePreview { Text = rule, Error = error };
        }
    }

    internal static Total TotalOf(ShopView view, RowSet found)
    {
        var total = new Total();
        var (orders, revenue) = (view.Table.Values(PurchaseColumns.Orders), view.Table.Values(PurchaseColumns.Revenue));
        foreach (var row in found.All())
            total.Add(Math.Max(0, orders[row]), revenue[row] == PurchaseColumns.Revenue.NoValue ? 0 : revenue[row]);
        return total;
    }

    static List<int> First(ShopView view, RowSet found)
    {
        var sample = new List<int>(SampleSize);
        foreach (var row in view.Orders.By(ListOrder.Priority.By).Rows)
        {
            if (!found.Contains(row)) continue;
            sample.Add(row);
            if (sample.Count == SampleSize) break;
        }
        return sample;
    }

    static double Part(long some, long all) => all <= 0 ? double.NaN : (double)some / all;
}
