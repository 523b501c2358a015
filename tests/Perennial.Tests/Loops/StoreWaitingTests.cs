using Microsoft.Extensions.Time.Testing;
using Perennial.Cli.Serving;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Tests.Watch;

namespace Perennial.Tests.Loops;

/// <summary>What is served may start before its database does.</summary>
public sealed class StoreWaitingTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-waits-");
    readonly FakeTimeProvider time = new(Some.Now.ToDateTimeOffset());
    readonly LogLines log = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static StoreAwayException Away(StoreFault fault) => new(fault, "postgres://db/shop", "It starts.", "Wait.");

    Task<ShopStore> Open(Func<ShopStore> open) =>
        StoreWaiting.Open(open, time, log.CreateLogger("perennial"), Stop);

    async Task Passes(Task opening)
    {
        for (var seconds = 0; !opening.IsCompleted; seconds++)
        {
            Assert.True(seconds < 1_000, "It waits for ever.");
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Stop);
        }
    }

    [Fact]
    public async Task A_database_that_is_starting_is_waited_for_and_that_is_said_once()
    {
        var attempts = 0;
        var opening = Open(() => ++attempts < 10 ? throw Away(StoreFault.Unreachable)
            : ShopStore.Open(Path.Combine(folder.FullName, "shop.db"), Some.Now));
        await Passes(opening);

        using var store = await opening;
        Assert.Equal(10, attempts);
        Assert.Contains("postgres://db/shop", Assert.Single(log.Lines));
    }

    [Fact]
    public async Task Nobody_waits_longer_than_five_minutes()
    {
        var began = time.GetUtcNow();
        var opening = Open(() => throw Away(StoreFault.Unreachable));
        await Passes(opening);

        await Assert.ThrowsAsync<StoreAwayException>(() => opening);
        Assert.InRange(time.GetUtcNow() - began, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.5));
    }

    [Fact]
    public async Task What_waiting_does_not_help_is_said_at_once()
    {
        await Assert.ThrowsAsync<StoreAwayException>(() => Open(() => throw Away(StoreFault.Denied)));
        await Assert.ThrowsAsync<BadInputException>(
            () => Open(() => throw new BadInputException("shop", "There is no such database.", "Make it.")));
        Assert.Empty(log.Lines);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
