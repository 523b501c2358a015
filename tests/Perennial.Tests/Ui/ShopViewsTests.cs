using Perennial.Core;
using Perennial.Operations;

namespace Perennial.Tests.Ui;

public class ShopViewsTests
{
    static readonly TimeSpan soon = TimeSpan.FromSeconds(20);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    long version = 1;
    int loads;
    DateTimeOffset now = SomeShop.Now.ToDateTimeOffset();

    ShopViews Views(Func<ShopView>? load = null) => new(
        () => version,
        at =>
        {
            Interlocked.Increment(ref loads);
            var view = load?.Invoke() ?? Some(version);
            view.Table.ReadAt(at, view.Calendar);
            return view;
        },
        _ => null, new Clock(this));

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
        now = now.AddDays(1);
        Assert.Equal(today + 1, (await views.Current(Cancel)).Today);
        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task While_a_slow_reading_runs_requests_get_the_view_before_and_start_no_second_one()
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
        var meanwhile = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => views.Current(Cancel)));
        Assert.All(meanwhile, view => Assert.Same(first, view));
        gate.Set();
        while ((await views.Current(Cancel)).Version != 2) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(2, loads);
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

    sealed class Clock(ShopViewsTests test) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => test.now;
    }
}
