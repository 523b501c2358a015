using Perennial.Core.Cycle.Gaps;
using Perennial.Core.History;

namespace Perennial.Core.Cycle.Categories;

/// <summary>Fits the cycles of product categories from histories with lines, which may come in pieces; then counts who
/// stands where.</summary>
/// <remarks>Give every piece to <see cref="Add"/>, take <see cref="Fit()"/>, give every piece to <see cref="Count"/>
/// and take <see cref="Counted"/>. The same pieces in the same order give the same model.</remarks>
public sealed class CategoryCycles
{
    // Categories are many, and begin from what all together gave.
    const int ShareOfSamples = 4;
    const int BaseDays = 90;

    readonly SortedDictionary<string, Seen> categories = new(StringComparer.Ordinal);
    readonly Seen all;
    readonly Dictionary<string, int[]> counts = [];
    readonly CycleOptions options;
    readonly ShopCalendar calendar;
    readonly ItemReader reader;
    readonly int today;

    /// <summary>Prepares fitting as of an instant.</summary>
    /// <param name="asOf">Orders at this instant and before are used.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="gaps">How gaps are read.</param>
    /// <param name="options">How cycles are fitted.</param>
    public CategoryCycles(Instant asOf, ShopCalendar calendar, GapOptions gaps, CycleOptions options)
    {
        options.Check();
        gaps.Check();
        (this.options, this.calendar) = (options, calendar);
        all = new Seen(options.FitCustomers);
        reader = new ItemReader(asOf, calendar, gaps);
        today = calendar.DayOf(asOf);
    }

    /// <summary>The categories of a table, and which of them each product belongs to; −1 for none.</summary>
    public static (IReadOnlyList<string> Names, int[] OfProduct) Items(HistoryTable table)
    {
        var index = new Dictionary<string, int>();
        var ofProduct = new int[table.Products.Count];
        Array.Fill(ofProduct, -1);
        for (var i = 0; i < Math.Min(ofProduct.Length, table.Categories.Count); i++)
        {
            if (table.Categories[i] is not { Length: > 0 } name) continue;
            if (!index.TryGetValue(name, out ofProduct[i])) index[name] = ofProduct[i] = index.Count;
        }
        return ([.. index.Keys], ofProduct);
    }

    /// <summary>Looks at some customers.</summary>
    public void Add(HistoryTable table)
    {
        var (names, ofProduct) = Items(table);
        if (names.Count == 0) return;
        for (var customer = 0; customer < table.CustomerCount; customer++)
        {
            foreach (var bought in reader.Read(table[customer], ofProduct))
            {
                if (!categories.TryGetValue(names[bought.Item], out var seen))
                    categories[names[bought.Item]] = seen = new Seen(options.FitCustomers / ShareOfSamples);
                var sample = new GapSample(bought.Sums, bought.Silence(today));
                seen.Add(sample, bought.LastGaps);
                all.Add(sample, bought.LastGaps);
            }
        }
    }

    /// <summary>The model of what was added.</summary>
    public CategoryCycleModel Fit()
    {
        var together = all.Repeaters < options.FewestRepeaters ? null : GapFit.Fit(all.Samples, null);
        // Each is fitted by itself: in which order does not matter.
        var (seen, fitted) = (categories.ToArray(), new CategoryCycle[categories.Count]);
        Parallel.For(0, seen.Length, Cores.All, i => fitted[i] = Fit(seen[i].Key, seen[i].Value, together));
        return new CategoryCycleModel(fitted);
    }

    CategoryCycle Fit(string name, Seen seen, GapParameters? together)
    {
        var own = together is not null && seen.Repeaters >= options.FewestCategoryRepeaters;
        var gaps = own ? GapFit.Fit(seen.Samples, together) : together;
        var (k, customers) = Regularity.WheatMorrison(seen.LastGaps);
        var zones = options.ZonesOf(name);
        var regular = customers >= options.FewestRepeaters && k >= options.RegularFrom;
        return new CategoryCycle
        {
            Name = name,
            Gaps = gaps,
            FromAll = gaps is not null && !own,
            Customers = seen.Customers,
            Repeaters = seen.Repeaters,
            Regularity = k,
            Regular = regular,
            Zones = zones,
            InactiveBelow = gaps is null ? 1 : zones.InactiveShareOfBase * seen.Samples.Average(sample =>
                GapForecast.Of(gaps, sample.Sums).Returns(sample.SilenceDays, BaseDays)),
            Verdict = gaps is null ? $"{all.Repeaters:N0} customers bought of any category again: too few to say."
                : (own ? "" : $"{seen.Repeaters:N0} customers bought it again, too few to say: read from all "
                    + "categories together. ")
                    + (regular ? $"Bought regularly (k {k:0.00}; 1 is random)."
                        : $"Not bought regularly (k {k:0.00}; 1 is random): do not go by its cycle."),
        };
    }

    /// <summary>Counts where some customers stand.</summary>
    public void Count(HistoryTable table, CategoryCycleModel model)
    {
        var (names, ofProduct) = Items(table);
        if (names.Count == 0) return;
        var cycles = names.Select(model.Find).ToArray();
        for (var customer = 0; customer < table.CustomerCount; customer++)
        {
            foreach (var bought in reader.Read(table[customer], ofProduct))
            {
                if (cycles[bought.Item] is not { } cycle) continue;
                if (!counts.TryGetValue(cycle.Name, out var count))
                    counts[cycle.Name] = count = new int[CycleStatuses.Names.Count];
                count[(int)cycle.Of(bought, today, calendar).Status - 1]++;
            }
        }
    }

    /// <summary>The model with the customers counted so far.</summary>
    public CategoryCycleModel Counted(CategoryCycleModel model) => new([.. model.Categories.Select(category =>
        category with { StatusCustomers = counts.GetValueOrDefault(category.Name, []) })]);

    /// <summary>Fits and counts one table.</summary>
    public static CategoryCycleModel Of(
        HistoryTable table, Instant asOf, ShopCalendar calendar, GapOptions gaps, CycleOptions options)
    {
        var cycles = new CategoryCycles(asOf, calendar, gaps, options);
        cycles.Add(table);
        var model = cycles.Fit();
        cycles.Count(table, model);
        return cycles.Counted(model);
    }

    /// <summary>Where one customer stands in each category they bought of, the latest purchase first.</summary>
    /// <param name="model">The frozen model.</param>
    /// <param name="table">Holds the customer, with lines and categories.</param>
    /// <param name="customer">Which row.</param>
    /// <param name="asOf">Orders at this instant and before are used.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="gaps">How gaps are read.</param>
    public static IReadOnlyList<CustomerCategory> OfCustomer(CategoryCycleModel model, HistoryTable table, int customer,
        Instant asOf, ShopCalendar calendar, GapOptions gaps)
    {
        var (names, ofProduct) = Items(table);
        if (names.Count == 0) return [];
        var today = calendar.DayOf(asOf);
        var found = new List<CustomerCategory>();
        foreach (var bought in new ItemReader(asOf, calendar, gaps).Read(table[customer], ofProduct))
            if (model.Find(names[bought.Item]) is { } cycle) found.Add(cycle.Of(bought, today, calendar));
        return [.. found.OrderByDescending(category => category.LastAt.UnixMs)
            .ThenBy(category => category.Category, StringComparer.Ordinal)];
    }

    /// <summary>The customers seen of one category, thinned evenly once they are many.</summary>
    sealed class Seen(int most)
    {
        readonly List<(GapSample Sample, (double Before, double Last) LastGaps, ulong Draw)> kept = [];
        ulong limit = uint.MaxValue;

        public int Customers { get; private set; }

        public int Repeaters { get; private set; }

        public IReadOnlyList<GapSample> Samples => [.. kept.Select(entry => entry.Sample)];

        /// <summary>The last two gaps of those who have two.</summary>
        public IEnumerable<(double, double)> LastGaps =>
            kept.Where(entry => entry.LastGaps.Before > 0).Select(entry => entry.LastGaps);

        public void Add(GapSample sample, (double Before, double Last) lastGaps)
        {
            Customers++;
            if (sample.Sums.Gaps > 0) Repeaters++;
            var draw = Buyers.Spread(Customers);
            if (draw > limit) return;
            kept.Add((sample, lastGaps, draw));
            if (kept.Count <= most) return;
            limit /= 2;
            kept.RemoveAll(entry => entry.Draw > limit);
        }
    }
}
