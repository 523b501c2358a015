using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Tests;

// Orders, and what the fold makes of them.
static partial class Some
{
    public static Instant At(string text) =>
        Instant.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    public static int Day(string date) => ShopCalendar.Day(DateOnly.Parse(date, CultureInfo.InvariantCulture));

    public static OrderFact Order(
        string at, decimal gross = 10, decimal discount = 0, decimal refunded = 0, decimal? cost = null,
        OrderFlags flags = OrderFlags.None, int customer = 0) => new()
        {
            Customer = customer, At = At(at), GrossCents = (long)(gross * 100), DiscountCents = (long)(discount * 100),
            RefundedCents = (long)(refunded * 100), CostCents = (long?)(cost * 100), Flags = flags,
        };

    public static HistoryTable History(IEnumerable<OrderFact> orders, int customers)
    {
        var builder = new HistoryBuilder();
        foreach (var order in orders) builder.Add(order);
        return builder.Build(customers);
    }

    public static CustomerKeys Keys(int count) =>
        CustomerKeys.From([.. Enumerable.Range(0, count).Select(i => $"c{i}")]);

    public static ProfileTable Profiles(
        IEnumerable<OrderFact> orders, Instant asOf, int customers = 1, ProfileSettings? settings = null) =>
        ProfileFold.FoldAll(History(orders, customers), Keys(customers), asOf, settings ?? new ProfileSettings());

    /// <summary>The past of a shop in which nobody had done anything yet.</summary>
    public static ShopPast NoPast(ProfileTable table)
    {
        ProfileTable Nobody(int days)
        {
            var before = new ProfileTable(Columns.All, table.Keys);
            before.ReadAt(new Instant(table.AsOf.UnixMs - days * 86_400_000L), ShopCalendar.Utc);
            return before;
        }
        return new ShopPast(new PastProfiles(Nobody(30), Nobody(90)),
            new PastBuyers(table.AsOf, ShopCalendar.Utc, new GapOptions(), most: 0));
    }

    /// <summary>The one customer's profile as of an instant.</summary>
    public static ProfileTable Profile(string asOf, params OrderFact[] orders) => Profiles(orders, At(asOf));

    /// <summary>What the store keeps of a row: everything but clock columns, as one comparable text.</summary>
    public static string Stored(ProfileTable table, int row = 0) => string.Join(' ', Columns.All
        .Where(column => column.Kind != ColumnKind.Clock)
        .Select(column => $"{column.Name}={Value(table, column, row)}"));

    static object? Value(ProfileTable table, Column column, int row) => column switch
    {
        Column<int> c => table.Values(c)[row],
        Column<long> c => table.Values(c)[row],
        Column<double> c => table.Values(c)[row],
        Column<byte> c => table.Values(c)[row],
        Column<Instant> c => table.Values(c)[row],
        _ => throw new ArgumentException($"{column.Name} holds an unknown type."),
    };

    /// <summary>Orders of up to <paramref name="customers"/> customers over three years, from 2022 on: discounts,
    /// part and full refunds, known and unknown cost, subscriptions, several at one instant.</summary>
    public static Gen<OrderFact[]> AnyOrders(int customers, int atMost = 12) =>
        Gen.Choose(0, atMost).SelectMany(count => Gen.ArrayOf(AnyOrder(customers), count));

    public static Instant Start { get; } = At("2022-01-01");

    public static Gen<Instant> AnyInstant(int days = 1100) =>
        from day in Gen.Choose(0, days)
        from hour in Gen.Elements(0, 0, 9, 12, 23)
        from ms in Gen.Elements(0, 0, 1, 3_599_999)
        select new Instant(Start.UnixMs + day * 86_400_000L + hour * 3_600_000L + ms);

    static Gen<OrderFact> AnyOrder(int customers) =>
        from customer in Gen.Choose(0, customers - 1)
        from at in AnyInstant()
        from gross in Gen.Choose(0, 20_000)
        from discount in Gen.Elements(0, 0, 1, 5)
        // What a statement says may be more than was paid.
        from refunded in Gen.Elements(0, 0, 0, 1, 2, 3, 4)
        from cost in Gen.Elements(-1, 0, 50)
        from subscription in Gen.Elements(false, false, true)
        let paid = gross - gross * discount / 10
        select new OrderFact
        {
            Customer = customer, At = at, GrossCents = gross, DiscountCents = gross * discount / 10,
            RefundedCents = paid * refunded / 3, CostCents = cost < 0 ? null : gross * cost / 100L,
            Flags = subscription ? OrderFlags.Subscription : OrderFlags.None,
        };
}
