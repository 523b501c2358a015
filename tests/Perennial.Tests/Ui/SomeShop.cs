using Microsoft.Extensions.Time.Testing;
using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Data.Customers;
using Perennial.Rfm;
using Perennial.Shop;

namespace Perennial.Tests.Ui;

/// <summary>A shop for pages: histories, folded and scored twice, a month apart. The same for the same seed.</summary>
sealed class SomeShop
{
    public static readonly int Today = ShopCalendar.Day(new DateOnly(2026, 11, 21));
    public static readonly Instant Now = new(ShopCalendar.Utc.StartOf(Today).UnixMs + 43_200_000);

    static readonly string[] firstNames =
        ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Katja", "Lukas", "Marie",
         "Noah", "Olga", "Paul", "Rosa", "Simon", "Tilda", "Victor", "Zoë"];
    static readonly string[] lastNames =
        ["Abel", "Berger", "Castell", "Dorn", "Eckert", "Fuchs", "Gruber", "Hartmann", "Ivens", "Jansen", "Keller",
         "Lindner", "Moser", "Neumann", "Oswald", "Peters", "Quandt", "Richter", "Schäfer", "Thoma", "Ulrich",
         "Vogel"];
    static readonly string[] cities = ["Lyon", "Basel", "Graz", "Ulm", "Gent", "Turin"];
    static readonly ProductDetails[] products =
    [
        new("P1") { Name = "Peony bouquet", Category = "bouquets" }, new("P2") { Name = "Red roses, long stem" },
        new("P3") { Name = "Lavender in a pot" }, new("P4") { Name = "Tulip bulbs" }, new("P5"),
    ];

    readonly HistoryTable history;
    ulong state;

    SomeShop(int customers, ulong seed)
    {
        state = seed;
        history = Histories(customers);
    }

    /// <summary>What one customer's page reads.</summary>
    public CustomerRecord? Record(CustomerId id)
    {
        var row = View.RowOf(id);
        return row < 0 ? null : new CustomerRecord
        {
            Id = id, KeyKind = "external", Key = View.Table.Keys.Text(row), Source = "csv", FirstSeenAt = Now,
            History = OneRow(row),
            Products = products,
            Details = Details(row),
            Permissions = Details(row).Permissions(Said(row), CustomerKeyKind.External),
        };
    }

    public ShopView View { get; private set; } = null!;

    /// <summary>A shop of so many customers. About one in eight has not ordered.</summary>
    public static SomeShop Of(int customers, ulong seed = 1, bool scored = true)
    {
        var shop = new SomeShop(customers, seed);
        shop.View = shop.ToView(customers, scored);
        return shop;
    }

    public ShopViews Views(TimeProvider? clock = null) =>
        new(() => 1, _ => View, Record, clock ?? new FakeTimeProvider(Now.ToDateTimeOffset()));

    ShopView ToView(int customers, bool scored)
    {
        var keys = CustomerKeys.From([.. Enumerable.Range(0, customers).Select(i => $"C{i + 1:000000}")]);
        var settings = new ProfileSettings();
        var table = ProfileFold.FoldAll(history, keys, Now, settings);
        CustomerId[] ids =
            [.. Enumerable.Range(0, customers).Select(i => CustomerId.Of(CustomerKeyKind.External, keys.Text(i)))];
        ScoringRun? run = null, before = null;
        if (scored)
        {
            var options = new ScoringOptions { RfmSegmentSet = RfmSegmentSets.Load(RfmSegmentSets.Default) };
            var monthAgo = new Instant(Now.UnixMs - 30L * 86_400_000);
            var old = ProfileFold.FoldAll(history, keys, monthAgo, settings);
            before = Scorer.Run(old, ShopCalendar.Utc, options, null) with { Id = 1 };
            old.Values(RfmColumns.RfmSegment).CopyTo(table.Values(RfmColumns.RfmSegment), 0);
            table.SetLabels(RfmColumns.RfmSegment, old.LabelsOf(RfmColumns.RfmSegment));
            run = Scorer.Run(table, ShopCalendar.Utc, options, before.AsOfDay) with { Id = 2 };
        }
        return new ShopView(table, ids, CustomerDirectory.From(keys, Details))
        {
            Permissions = PermissionsOf(ids),
            Version = 1, ShopName = "Bloom & Branch", Currency = "EUR", ScoringRun = run, PreviousScoringRun = before,
            Months = Months(),
            RuleSource = new RuleSource(() => [], () => Attributes(customers), (test, moment, _) =>
                new RuleTest(test, new RuleData(table) { History = history }).Find(moment).All()
                    .Select(row => ids[row])),
        };
    }

    // What each said a year ago.
    static CustomerPermissions Said(int row)
    {
        var (details, at) = (Details(row), new Instant(Now.UnixMs - 365L * 86_400_000));
        var said = new List<ConsentStatement>();
        if (details.ConsentEmail is { } email) said.Add(new(ContactChannel.Email, email) { SaidAt = at });
        if (details.ConsentPhone is { } phone) said.Add(new(ContactChannel.Call, phone) { SaidAt = at });
        return new CustomerPermissions { Consents = said };
    }

    static ShopPermissions PermissionsOf(CustomerId[] ids)
    {
        var said = ids.Select((id, row) => (id, Said(row))).ToDictionary(one => one.id, one => one.Item2);
        return new ShopPermissions { Calls = said, Read = _ => said, Now = () => Now };
    }

    static AttributeTable Attributes(int customers)
    {
        var table = new AttributeTable(customers);
        for (var row = 0; row < customers; row++)
        {
            table.Set(row, CustomerAttribute.City, Details(row).City);
            table.Set(row, CustomerAttribute.Country, Details(row).Country);
            table.Set(row, CustomerAttribute.Email, Details(row).Email);
            table.Set(row, CustomerAttribute.Phone, Details(row).Phone);
        }
        return table;
    }

    static CustomerDetails Details(int row)
    {
        if (row % 50 == 49) return new CustomerDetails { Country = "DE" };
        var (first, last) = (firstNames[row * 5 % firstNames.Length], lastNames[row * 13 % lastNames.Length]);
        return new CustomerDetails
        {
            FirstName = first, LastName = last, Email = $"{first}.{last}{row}@example.com".ToLowerInvariant(),
            Phone = row % 4 == 3 ? null : $"+49 30 23125 {row % 1000:000}", Address1 = "1 Example Street",
            Postcode = "01234", City = cities[row % cities.Length], Country = "DE",
            ConsentEmail = row % 2 == 0, ConsentPhone = row % 11 != 3,
        };
    }

    HistoryTable Histories(int customers)
    {
        var start = new int[customers + 1];
        List<Instant> at = [];
        List<long> gross = [], discount = [], refunded = [];
        for (var customer = 0; customer < customers; customer++)
        {
            var eager = Next(100);
            var orders = eager switch
            {
                < 12 => 0, < 45 => 1, < 85 => 2 + Next(4), < 98 => 6 + Next(14), _ => 24 + Next(9),
            };
            var day = Today - 1100 + Next(1000);
            for (var i = 0; i < orders && day <= Today; i++)
            {
                at.Add(new Instant(ShopCalendar.Utc.StartOf(day).UnixMs + 1000L * Next(43_000)));
                var value = 1500 + 100L * Next(90) + (eager > 95 ? 8000 : 0);
                gross.Add(value);
                discount.Add(Next(5) == 0 ? value / 10 : 0);
                refunded.Add(Next(14) == 0 ? (Next(2) == 0 ? value - discount[^1] : value / 3) : 0);
                day += 12 + Next(eager >= 98 ? 30 : eager > 85 ? 90 : 320);
            }
            start[customer + 1] = at.Count;
        }
        return new HistoryTable(customers, new OrderFacts
        {
            Start = start, At = [.. at], GrossCents = [.. gross], DiscountCents = [.. discount],
            RefundedCents = [.. refunded],
        });
    }

    // The store hands out one customer's facts; here they are cut out of the big table, with lines made up.
    HistoryTable OneRow(int row)
    {
        var builder = new HistoryBuilder();
        var all = history.Orders;
        for (var i = all.Start[row]; i < all.Start[row + 1]; i++)
        {
            builder.Add(new OrderFact
            {
                Customer = 0, At = all.At[i], GrossCents = all.GrossCents[i], DiscountCents = all.DiscountCents[i],
                RefundedCents = all.RefundedCents[i], Number = $"B{10_000 + i}",
                Flags = i % 9 == 0 ? OrderFlags.Gift : OrderFlags.None,
            });
            var wholeRefund = all.RefundedCents[i] >= all.GrossCents[i] - all.DiscountCents[i];
            var returned = wholeRefund ? 1 + i % 3 : 0;
            builder.AddLine(new(i % 5, 1 + i % 3, all.GrossCents[i] - 500, all.DiscountCents[i], returned));
            builder.AddLine(new((i + 1) % 5, 1, 500));
        }
        return builder.Build(1, [.. products.Select(product => product.Id)]);
    }

    List<MonthTotal> Months()
    {
        var months = new SortedDictionary<DateOnly, MonthTotal>();
        for (var i = 0; i < history.Orders.At.Length; i++)
        {
            var date = ShopCalendar.Date(ShopCalendar.Utc.DayOf(history.Orders.At[i]));
            var month = new DateOnly(date.Year, date.Month, 1);
            var net = history.Orders.GrossCents[i] - history.Orders.DiscountCents[i] - history.Orders.RefundedCents[i];
            var old = months.GetValueOrDefault(month, new MonthTotal(month, 0, 0));
            months[month] = old with { Orders = old.Orders + (net > 0 ? 1 : 0), RevenueCents = old.RevenueCents + net };
        }
        return [.. months.Values];
    }

    // SplitMix64.
    int Next(int below)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
            return (int)((mixed ^ mixed >> 31) % (ulong)below);
        }
    }
}
