using System.Globalization;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Data;
using Perennial.Data.Customers;
using Perennial.Settings;

namespace Perennial.Shop;

/// <summary>Asks a rule of everybody as of a moment.</summary>
delegate IEnumerable<CustomerId> AskRule(Rule rule, RuleMoment moment, Func<TopTest, double> levels);

/// <summary>Where a shop's own segments come from, and what rules need besides columns.</summary>
/// <param name="OwnSegments">The shop's own segments in force; asked whenever segments are needed.</param>
/// <param name="Attributes">Attributes of all customers, row by row as the view has them.</param>
/// <param name="WithFacts">Who meets a test of what stands in rows of its own (facts, permissions, stays).</param>
sealed record RuleSource(
    Func<IReadOnlyList<ShopSegment>> OwnSegments, Func<AttributeTable> Attributes,
    AskRule WithFacts)
{
    /// <summary>All facts of the view's customers, where they are in memory: then the store is not asked.</summary>
    public HistoryTable? History { get; init; }

    /// <summary>Where the view's customers stand in the cycles of categories, where that is read of all of them; else
    /// null.</summary>
    public Lazy<IReadOnlyList<IReadOnlyList<CategoryStand>>>? Cycles { get; init; }

    /// <summary>Who of the view meets each of some tests of facts or of cycles of categories, where that is asked of
    /// histories as they were and not of the store; all at once, for all histories are read for it.</summary>
    public Func<IReadOnlyList<Rule>, RuleMoment, IReadOnlyList<RowSet>>? FactsThen { get; init; }

    /// <summary>What was said about contacts, where it is in memory.</summary>
    public IReadOnlyList<CustomerPermissions>? Permissions { get; init; }

    /// <summary>Stays in segments, where they can be read of all the view's customers; else null.</summary>
    public Lazy<IReadOnlyList<IReadOnlyList<RuleStay>>>? Stays { get; init; }

    /// <summary>The levels of tests of a top that hold until the next scoring run, by their text.</summary>
    public Func<IReadOnlyDictionary<string, double>> Levels { get; init; } = () => new Dictionary<string, double>();

    /// <summary>The names there are of a kind, by which those in rules are checked.</summary>
    public Func<NameKind, IReadOnlySet<string>?> Names { get; init; } = _ => null;

    /// <summary>One customer, whose facts were read.</summary>
    public static RuleSource Of(ShopStore store, CustomerRecord customer) => new(
        () => [.. store.Segments.InForce().Select(version => version.Segment)], () => AttributesOf(customer),
        (_, _, _) => [])
    {
        History = customer.History, Permissions = [customer.Permissions],
        Stays = new(() => [StaysOf(store, customer)]), Cycles = new(() => [store.CategoryCycles.Of(customer.Id)]),
        Levels = store.Rules.KeptLevels, Names = store.Names.Of,
    };

    /// <summary>A customer's stays in segments.</summary>
    public static IReadOnlyList<RuleStay> StaysOf(ShopStore store, CustomerRecord customer) =>
        [.. store.Stays.Of(customer.Id).Select(stay => new RuleStay(stay.Segment, stay.EnteredAt, stay.LeftAt))];

    /// <summary>A store.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="ids">The customers of the view, row by row.</param>
    public static RuleSource Of(ShopStore store, CustomerId[] ids) => new(
        () => [.. store.Segments.InForce().Select(version => version.Segment)], () => store.Rules.Attributes(ids),
        store.Rules.Find)
    {
        Levels = store.Rules.KeptLevels, Names = store.Names.Of,
    };

    /// <summary>The same, by the facts, details and attributes that customers had then; and where it is asked by what
    /// was known when, by the segments that were in force then.</summary>
    /// <param name="at">As of when.</param>
    /// <param name="store">The shop.</param>
    /// <param name="held">Details of whoever may have had others than now.</param>
    /// <param name="ids">The customers of the view, row by row.</param>
    /// <param name="cycles">Where customers of a table stood then in the cycles of categories.</param>
    public RuleSource Then(PastMoment at, ShopStore store,
        IReadOnlyDictionary<CustomerId, CustomerDetails> held, CustomerId[] ids,
        Func<HistoryTable, IReadOnlyList<IReadOnlyList<CategoryStand>>> cycles) => this with
    {
        // The levels of then are not kept.
        Levels = () => new Dictionary<string, double>(),
        FactsThen = new FactsThen(store, ids, at, cycles).Of,
        OwnSegments = at.KnownBy == Instant.Never ? OwnSegments
            : () => [.. store.Segments.InForceAt(at.KnownBy).Select(version => version.Segment)],
        Attributes = () =>
        {
            var table = Attributes();
            for (var row = 0; row < ids.Length; row++)
                if (held.TryGetValue(ids[row], out var details)) Set(table, row, details, phoneKey: null);
            foreach (var (id, spans) in store.Customers.AttributesOfAll())
            {
                foreach (var name in spans.Select(span => span.Name).Distinct()) SetOwn(table, id, name, []);
                foreach (var of in spans.GroupBy(span => at.People.Whose(id, span.Key)))
                {
                    var then = AttributeSpans.AsOf(of, at.AsOf, at.KnownBy).ToList();
                    foreach (var name in of.Select(span => span.Name).Distinct()) SetOwn(table, of.Key, name, then);
                }
            }
            return table;

            void SetOwn(AttributeTable into, CustomerId id, string name, IReadOnlyList<AttributeSpan> spans)
            {
                if (Array.BinarySearch(ids, id) is >= 0 and var row)
                    into.SetOwn(row, name, AttributeSpans.Holding(spans, name)?.Value ?? "");
            }
        },
    };

    /// <summary>Columns alone: no segments of one's own, no attributes, no facts.</summary>
    /// <param name="customers">Rows of the view.</param>
    public static RuleSource ColumnsAlone(int customers) =>
        new(() => [], () => new AttributeTable(customers), (_, _, _) => []);

    /// <summary>What rules may ask of a customer besides columns and facts.</summary>
    public static AttributeTable AttributesOf(CustomerRecord customer)
    {
        var table = new AttributeTable(1);
        table.Set(0, CustomerAttribute.Source, customer.Source);
        Set(table, 0, customer.Details, customer.KeyKind == "phone" ? customer.Key : null);
        if (customer.Permissions.HasEmail) table.Set(0, CustomerAttribute.Email, "known");
        if (customer.Permissions.HasPhone) table.Set(0, CustomerAttribute.Phone, "known");
        foreach (var one in AttributeSpans.Held([.. customer.Attributes])) table.SetOwn(0, one.Name, one.Value);
        return table;
    }

    static void Set(AttributeTable table, int row, CustomerDetails details, string? phoneKey)
    {
        table.SetPlace(row, ShopSettings.Places.Of(details.Country, details.Phone ?? phoneKey));
        table.Set(row, CustomerAttribute.Country, details.Country);
        table.Set(row, CustomerAttribute.Region, details.Region);
        table.Set(row, CustomerAttribute.City, details.City);
        table.Set(row, CustomerAttribute.Postcode, details.Postcode);
        table.Set(row, CustomerAttribute.Email, details.Email);
        table.Set(row, CustomerAttribute.Phone, details.Phone);
        table.Set(row, CustomerAttribute.Birthday, details.Birthday is { } birthday
            ? ShopCalendar.Day(birthday).ToString(CultureInfo.InvariantCulture) : null);
        table.Set(row, CustomerAttribute.Address,
            string.IsNullOrEmpty(details.Address1) ? details.Address2 : details.Address1);
    }
}
