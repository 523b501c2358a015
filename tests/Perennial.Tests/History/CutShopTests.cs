using Perennial.Channels.Files;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data;
using Perennial.Data.Customers;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Tests.Store;

namespace Perennial.Tests.History;

/// <summary>A whole shop that is looked at as of a day says of that day what a shop says whose facts, statements and
/// prices had ended with it.</summary>
public sealed class CutShopTests : IDisposable
{
    const int Customers = 40, Days = 20, DaysBetween = 19;

    static readonly Instant end = Some.At("2026-11-01");
    static readonly Lazy<IReadOnlyList<CutShop.Told>> everything = new(() => CutShop.Of(Customers, end));

    static readonly string[] rules =
    [
        "attributes.vip", "country = 'FR'", "has refund within 60d", "has order where gift", "no open within 30d",
        "has email within 14d", "has product_view within 14d", "has order where refunded > 0", "language = 'fr'",
        "time_zone = 'Europe/Berlin'",
    ];

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-cut-");
    int stores;

    static DateOnly Day(int number) => new DateOnly(2026, 10, 30).AddDays(-number * DaysBetween);

    static Instant EndOf(DateOnly day) => ShopCalendar.Utc.EndOf(ShopCalendar.Day(day));

    ShopStore Written(IEnumerable<CutShop.Told> told, Instant now)
    {
        var store = EmptyStore.Open(Path.Combine(folder.FullName, $"{stores++}.db"), now);
        ShopSettings.PutFirstOptions(store, new ShopOptions
        {
            Attributes = new Dictionary<string, AttributeType> { ["vip"] = AttributeType.YesNo },
        }, new Instant(0));
        var all = told.ToList();
        foreach (var product in all.Where(one => one.Product is not null))
            store.Products.Put([product.Product!], product.At);
        store.Intake.Write(EventBatch.Of([.. all.Where(one => one.Event is not null).Select(one => one.Event!)]),
            new ShopMoments(store).At(now), cancellation: TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>Everything that a view says: every column of everybody, what is said of them, whom rules hold of, what
    /// is sold.</summary>
    static Dictionary<string, string> Says(ShopView view, Func<CustomerId, CustomerRecord> record)
    {
        var says = new Dictionary<string, string>();
        for (var row = 0; row < view.Count; row++)
        {
            var key = view.Table.Keys.Text(row);
            foreach (var column in Columns.Shown)
                says.Add($"{key} {column.Name}", ColumnText.Of(view.Table, column, row, view.Bins));
            var one = record(view.Ids[row]);
            says.Add($"{key} details", $"{one.Details with { Attributes = [], Consents = [], Suppressions = [] }}");
            says.Add($"{key} attributes",
                string.Join(' ', AttributeSpans.Held([.. one.Attributes]).Select(held => $"{held.Name}={held.Value}")));
        }
        foreach (var row in Enumerable.Range(0, view.Count))
        {
            // Whoever has refused under any key has refused: that is not taken apart.
            if (view.Table.Keys.Text(row).StartsWith("device", StringComparison.Ordinal)) continue;
            says.Add($"{view.Table.Keys.Text(row)} may", string.Join(' ', Enum.GetValues<ContactChannel>().Select(
                channel => MayContact.Ask(record(view.Ids[row]).Permissions, view.Permissions.Rules, channel,
                    Topic.Everything, view.Table.AsOf).Since)));
        }
        foreach (var rule in rules)
            says.Add(rule, string.Join(' ', view.Segments.Find(view.Segments.Parse(rule)).All()
                .Select(row => view.Table.Keys.Text(row))));
        says.Add("products", string.Join(' ', view.Products.Products.OrderBy(product => product.Id)
            .Select(product => $"{product.Id} {product.PriceCents} {product.Stock}")));
        says.Add("months", string.Join(' ', view.Months));
        return says;
    }

    Dictionary<string, string> Cut(DateOnly day)
    {
        var at = EndOf(day);
        using var store = Written(everything.Value.Where(one => one.At <= at), at);
        // Of products that are equally good the one with the lower number comes first: the present numbers them as
        // they were first bought, a look back by their ids.
        var asItWas = Says(ShopAsOf.Load(store, new LookBack(day, null), at), id => store.Customers.ById(id)!);
        Rescore.Run(store, null, null, at, (_, _) => { }, TestContext.Current.CancellationToken);
        var says = Says(ShopLoader.Load(store, at), id => store.Customers.ById(id)!);
        foreach (var name in says.Keys.Where(name => products.Contains(name[(name.IndexOf(' ') + 1)..])).ToList())
            says[name] = asItWas[name];
        return says;
    }

    static readonly HashSet<string> products =
        [.. Columns.Shown.Where(column => column.Type == ColumnType.Product).Select(column => column.Name)];

    static Dictionary<string, string> Whole(ShopStore store, DateOnly day)
    {
        var people = store.Duplicates.PeopleAt(EndOf(day));
        return Says(ShopAsOf.Load(store, new LookBack(day, null), end),
            id => store.Customers.ByIdAt(id, EndOf(day), people: people)!);
    }

    static IEnumerable<string> Differences(Dictionary<string, string> cut, Dictionary<string, string> whole) =>
        cut.Keys.Union(whole.Keys).Order(StringComparer.Ordinal)
            .Where(name => cut.GetValueOrDefault(name) != whole.GetValueOrDefault(name))
            .Select(name => $"{name}: {cut.GetValueOrDefault(name)} / {whole.GetValueOrDefault(name)}");

    [Fact]
    public void As_of_a_day_it_says_what_the_shop_cut_at_that_day_says()
    {
        using var store = Written(everything.Value, end);
        foreach (var day in Suite.Some(3, Enumerable.Range(0, Days).Select(Day)))
            Assert.Equal([], Differences(Cut(day), Whole(store, day)).Select(one => $"{day:yyyy-MM-dd} {one}"));
    }

    public static TheoryData<ToldKind> Kinds => [.. Suite.Some(3, Enum.GetValues<ToldKind>())];

    /// <summary>The test above would notice: what is told without its date is taken for what was always so.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_the_dates_of_one_kind_of_change_it_says_something_else(ToldKind kind)
    {
        var begin = everything.Value[0].At;
        using var store = Written(everything.Value.Select(one => one.Kind == kind ? Undated(one, begin) : one), end);
        // On the eve of something told, of what may have been there longer.
        DateOnly[] eves = [.. everything.Value.Where(one => one.Kind == kind && one.At < end).Select(one => one.At)
            .Select(at => DateOnly.FromDateTime(at.ToDateTimeOffset().UtcDateTime).AddDays(-1))
            .Where(day => EndOf(day) > begin).Distinct()];
        Assert.NotEmpty(eves);
        Assert.Contains(Enumerable.Range(1, 6).Select(i => eves[i * eves.Length / 8]),
            day => Differences(Cut(day), Whole(store, day)).Any());
    }

    static CutShop.Told Undated(CutShop.Told told, Instant begin) => told with
    {
        At = begin, Event = told.Event is not { } one ? null : one with
        {
            At = begin, Order = one.Order is { } order && told.Kind == ToldKind.Order
                ? order with { PlacedAt = begin } : one.Order,
            Details = one.Details is not { } details ? null : details with
            {
                Consents = [.. details.Consents.Select(said => said with { SaidAt = begin })],
                Suppressions = [.. details.Suppressions.Select(said => said with { At = begin })],
            },
        },
    };

    public void Dispose() => folder.Delete(recursive: true);
}
