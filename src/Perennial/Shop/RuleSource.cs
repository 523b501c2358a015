using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Data;
using Perennial.Data.Customers;

namespace Perennial.Shop;

/// <summary>Where a shop's own segments come from, and what rules need besides columns.</summary>
/// <param name="OwnSegments">The shop's own segments in force; asked whenever segments are needed.</param>
/// <param name="Attributes">Attributes of all customers, row by row as the view has them.</param>
/// <param name="WithFacts">Who meets a test of facts as of a moment.</param>
sealed record RuleSource(
    Func<IReadOnlyList<ShopSegment>> OwnSegments, Func<AttributeTable> Attributes,
    Func<FactTest, RuleMoment, IEnumerable<CustomerId>> WithFacts)
{
    /// <summary>All facts of the view's customers, where they are in memory: then the store is not asked.</summary>
    public HistoryTable? History { get; init; }

    /// <summary>One customer, whose facts were read.</summary>
    public static RuleSource Of(ShopStore store, CustomerRecord customer) => new(
        () => [.. store.Segments.InForce().Select(version => version.Segment)], () => AttributesOf(customer),
        (_, _) => [])
    {
        History = customer.History,
    };

    /// <summary>A store.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="ids">The customers of the view, row by row.</param>
    public static RuleSource Of(ShopStore store, CustomerId[] ids) => new(
        () => [.. store.Segments.InForce().Select(version => version.Segment)], () => store.Rules.Attributes(ids),
        store.Rules.Find);

    /// <summary>Columns alone: no segments of one's own, no attributes, no facts.</summary>
    /// <param name="customers">Rows of the view.</param>
    public static RuleSource ColumnsAlone(int customers) =>
        new(() => [], () => new AttributeTable(customers), (_, _) => []);

    /// <summary>What rules may ask of a customer besides columns and facts.</summary>
    public static AttributeTable AttributesOf(CustomerRecord customer)
    {
        var table = new AttributeTable(1);
        var details = customer.Details;
        table.Set(0, CustomerAttribute.Country, details.Country);
        table.Set(0, CustomerAttribute.Region, details.Region);
        table.Set(0, CustomerAttribute.City, details.City);
        table.Set(0, CustomerAttribute.Postcode, details.Postcode);
        table.Set(0, CustomerAttribute.Source, customer.Source);
        table.Set(0, CustomerAttribute.Email, details.Email);
        table.Set(0, CustomerAttribute.Phone, details.Phone);
        table.Set(0, CustomerAttribute.Birthday, details.Birthday is null ? null : "known");
        return table;
    }
}
