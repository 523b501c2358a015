using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Orders;
using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Validation;
using Perennial.Data;
using Perennial.Import;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Forecasts;

/// <summary>Validates forecasts of the purchase cycle on a shop's own past, from its store or from a file.</summary>
static class ShopCycleValidation
{
    // More would only make the same numbers slower.
    const int MostCustomers = 100_000;
    const int Origins = 12, RiskOrigins = 4;

    /// <param name="store">The shop.</param>
    /// <param name="back">Look at facts to the end of this day, by what was known when; null for all there are.</param>
    /// <param name="category">Only orders with something of this category; null for all.</param>
    /// <param name="now">The present.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <exception cref="BadInputException">There are too few orders, or none of the category.</exception>
    public static CycleValidation OfStore(ShopStore store, LookBack? back, string? category, Instant now,
        Action<string, double> progress)
    {
        var shop = ShopSettings.Of(store);
        if (back is not null) AsOfDay.Check(back.AsOf, store, shop.Calendar, now);
        var knownBy = back?.KnownBy(shop.Calendar) ?? Instant.Never;
        var all = store.Profiles.Load().Ids;
        var step = (all.Length + MostCustomers - 1) / MostCustomers;
        var chunks = step <= 1 && category is null
            ? store.Facts.Histories(withPast: true)
            : store.Facts.Histories(all.Where((_, i) => i % Math.Max(1, step) == 0), withPast: true);
        var chosen = new Chosen(category, category is null ? [] : CategoriesOf(store.Products.All()));
        foreach (var chunk in chunks) chosen.Add(chunk.History.AsOf(Instant.Never, knownBy), step: 1);
        var lastDay = back is not null ? ShopCalendar.Day(back.AsOf) : shop.Calendar.DayOf(now);
        return Run(chosen, store.Path, shop.Profiles, lastDay, progress);
    }

    /// <param name="path">A file of orders; - is standard input.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="asOf">Look at facts to the end of this day; null for the day of the last order.</param>
    /// <param name="category">Only orders with something of this category; null for all.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="BadInputException">The file cannot be read, or has too few orders.</exception>
    public static CycleValidation OfFile(string path, IntakeOptions options, DateOnly? asOf, string? category,
        Action<string, double> progress, CancellationToken cancel)
    {
        if (CustomerSummaryFile.Is(path, options))
        {
            throw new BadInputException(path, "It has one row for each customer, and says nothing of single orders.",
                "Give a file of orders.");
        }
        var intake = category is null
            ? OrderFileReader.Read(path, options, new ReadingProgress(progress), cancel)
            : FileIntake.Read(path, options, new ReadingProgress(progress), cancel);
        if (asOf is { } day) AsOfDay.Check(day, options.Calendar, intake.Report.FirstOrderAt, options.Now);
        var history = intake.Batch.History;
        var chosen = new Chosen(category, CategoriesOf(intake.Batch.Products));
        chosen.Add(history, (history.CustomerCount + MostCustomers - 1) / MostCustomers);
        var lastDay = asOf is { } date ? ShopCalendar.Day(date)
            : intake.Report.LastOrderAt.HasValue ? options.Calendar.DayOf(intake.Report.LastOrderAt)
            : throw new BadInputException(path, "There is no order in it.", "Give a file of orders.");
        return Run(chosen, path, new ProfileSettings { Calendar = options.Calendar }, lastDay, progress);
    }

    static CycleValidation Run(
        Chosen chosen, string place, ProfileSettings settings, int lastDay, Action<string, double> progress)
    {
        if (chosen.Orders == 0)
        {
            throw new BadInputException(place,
                chosen.Category is null ? "There is no order." : $"There is no order of category '{chosen.Category}'.",
                chosen.Category is null ? "Import orders first."
                    : "Name a category as the products have it; orders need lines.");
        }
        var (history, keys) = chosen.Build();
        var found = CycleValidation.Run(history, keys, settings, new CycleOptions(), lastDay, Origins,
            progress: share => progress("forecasting from the past", 0.8 * share));
        progress("looking back a year", 0.8);
        return found with
        {
            Risk = RiskValidation.Run(history, keys, settings, new CycleOptions(), lastDay, RiskOrigins),
        };
    }

    static Dictionary<string, string> CategoriesOf(IReadOnlyList<Core.Intake.ProductDetails> products)
    {
        var categories = new Dictionary<string, string>();
        foreach (var product in products)
            if (product.Category is { } category) categories[product.Id] = category;
        return categories;
    }

    /// <summary>Collects the orders to look at, without their lines.</summary>
    sealed class Chosen(string? category, Dictionary<string, string> categories)
    {
        readonly HistoryBuilder builder = new();
        int customers;

        public string? Category => category;

        public int Orders => builder.Count;

        /// <summary>Adds every so-manieth customer of a table.</summary>
        public void Add(HistoryTable table, int step)
        {
            var wanted = category is null ? null : table.Products.Select(product =>
                categories.GetValueOrDefault(product) == category).ToArray();
            for (var row = 0; row < table.CustomerCount; row += Math.Max(1, step))
            {
                Add(table, row, wanted);
                customers++;
            }
        }

        public (HistoryTable History, CustomerKeys Keys) Build() => (
            builder.Build(customers), CustomerKeys.From([.. Enumerable.Range(0, customers).Select(i => $"{i}")]));

        void Add(HistoryTable table, int row, bool[]? wanted)
        {
            var orders = table[row].Orders;
            var first = table.Orders.Start[row];
            for (var i = 0; i < orders.Count; i++)
            {
                if (wanted is not null && !HasAny(orders.Lines(i).Product, wanted)) continue;
                builder.Add(new OrderFact
                {
                    Customer = customers, At = orders.At[i], GrossCents = orders.GrossCents[i],
                    DiscountCents = orders.DiscountCents.IsEmpty ? 0 : orders.DiscountCents[i],
                    RefundedCents = orders.RefundedCents.IsEmpty ? 0 : orders.RefundedCents[i],
                });
                builder.AddPast(table.Orders, first + i);
            }
        }

        static bool HasAny(ReadOnlySpan<int> products, bool[] wanted)
        {
            foreach (var product in products) if (wanted[product]) return true;
            return false;
        }
    }
}
