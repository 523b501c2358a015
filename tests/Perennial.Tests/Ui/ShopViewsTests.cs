using Microsoft.Extensions.Time.Testing;
using Perennial.Core;
using Perennial.Core.Purchases;
using Perennial.Shop;

namespace Perennial.Tests.Ui;

public class ShopViewsTests
{
    static readonly TimeSpan soon = TimeSpan.FromSeconds(20);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    readonly FakeTimeProvider clock = new(SomeShop.Now.ToDateTimeOffset());
    long version = 1;
    int loads;

    ShopViews Views(Func<ShopView>? load = null) => new(
        () => version,
        at =>
        {
            Interlocked.Increment(ref loads);
            var view = load?.Invoke() ?? Some(version);
            view.Table.ReadAt(at, view.Calendar);
            return view;
        },
        _ => null, clock);

    static ShopView Some(long version)
    {
        var made = SomeShop.Of(20).View;
        return new ShopView(made.Table, made.Ids, made.Directory) { Version = version };
    }

    [Fact]
    public async Task The_shop_is_read_once_while_nothing_changes()
    {
        var views = Views();
        var first = await views.Current(Cancel);
        Assert.Same(first, await views.Current(Cancel));
        Assert.Equal(1, loads);
    }

    [Fact]
    public async Task A_new_version_is_seen_by_the_next_request()
    {
        var views = Views();
        var first = await views.Current(Cancel);
        version = 2;
        var second = await views.Current(Cancel);
        Assert.NotSame(first, second);
        Assert.Equal(2, second.Version);
    }

    [Fact]
    public async Task A_new_day_reads_the_clock_columns_anew()
    {
        var views = Views();
        var today = (await views.Current(Cancel)).Today;
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(today + 1, (await views.Current(Cancel)).Today);
        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task While_a_slow_reading_runs_others_get_the_view_before_and_whoever_changed_something_the_new_one()
    {
        using var gate = new ManualResetEventSlim(true);
        var views = Views(() =>
        {
            gate.Wait(soon);
            return Some(version);
        });
        var first = await views.Current(Cancel);
        gate.Reset();
        version = 2;
        var others = Enumerable.Range(0, 5).Select(_ => views.Current(Cancel)).ToList();
        var own = views.Current(2, Cancel);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        clock.Advance(ShopViews.Patience);
        Assert.All(await Task.WhenAll(others), view => Assert.Same(first, view));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(own.IsCompleted);
        gate.Set();
        Assert.Equal(2, (await own).Version);
        Assert.Equal(2, (await views.Current(Cancel)).Version);
        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task A_reading_that_was_begun_before_the_change_is_not_taken_for_it()
    {
        using var gate = new ManualResetEventSlim(true);
        using var reading = new ManualResetEventSlim();
        var views = Views(() =>
        {
            var begun = version;
            reading.Set();
            gate.Wait(soon);
            return Some(begun);
        });
        await views.Current(Cancel);
        gate.Reset();
        reading.Reset();
        version = 2;
        var before = views.Current(Cancel);
        Assert.True(reading.Wait(soon, Cancel));
        clock.Advance(ShopViews.Patience);
        Assert.Equal(1, (await before).Version);
        version = 3;
        var own = views.Current(3, Cancel);
        gate.Set();
        Assert.Equal(3, (await own).Version);
        Assert.Equal(3, loads);
    }

    [Fact]
    public async Task A_version_that_the_store_never_had_keeps_nobody_waiting() =>
        Assert.Equal(1, (await Views().Current(long.MaxValue, Cancel)).Version);

    [Fact]
    public async Task A_view_that_is_being_read_stays_as_it_is_when_a_new_day_comes()
    {
        await using var shop = new StoredShop { Customers = 40 };
        await shop.InitializeAsync();
        var clock = new FakeTimeProvider(StoredShop.Now.ToDateTimeOffset());
        var views = ShopLoader.Live(shop.Store, clock);
        var today = await views.Current(Cancel);
        var days = today.Table.Values(PurchaseColumns.RecencyDays);
        var before = days.ToArray();
        clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = await views.Current(Cancel);
        Assert.Equal(before, days);
        Assert.NotEqual(before, tomorrow.Table.Values(PurchaseColumns.RecencyDays));
        Assert.Equal(StoredShop.Now, today.Table.AsOf);
        Assert.Same(today.Table.Values(PurchaseColumns.Revenue), tomorrow.Table.Values(PurchaseColumns.Revenue));
    }

    [Fact]
    public async Task A_failed_first_reading_is_told_and_tried_again()
    {
        var fail = true;
        var views = Views(() => fail ? throw new BadInputException("shop.db", "Broken.", "Mend it.") : Some(1));
        await Assert.ThrowsAsync<BadInputException>(() => views.Current(Cancel));
        fail = false;
        Assert.Equal(1, (await views.Current(Cancel)).Version);
    }
}
