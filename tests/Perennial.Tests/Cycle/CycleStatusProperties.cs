using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Model;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Statistics;
using Perennial.Settings;

namespace Perennial.Tests.Cycle;

/// <summary>What must hold of cycle columns for any history, with the model of a real shop.</summary>
public class CycleStatusProperties
{
    static readonly ShopCalendar Paris = ShopCalendars.Of("Europe/Paris");

    static (ProfileTable Table, Instant Next) Written(HistoryTable history, Instant asOf, CycleModel? model)
    {
        var table = ProfileFold.FoldAll(
            history, Some.Keys(history.CustomerCount), asOf, new ProfileSettings { Calendar = Paris });
        var columns = new CycleModelColumns(model, table, Paris);
        var next = Instant.Never;
        for (var row = 0; row < table.Count; row++) next = columns.Write(row);
        return (table, next);
    }

    static byte StatusAt(HistoryTable history, Instant asOf) =>
        Written(history, asOf, PublicForecasts.Cdnow.Model).Table.Values(CycleColumns.Status)[0];

    static readonly Gen<(OrderFact[] Orders, Instant AsOf)> Cases =
        from orders in Some.AnyOrders(customers: 1, atMost: 9)
        from asOf in Some.AnyInstant()
        select (orders, asOf);

    // Brute force over the days: nothing before the day said, something on it.
    [Fact]
    public void The_status_changes_when_it_is_said_to_and_not_before() => Holds(60, x =>
    {
        var history = Some.History(x.Orders.Where(order => order.At <= x.AsOf), 1);
        var (table, next) = Written(history, x.AsOf, PublicForecasts.Cdnow.Model);
        var status = table.Values(CycleColumns.Status)[0];
        if (next <= x.AsOf || (next.HasValue && StatusAt(history, next) == status)) return false;
        var last = next.HasValue ? Paris.DayOf(next) : Paris.DayOf(x.AsOf) + 300;
        for (var day = Paris.DayOf(x.AsOf); day < Math.Min(last, Paris.DayOf(x.AsOf) + 1500); day += 1 + day % 7)
            if (StatusAt(history, Paris.EndOf(day)) != status) return false;
        return !next.HasValue || StatusAt(history, new Instant(next.UnixMs - 1)) == status;
    });

    [Fact]
    public void Silence_leads_through_the_statuses_in_their_order() => Holds(30, x =>
    {
        var history = Some.History(x.Orders.Where(order => order.At <= x.AsOf), 1);
        byte before = 0;
        for (var day = Paris.DayOf(x.AsOf); day < Paris.DayOf(x.AsOf) + 800; day += 9)
        {
            var status = StatusAt(history, Paris.EndOf(day));
            // Who bought once has no cycle, and lapses from that.
            if (status == (byte)CycleStatus.Unknown) status = 0;
            if (status < before) return false;
            before = status;
        }
        return true;
    });

    [Fact]
    public void Columns_are_in_order_and_in_range() => Holds(150, x =>
    {
        var table = Written(Some.History(x.Orders, 1), x.AsOf, PublicForecasts.Cdnow.Model).Table;
        var (low, cycle, high) = (table.Values(CycleColumns.DaysLow)[0], table.Values(CycleColumns.Days)[0],
            table.Values(CycleColumns.DaysHigh)[0]);
        var (p30, p90) = (table.Values(CycleColumns.BuyChance30)[0], table.Values(CycleColumns.BuyChance90)[0]);
        var status = (CycleStatus)table.Values(CycleColumns.Status)[0];
        var once = table.Values(PurchaseColumns.RecencyDays)[0] < new CycleZones().InactiveAfterDays
            ? CycleStatus.Unknown : CycleStatus.Inactive;
        return table.Values(PurchaseColumns.PurchaseDays)[0] switch
        {
            0 => status == 0 && double.IsNaN(cycle) && double.IsNaN(p90),
            1 => status == once && double.IsNaN(cycle) && p30 >= 0 && p30 <= p90 && p90 <= 1,
            _ => status is >= CycleStatus.Recent and <= CycleStatus.Inactive && low > 0 && low < cycle && cycle < high
                && p30 >= 0 && p30 <= p90 && p90 <= 1
                && table.Values(CycleColumns.NextOrderExpectedAt)[0] > table.Values(PurchaseColumns.LastOrderAt)[0]
                && Math.Abs(table.Values(CycleColumns.Position)[0]
                    - table.Values(PurchaseColumns.RecencyDays)[0] / cycle) < 1e-12,
        };
    });

    [Fact]
    public void Nothing_after_the_instant_is_used() => Holds(100, x =>
        Some.Stored(Written(Some.History(x.Orders, 1), x.AsOf, PublicForecasts.Cdnow.Model).Table)
        == Some.Stored(Written(Some.History(x.Orders.Where(order => order.At <= x.AsOf), 1), x.AsOf,
            PublicForecasts.Cdnow.Model).Table));

    [Fact]
    public void One_customer_alone_is_written_as_among_all()
    {
        var all = PublicForecasts.Cdnow;
        for (var row = 0; row < 200; row++)
        {
            var orders = all.Batch.History[row].Orders;
            var alone = new HistoryBuilder();
            for (var i = 0; i < orders.Count; i++)
                alone.Add(new OrderFact { Customer = 0, At = orders.At[i], GrossCents = orders.GrossCents[i] });
            var table = ProfileFold.FoldAll(alone.Build(1), Some.Keys(1), all.Table.AsOf, new ProfileSettings());
            new CycleModelColumns(all.Model, table, ShopCalendar.Utc).Write(0);
            Assert.Equal(Some.Stored(all.Table, row), Some.Stored(table));
        }
    }

    [Fact]
    public void A_purchase_begins_anew()
    {
        OrderFact[] orders = [Some.Order("2024-01-01"), Some.Order("2024-02-01"), Some.Order("2024-03-01")];
        var late = StatusAt(Some.History(orders, 1), Some.At("2024-08-01"));
        var anew = StatusAt(Some.History([.. orders, Some.Order("2024-08-01")], 1), Some.At("2024-08-02"));
        Assert.True(late >= (byte)CycleStatus.Late);
        Assert.Equal((byte)CycleStatus.Recent, anew);
    }

    // Every two months, then silence.
    static readonly HistoryTable bimonthly = Some.History(
        [Some.Order("2024-01-01"), Some.Order("2024-03-01"), Some.Order("2024-05-01"), Some.Order("2024-07-01")], 1);

    // Calibrated apart, the nearer horizon may come out above the farther one.
    [Fact]
    public void The_chance_to_buy_within_30_days_is_never_above_that_within_90()
    {
        var model = PublicForecasts.Cdnow.Model;
        var doubtful = new Logistic([-6, 0, 0, 0]);
        var (table, _) = Written(bimonthly, Some.At("2024-08-25"), model with
        {
            Days30 = model.Days30 with { Fallback = false, Calibrator = null },
            Days90 = model.Days90 with { Fallback = true, Plain = doubtful },
        });
        var (sooner, later) = (table.Values(CycleColumns.BuyChance30)[0], table.Values(CycleColumns.BuyChance90)[0]);
        Assert.Equal(1 / (1 + Math.Exp(6)), later, 1e-12);
        Assert.Equal(later, sooner);
    }

    [Fact]
    public void A_status_lasts_a_while_though_its_limits_lie_close_together()
    {
        var model = PublicForecasts.Cdnow.Model with
        {
            Zones = new() { Soon = .5, Late = .5001, VeryLate = .5002, Inactive = .5003, HysteresisDays = 0 },
        };
        var asOf = Some.At("2024-07-02");
        var (table, _) = Written(bimonthly, asOf, model);
        Assert.True(table.Values(CycleColumns.Days)[0] > 4 * model.Zones.DwellDays);
        var limits = CycleLimits.Of(model, table, 0, Paris.DayOf(asOf))!;
        Assert.Equal(limits.SoonFrom + model.Zones.DwellDays, limits.LateFrom);
        Assert.Equal(limits.LateFrom + model.Zones.DwellDays, limits.VeryLateFrom);
    }

    [Fact]
    public void Without_a_model_what_an_earlier_run_wrote_is_cleared()
    {
        var history = Some.History([Some.Order("2024-01-01"), Some.Order("2024-02-01")], 1);
        var (table, _) = Written(history, Some.At("2024-02-20"), PublicForecasts.Cdnow.Model);
        Assert.False(double.IsNaN(table.Values(CycleColumns.Days)[0]));
        new CycleModelColumns(null, table, Paris).Write(0);
        Assert.Equal(0, table.Values(CycleColumns.Status)[0]);
        Assert.True(double.IsNaN(table.Values(CycleColumns.Days)[0]));
        Assert.Equal(Instant.None, table.Values(CycleColumns.NextOrderExpectedAt)[0]);
    }

    [Fact]
    public void Position_is_read_at_any_later_instant()
    {
        var history = Some.History([Some.Order("2024-01-01"), Some.Order("2024-02-01")], 1);
        var (table, _) = Written(history, Some.At("2024-02-20"), PublicForecasts.Cdnow.Model);
        table.ReadAt(Some.At("2024-03-10"), Paris);
        Assert.Equal(38 / table.Values(CycleColumns.Days)[0], table.Values(CycleColumns.Position)[0], 1e-12);
    }

    static void Holds(int times, Func<(OrderFact[] Orders, Instant AsOf), bool> claim) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(times),
            Prop.ForAll(Cases.ToArbitrary(), claim));
}
