using Perennial.Core;

namespace Perennial.Channels.Intake.Formats;

/// <summary>Any CSV file whose columns can be recognised by their names, or are mapped by the user.</summary>
static class Generic
{
    const string Source = "csv";

    /// <summary>What a file may say of being contacted.</summary>
    public static IReadOnlyList<Target> Consents { get; } =
    [
        Target.ConsentEmail, Target.ConsentSms, Target.ConsentPhone, Target.ConsentPost, Target.ConsentAds,
        Target.ConsentTopic, Target.ConsentBasis, Target.ConsentSource, Target.ConsentWording, Target.ConsentAt,
        Target.ConsentExpiresAt, Target.ConfirmedAt,
    ];

    static readonly Target[] Person =
    [
        Target.CustomerId, Target.Email, Target.Phone, Target.FirstName, Target.LastName, Target.FullName,
        Target.Address1, Target.Address2, Target.City, Target.Region, Target.Postcode, Target.Country, Target.Birthday,
        .. Consents,
    ];

    static readonly Target[] OrderTargets =
    [
        Target.OrderId, Target.OrderedAt, Target.Total, Target.Currency, Target.Subtotal, Target.Discount,
        Target.Shipping, Target.Tax, Target.Refunded, Target.Status, Target.CancelledAt, Target.Sku, Target.ProductName,
        Target.Category, Target.Quantity, Target.UnitPrice, Target.LineDiscount, Target.LineTotal,
        Target.Subscription, Target.Gift, Target.DiscountKind, Target.RefundedAt, .. Person,
    ];

    static readonly Target[] ProductTargets =
    [
        Target.Sku, Target.ProductName, Target.Category, Target.Price, Target.Cost, Target.Image,
        Target.Description, Target.Stock, Target.Sellable, Target.Currency,
    ];

    static readonly Target[] SummaryTargets =
        [Target.RecencyDays, Target.LastOrderAt, Target.Orders, Target.Revenue, .. Person];

    public static readonly FileFormat Orders = new("orders", _ => false, LayOrders);
    public static readonly FileFormat Customers = new("customers", _ => false, LayCustomers);
    public static readonly FileFormat Products = new("products", _ => false, LayProducts);

    /// <summary>Finds out what the rows are, and their columns.</summary>
    public static FileLayout Lay(FileLook look)
    {
        if (MapSays(look, Target.OrderedAt, Target.Total, Target.OrderId)) return LayOrders(look);
        var summary = HeaderMapping.Resolve(look.Path, look.Header, Only(look, SummaryTargets), SummaryTargets);
        var known = HasCustomer(summary);
        if (known && summary.Has(Target.Orders) && summary.Has(Target.Revenue)
            && summary.HasAny(Target.RecencyDays, Target.LastOrderAt)) throw OneRowPerCustomer(look);
        if (IsProducts(look)) return LayProducts(look);
        // A file of customers may say when each was created and what each spent; an order has a number or an amount.
        return known && IsPersons(look, summary) ? LayCustomers(look) : LayOrders(look);
    }

    static bool IsProducts(FileLook look)
    {
        if (MapSays(look, Person)) return false;
        var products = HeaderMapping.Resolve(look.Path, look.Header, Only(look, ProductTargets), ProductTargets);
        var person = HeaderMapping.Resolve(look.Path, look.Header, Only(look, Person), Person);
        return products.HasAny(Target.Sku, Target.ProductName)
            && products.HasAny(Target.Price, Target.Cost, Target.Category, Target.Image, Target.Stock)
            && !HasCustomer(person)
            && !look.Header.Any(name => Synonyms.Rank(Target.OrderId, HeaderName.Normalise(name)) is 0 or 1
                || Synonyms.Rank(Target.OrderedAt, HeaderName.Normalise(name)) == 0);
    }

    static bool IsPersons(FileLook look, HeaderMapping summary)
    {
        if (summary.HasAny(Target.Orders)) return true;
        var orders = look.Header.Select(HeaderName.Normalise).ToList();
        bool Any(Target target) => orders.Any(name => Synonyms.Rank(target, name) >= 0);
        return !Any(Target.Total) && !Any(Target.Subtotal) && !Any(Target.LineTotal) && !Any(Target.UnitPrice)
            && !Any(Target.OrderId) && !Any(Target.Sku);
    }

    static FileLayout LayOrders(FileLook look)
    {
        var mapping = HeaderMapping.Resolve(look.Path, look.Header, look.Map, OrderTargets);
        var hasProduct = mapping.HasAny(Target.Sku, Target.ProductName);
        // "price" beside a product and a quantity is the price of one unit; alone it is what the order cost.
        if (hasProduct && mapping.Has(Target.Quantity) && !mapping.HasAny(Target.UnitPrice, Target.LineTotal)
            && IsPrice(mapping, Target.Total)) mapping.Move(Target.Total, Target.UnitPrice);
        var missing = new List<string>();
        if (!HasCustomer(mapping)) missing.Add("customer_id (or email, or phone)");
        if (!mapping.Has(Target.OrderedAt)) missing.Add("ordered_at");
        if (!mapping.HasAny(Target.Total, Target.Subtotal, Target.LineTotal, Target.UnitPrice)) missing.Add("total");
        if (missing.Count > 0)
            throw mapping.Missing(string.Join(" and as ", missing),
                !HasCustomer(mapping) ? Target.CustomerId
                : mapping.Has(Target.OrderedAt) ? Target.Total : Target.OrderedAt);
        // Without product, prices of lines still add up to orders; without prices, a product beside a total is a line.
        var perLine = mapping.HasAny(Target.UnitPrice, Target.LineTotal)
            ? hasProduct || !mapping.HasAny(Target.Total, Target.Subtotal)
            : hasProduct && mapping.Has(Target.Total);
        return new FileLayout(
            "orders", Source, perLine ? Subject.OrderLines : Subject.Orders, mapping, new RowRules());
    }

    static FileLayout LayCustomers(FileLook look)
    {
        var mapping = HeaderMapping.Resolve(
            look.Path, look.Header, look.Map, [.. Person, Target.CustomerSince]);
        if (!HasCustomer(mapping)) throw mapping.Missing("customer_id (or email, or phone)", Target.CustomerId);
        return new FileLayout("customers", Source, Subject.Customers, mapping, new RowRules());
    }

    static FileLayout LayProducts(FileLook look)
    {
        var mapping = HeaderMapping.Resolve(look.Path, look.Header, look.Map, ProductTargets);
        if (!mapping.HasAny(Target.Sku, Target.ProductName)) throw mapping.Missing("sku", Target.Sku);
        return new FileLayout("products", Source, Subject.Products, mapping, new RowRules());
    }

    static BadInputException OneRowPerCustomer(FileLook look) => new(
        look.Path,
        $"This file has one row per customer, with totals and no orders. It has: {string.Join(", ", look.Header)}.",
        "Score it with perennial score, which takes such files; an import needs the orders themselves.");

    static bool HasCustomer(HeaderMapping mapping) => mapping.HasAny(Target.CustomerId, Target.Email, Target.Phone);

    static bool IsPrice(HeaderMapping mapping, Target target) =>
        mapping.Has(target) && HeaderName.Normalise(mapping.ColumnName(mapping[target]))
            is "price" or "preis" or "prix" or "precio" or "prijs";

    static bool MapSays(FileLook look, params ReadOnlySpan<Target> targets)
    {
        foreach (var target in targets)
            if (look.Map.ContainsKey(target.Name())) return true;
        return false;
    }

    // What the user mapped belongs to one reading of the file; the others are tried without the rest.
    static Dictionary<string, string> Only(FileLook look, Target[] targets) => look.Map
        .Where(entry => targets.Any(target => target.Name() == entry.Key))
        .ToDictionary(entry => entry.Key, entry => entry.Value);
}
