using System.Collections.Concurrent;
using Perennial.Channels.Phones;
using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Data.Customers;

namespace Perennial.Shop;

/// <summary>Orders and net revenue of one calendar month.</summary>
/// <param name="Month">The first day of the month.</param>
/// <param name="Orders">Orders that were not fully returned.</param>
/// <param name="RevenueCents">Goods minus discounts minus refunds.</param>
public sealed record MonthTotal(DateOnly Month, int Orders, long RevenueCents);

/// <summary>
/// The whole shop at one version of the store, in memory and never changed: what every page and every API call reads.
/// </summary>
/// <remarks>Columns are arrays, so a filter over a million customers is a tight loop. What is derived (totals, orders
/// of rows) is computed at its first use and kept as long as the view.</remarks>
public sealed class ShopView
{
    readonly Lazy<ShopTotals> totals;
    readonly Lazy<Dictionary<CustomerId, int>?> rowOf;
    readonly Lazy<bool[]> canBeCalled;
    readonly ConcurrentDictionary<Type, Lazy<object>> derived = new();
    readonly Lazy<ProductCatalogue> products = new(ProductCatalogue.Empty);

    public ShopView(ProfileTable table, CustomerId[] ids, CustomerDirectory directory)
    {
        if (ids.Length != table.Count || directory.Count != table.Count)
            throw new ArgumentException($"{table.Count} profiles, {ids.Length} ids, {directory.Count} names.");
        Table = table;
        Ids = ids;
        Directory = directory;
        Orders = new RowOrders(this);
        totals = new(() => ShopTotals.Of(this));
        rowOf = new(IndexIds);
        canBeCalled = new(FindCallable);
        RuleSource = RuleSource.ColumnsAlone(table.Count);
    }

    /// <summary>A shop without customers.</summary>
    internal static ShopView OfNobody => new(
        new ProfileTable(Columns.All, CustomerKeys.From([])), [],
        CustomerDirectory.From(CustomerKeys.From([]), _ => new()));

    /// <summary>The store's version that was read.</summary>
    public long Version { get; init; }

    /// <summary>The versions of the store's shards that it shows; null where a shop is only looked at.</summary>
    internal IReadOnlyList<long>? ShardVersions { get; init; }

    public string ShopName { get; init; } = "Shop";

    /// <summary>ISO 4217 code of every amount; empty where the shop has not said.</summary>
    public string Currency { get; init; } = "";

    public ShopCalendar Calendar { get; init; } = ShopCalendar.Utc;

    /// <summary>The attributes that the shop keeps of its customers.</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.Everywhere;

    /// <summary>How the shop's telephone numbers are read.</summary>
    public DialPlan Phones { get; init; } = DialPlan.Anywhere;

    /// <summary>All columns; clock columns as of <see cref="ProfileTable.AsOf"/>.</summary>
    public ProfileTable Table { get; }

    /// <summary>The customers' ids, row by row.</summary>
    public CustomerId[] Ids { get; }

    /// <summary>Names and addresses, row by row.</summary>
    public CustomerDirectory Directory { get; }

    /// <summary>The scoring run in force, or null before the first.</summary>
    public ScoringRun? ScoringRun { get; init; }

    /// <summary>The scoring run before it, or null.</summary>
    public ScoringRun? PreviousScoringRun { get; init; }

    /// <summary>The products; read when first asked for.</summary>
    public ProductCatalogue Products => products.Value;

    /// <summary>Says where the products come from.</summary>
    public Func<ProductCatalogue> ProductSource { init => products = new(value); }

    /// <summary>Orders by month, oldest first, without gaps.</summary>
    public IReadOnlyList<MonthTotal> Months { get; init; } = [];

    /// <summary>Where insights find what is no column.</summary>
    internal InsightSource InsightSource { get; init; } = InsightSource.ColumnsAlone;

    /// <summary>Where rules find what is no column, and the shop's own segments.</summary>
    internal RuleSource RuleSource { get; init; }

    /// <summary>What a room makes of the view (its segments, its insights): made when it is first asked for, and kept
    /// as long as the view.</summary>
    internal T Derived<T>(Func<ShopView, T> make) where T : class =>
        (T)derived.GetOrAdd(typeof(T), _ => new Lazy<object>(() => make(this))).Value;

    /// <summary>Number of customers, prospects among them.</summary>
    public int Count => Table.Count;

    /// <summary>What the RFM segment set of the scoring run calls customers; nothing before the first.</summary>
    public IReadOnlyList<string> RfmNames => ScoringRun?.RfmSegmentSet.ToSet().Names ?? [];

    /// <summary>The highest score in use.</summary>
    public int Bins => ScoringRun?.CutPoints.Bins ?? 5;

    /// <summary>The shop's calendar day of this view.</summary>
    public int Today => Calendar.DayOf(Table.AsOf);

    /// <summary>Rows in the order of any column.</summary>
    public RowOrders Orders { get; }

    /// <summary>Sums over all customers.</summary>
    public ShopTotals Totals => totals.Value;

    /// <summary>Whom the shop may contact.</summary>
    internal ShopPermissions Permissions { get; init; } = ShopPermissions.Silent;

    /// <summary>Which customers may be called, when the view was first asked.</summary>
    public bool[] CanBeCalled => canBeCalled.Value;

    /// <summary>The number to call; empty where the customer may not be called.</summary>
    public string PhoneToCall(int row) => MayCall(row).IsAllowed ? Directory.Phone(row) : "";

    /// <summary>Why there is no number to call, in words; empty where there is one.</summary>
    public string WhyNotCalled(int row) =>
        MayCall(row) is { IsAllowed: false } no ? PermissionWords.Of(no, Calendar) : "";

    /// <summary>The e-mail addresses of rows, for contact: empty where there is none, or the customer may not be
    /// written to.</summary>
    internal string[] EmailsToWriteTo(IReadOnlyList<int> rows) => Permissions.Emails(Ids, Directory, rows);

    /// <summary>Computes what most pages need before the first of them is asked for.</summary>
    public void Prepare()
    {
        _ = (Totals, CanBeCalled, RowOf(default));
        string[] orders = ["priority_rank", "revenue", "last_order_at", "orders", "rfm", RowOrders.ByName];
        foreach (var order in orders) Orders.By(order);
    }

    /// <summary>The row of a customer, or -1.</summary>
    public int RowOf(CustomerId id)
    {
        if (rowOf.Value is { } index) return index.GetValueOrDefault(id, -1);
        var row = Array.BinarySearch(Ids, id);
        return row < 0 ? -1 : row;
    }

    /// <summary>What to call a customer: the name, else the e-mail address, else the shop's own key.</summary>
    public string NameOf(int row)
    {
        if (Directory.Name(row) is { Length: > 0 } name) return name;
        return Directory.Email(row) is { Length: > 0 } email ? email : Table.Keys.Text(row);
    }

    /// <summary>The rows in which every word occurs, in name, key, e-mail address, phone or city; or whose id it is.
    /// </summary>
    public IReadOnlyList<int> Search(string text) =>
        CustomerId.TryParse(text, out var id) && RowOf(id) is >= 0 and var row ? [row]
        : PhoneSearch.Digits(text, Phones) is not { } digits ? Directory.Search(text)
        : [.. Directory.Search(text).Union(Directory.Search(digits)).Order()];

    Permission MayCall(int row) => Permissions.Call(Ids[row], Directory, row);

    bool[] FindCallable()
    {
        var can = new bool[Table.Count];
        for (var row = 0; row < can.Length; row++) can[row] = MayCall(row).IsAllowed;
        return can;
    }

    // The store hands customers out by id; then the array itself is the index.
    Dictionary<CustomerId, int>? IndexIds()
    {
        var row = 1;
        while (row < Ids.Length && Ids[row - 1] < Ids[row]) row++;
        if (row >= Ids.Length) return null;
        var index = new Dictionary<CustomerId, int>(Ids.Length);
        for (row = 0; row < Ids.Length; row++) index[Ids[row]] = row;
        return index;
    }
}
