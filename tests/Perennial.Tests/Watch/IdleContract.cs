using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Perennial.Core.Segments;
using Perennial.Data.Access;
using Perennial.Destinations;
using Perennial.Live;
using Perennial.Scoring;
using Perennial.Tests.Destinations;
using Perennial.Tests.Store;

namespace Perennial.Tests.Watch;

/// <summary>What a process asks of the store while nothing happens.</summary>
public abstract class IdleContract : StoreContract
{
    const string Secret = "PERENNIAL_IDLE_SECRET";

    void Fill(Ledger ledger)
    {
        var orders = Enumerable.Range(0, 200).Select(i => SomeFacts.Order($"c{i}", $"n{i}", i, 1000 + i));
        Store.Intake.Write(SomeFacts.Batch([.. orders]), Moment, cancellation: Stop);
        Rescore.Run(Store, null, null, Now, (_, _) => { }, Stop);
        for (var i = 0; i < 10; i++)
            Store.Segments.Save(new ShopSegment($"segment {i}", $"orders >= {i + 1}"), Now);
        Store.Staff.Add(new StaffMember(new string('a', 32), "Ada", "ada@shop.example", StaffRole.Admin, Now),
            new AuditEntry(Now, Actor.Terminal("tests"), "staff added", "Ada"));
        System.Environment.SetEnvironmentVariable(Secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        foreach (var name in (string[])["hook", "other"])
        {
            var yaml = ledger.Yaml().Replace("name: hook", $"name: {name}").Replace("SECRET", Secret);
            var settings = DestinationFile.Parse("destinations:\n" + yaml, "destinations.yaml", []).Single();
            Store.Destinations.Put(name, "webhook", settings.ToJson(), Now);
        }
    }

    // A second, and whatever it wakes: until nobody asks any more. How long that takes is the machine's.
    async Task<long> Second(FakeTimeProvider time)
    {
        var before = Store.Statements;
        time.Advance(TimeSpan.FromSeconds(1));
        for (long asked = -1; asked != Store.Statements;)
        {
            asked = Store.Statements;
            await Task.Delay(5, Stop);
        }
        return Store.Statements - before;
    }

    // What is still going on is let end: as many seconds as there are between two trims, each
    // of which asks little.
    async Task QuietDown(FakeTimeProvider time)
    {
        for (int quiet = 0, seconds = 0; quiet < 31; seconds++)
        {
            Assert.True(seconds < 180, "It is not quiet after three minutes.");
            quiet = await Second(time) <= 3 ? quiet + 1 : 0;
        }
    }

    [Fact]
    public async Task A_server_to_which_nothing_happens_asks_at_most_two_questions_a_second()
    {
        await using var ledger = await Ledger.Start();
        Fill(ledger);
        using var logs = new LogLines().Factory();
        var time = new FakeTimeProvider(Now.ToDateTimeOffset());
        await using var live = LiveShop.Start(Store, time, logs.CreateLogger("idle"));
        // Both destinations are sent everybody first.
        var began = Stopwatch.StartNew();
        while (ledger.Arrived.Count < 400)
        {
            Assert.True(began.Elapsed < TimeSpan.FromSeconds(60), $"{ledger.Arrived.Count} of 400 came.");
            await Second(time);
        }
        await QuietDown(time);

        // A minute: what is done once in it falls into it once, however late the machine made it.
        const int seconds = 60;
        Store.StatementCount.TellApart();
        var asked = 0L;
        for (var i = 0; i < seconds; i++) asked += await Second(time);
        Assert.True(asked <= 2 * seconds, $"{asked} statements: " + string.Join("; ",
            Store.StatementCount.ByText.OrderByDescending(one => one.Value).Take(8)
                .Select(one => $"{one.Value} x {one.Key[..Math.Min(80, one.Key.Length)]}")));
        Assert.True(asked >= seconds, $"It looked {asked} times in {seconds} seconds.");
    }
}

public sealed class SqliteIdle : IdleContract;

public sealed class PostgresIdle : IdleContract
{
    protected override StorePlace NewPlace() => new DatabasePlace(shards: 8);
}
