using System.Diagnostics;
using Perennial.Core;
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

    static Instant Present => Instant.From(TimeProvider.System.GetUtcNow());

    void Fill(Ledger ledger)
    {
        var orders = Enumerable.Range(0, 200).Select(i => SomeFacts.Order($"c{i}", $"n{i}", i, 1000 + i));
        Store.Intake.Write(SomeFacts.Batch([.. orders]), Store.Moment(Present), cancellation: Stop);
        Rescore.Run(Store, null, null, Present, (_, _) => { }, Stop);
        for (var i = 0; i < 10; i++)
            Store.Segments.Save(new ShopSegment($"segment {i}", $"orders >= {i + 1}"), Present);
        Store.Staff.Add(new StaffMember(new string('a', 32), "Ada", "ada@shop.example", StaffRole.Admin, Present),
            new AuditEntry(Present, Actor.Terminal("tests"), "staff added", "Ada"));
        System.Environment.SetEnvironmentVariable(Secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        foreach (var name in (string[])["hook", "other"])
        {
            var yaml = ledger.Yaml().Replace("name: hook", $"name: {name}").Replace("SECRET", Secret);
            var settings = DestinationFile.Parse("destinations:\n" + yaml, "destinations.yaml", []).Single();
            Store.Destinations.Put(name, "webhook", settings.ToJson(), Present);
        }
    }

    // What is still going on is waited for, however slow the machine: three seconds of which each asks little.
    async Task QuietDown()
    {
        var began = Stopwatch.StartNew();
        for (var quiet = 0; quiet < 3 && began.Elapsed < TimeSpan.FromSeconds(60);)
        {
            var before = Store.Statements;
            await Task.Delay(TimeSpan.FromSeconds(1), Stop);
            quiet = Store.Statements - before <= 3 ? quiet + 1 : 0;
        }
    }

    [Fact]
    public async Task A_server_to_which_nothing_happens_asks_at_most_two_questions_a_second()
    {
        await using var ledger = await Ledger.Start();
        Fill(ledger);
        using var logs = new LogLines().Factory();
        await using var live = LiveShop.Start(Store, TimeProvider.System, logs.CreateLogger("idle"));
        // Both destinations are sent everybody first.
        var began = Stopwatch.StartNew();
        while (ledger.Arrived.Count < 400)
        {
            Assert.True(began.Elapsed < TimeSpan.FromSeconds(60), $"{ledger.Arrived.Count} of 400 came.");
            await Task.Delay(50, Stop);
        }
        await QuietDown();

        const int seconds = 10;
        Store.StatementCount.TellApart();
        var before = Store.Statements;
        await Task.Delay(TimeSpan.FromSeconds(seconds), Stop);
        var asked = Store.Statements - before;
        Assert.True(asked <= 2 * seconds, $"{asked} statements: " + string.Join("; ",
            Store.StatementCount.ByText.OrderByDescending(one => one.Value).Take(8)
                .Select(one => $"{one.Value} x {one.Key[..Math.Min(80, one.Key.Length)]}")));
        Assert.True(asked > 0);
    }
}

public sealed class SqliteIdle : IdleContract;

public sealed class PostgresIdle : IdleContract
{
    protected override StorePlace NewPlace() => new DatabasePlace(shards: 64);
}
