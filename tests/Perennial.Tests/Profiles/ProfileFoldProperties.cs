using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Settings;

namespace Perennial.Tests.Profiles;

/// <summary>What must hold for any history: the promises the rest of the program stands on.</summary>
public class ProfileFoldProperties
{
    // Paris has midnights in two offsets; short stages make changes frequent.
    static readonly ProfileSettings Paris = new() { Calendar = ShopCalendars.Of("Europe/Paris") };

    static readonly ProfileSettings SaoPaulo = new()
    {
        Calendar = ShopCalendars.Of("America/Sao_Paulo"),
        Lifecycle = new LifecycleOptions { ActiveDays = 3, RecentDays = 10, OlderDays = 40 },
    };

    [Fact]
    public void The_order_of_arrival_does_not_matter() => Holds(
        from orders in Some.AnyOrders(customers: 3)
        from shuffled in Gen.Shuffle(orders)
        from asOf in Some.AnyInstant()
        select (Orders: orders, Shuffled: shuffled, AsOf: asOf),
        x => Same(Some.Profiles(x.Orders, x.AsOf, 3, Paris), Some.Profiles(x.Shuffled, x.AsOf, 3, Paris)));

    [Fact]
    public void Nothing_after_the_instant_is_used() => Holds(
        from orders in Some.AnyOrders(customers: 3)
        from asOf in Some.AnyInstant()
        select (Orders: orders, AsOf: asOf),
        x => Same(
            Some.Profiles(x.Orders, x.AsOf, 3, Paris),
            Some.Profiles(x.Orders.Where(order => order.At <= x.AsOf), x.AsOf, 3, Paris)));

    [Fact]
    public void A_customer_alone_has_the_profile_they_have_among_all() => Holds(
        from orders in Some.AnyOrders(customers: 5)
        from asOf in Some.AnyInstant()
        select (Orders: orders, AsOf: asOf),
        x =>
        {
            var all = Some.Profiles(x.Orders, x.AsOf, 5, Paris);
            return Enumerable.Range(0, 5).All(customer =>
            {
                var own = x.Orders.Where(order => order.Customer == customer)
                    .Select(order => order with { Customer = 0 });
                var alone = Some.Profiles(own, x.AsOf, 1, Paris);
                return Some.Stored(all, customer) == Some.Stored(alone)
                    && all.NextChangeAt[customer] == alone.NextChangeAt[0]
                    && all.Values(PurchaseColumns.RecencyDays)[customer]
                        == alone.Values(PurchaseColumns.RecencyDays)[0];
            });
        });

    [Fact]
    public void Folding_again_after_a_new_order_equals_folding_it_all_at_once() => Holds(
        from orders in Some.AnyOrders(customers: 1)
        from asOf in Some.AnyInstant()
        select (Orders: orders, AsOf: asOf),
        x =>
        {
            // One row, folded anew after each order: nothing of an earlier fold may be left in it.
            var table = new ProfileTable(Columns.All, Some.Keys(1));
            var fold = new ProfileFold(x.AsOf, Paris, table);
            for (var count = 0; count <= x.Orders.Length; count++)
                fold.Fold(Some.History(x.Orders.Take(count), 1)[0], 0);
            return Some.Stored(table) == Some.Stored(Some.Profiles(x.Orders, x.AsOf, 1, Paris));
        });

    [Fact]
    public void Columns_change_at_NextChangeAt_and_not_before_in_Paris() => ChangesExactlyThen(Paris);

    [Fact]
    public void Columns_change_at_NextChangeAt_and_not_before_in_Sao_Paulo() => ChangesExactlyThen(SaoPaulo);

    // Brute force: the customer is folded anew at the start and the end of every day, and around the instant itself.
    static void ChangesExactlyThen(ProfileSettings settings) => Holds(
        from orders in Some.AnyOrders(customers: 1, atMost: 4)
        from asOf in Some.AnyInstant()
        select (Orders: orders, AsOf: asOf),
        x =>
        {
            var history = Some.History(x.Orders, 1);
            var (now, then) = (new ProfileTable(Columns.All, Some.Keys(1)),
                new ProfileTable(Columns.All, Some.Keys(1)));
            bool IsStill(Instant at)
            {
                new ProfileFold(at, settings, then).Fold(history[0], 0);
                return Some.Same(now, 0, then, 0, KeptTrue);
            }
            var next = new ProfileFold(x.AsOf, settings, now).Fold(history[0], 0);
            var last = next.HasValue ? next : new Instant(x.AsOf.UnixMs + 800 * 86_400_000L);
            if (next <= x.AsOf || (next.HasValue && IsStill(next))) return false;
            if (!IsStill(new Instant(last.UnixMs - 1))) return false;
            for (var day = settings.Calendar.DayOf(x.AsOf) + 1; settings.Calendar.StartOf(day) < last; day++)
            {
                if (!IsStill(settings.Calendar.StartOf(day))) return false;
            }
            return true;
        }, times: 80);

    static readonly Column[] KeptTrue = [.. Columns.All.Where(column => column.Kind != ColumnKind.Clock)];

    [Fact]
    public void Many_customers_folded_in_parallel_equal_one_after_the_other()
    {
        // More rows than one task takes.
        const int customers = 40_000;
        var orders = Some.AnyOrders(customers, atMost: 5).Sample(20_000).SelectMany(batch => batch).ToList();
        var history = Some.History(orders, customers);
        var asOf = Some.At("2023-06-30");
        var parallel = ProfileFold.FoldAll(history, Some.Keys(customers), asOf, Paris);
        var serial = new ProfileTable(Columns.All, Some.Keys(customers));
        var fold = new ProfileFold(asOf, Paris, serial);
        for (var row = 0; row < customers; row++) fold.Fold(history[row], row);
        Assert.Equal(serial.NextChangeAt, parallel.NextChangeAt);
        Assert.Equal(serial.Values(PurchaseColumns.Revenue), parallel.Values(PurchaseColumns.Revenue));
        Assert.Equal(serial.Values(PurchaseColumns.MeanGapDays), parallel.Values(PurchaseColumns.MeanGapDays));
        Assert.Equal(serial.Values(LifecycleColumns.Stage), parallel.Values(LifecycleColumns.Stage));
    }

    static void Holds<T>(Gen<T> cases, Func<T, bool> claim, int times = 300) =>
        Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(times),
            Prop.ForAll(cases.ToArbitrary(), claim));

    static bool Same(ProfileTable left, ProfileTable right) =>
        Enumerable.Range(0, left.Count).All(row => Some.Stored(left, row) == Some.Stored(right, row)
            && left.Values(PurchaseColumns.RecencyDays)[row] == right.Values(PurchaseColumns.RecencyDays)[row]);
}
