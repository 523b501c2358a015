using Perennial.Bench.Turns;
using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.EndToEnd.Commands;
using Perennial.EndToEnd.Live;

namespace Perennial.EndToEnd.Harms;

/// <summary>
/// <c>kill -9</c> of a process while it gives due customers their turns in strategies and hands contacts over: nobody's
/// turn is lost, nobody has two, and sums are those of the rows.
/// </summary>
/// <remarks><c>PERENNIAL_TICK_KILLS=200 PERENNIAL_TICK_CUSTOMERS=100000</c> does it more often, on more of them:
/// <c>bench/kills/run.sh ticks</c>.</remarks>
[Collection(ServedShop.Alone)]
public class KilledTicks
{
    static readonly int kills = Number("PERENNIAL_TICK_KILLS", 20) / 2;
    static readonly int customers = Number("PERENNIAL_TICK_CUSTOMERS", 5_000);

    static int Number(string variable, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{otherwise}");

    [Fact]
    public void Lose_no_turn_and_take_none_twice()
    {
        using var folder = new TemporaryFolder();
        Check(folder.File("shop.db"), 1);
    }

    [Fact]
    public void Nor_do_two_processes_on_a_database_of_which_one_is_killed()
    {
        using var database = DatabaseServer.Start();
        Check(database.Address, 2);
    }

    static void Check(string place, int count)
    {
        DueShop.Make(place, customers, _ => { }, new StoreOptions { NewShards = 8 });
        using var store = ShopStore.Open(place, ServedShop.Now);
        var (at, random, whileAtIt) = (DueShop.DueAt(store), new Rng(9), 0);
        store.Folding.RefoldDue(DueShop.At(store, at)(), int.MaxValue);
        var before = Progress(store, at);
        var all = customers + customers / 6;
        var processes = Enumerable.Range(0, count).Select(_ => TickingProcess.Start(place, at)).ToList();
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                // Spread over all of the work, turns and handing over.
                var until = before + (int)((kill + random.NextDouble()) * (all - before) / kills);
                while (Progress(store, at) < until && processes.Any(one => !one.HasExited)) Thread.Sleep(10);
                var which = random.NextInt(count);
                if (!processes[which].HasExited) whileAtIt++;
                processes[which].Kill();
                processes[which].WaitForExit();
                processes[which].Dispose();
                processes[which] = TickingProcess.Start(place, at);
            }
            foreach (var process in processes) Assert.True(process.WaitForExit(TimeSpan.FromMinutes(10)));
            Assert.All(processes, process => Assert.Equal(0, process.ExitCode));
        }
        finally
        {
            foreach (var process in processes)
            {
                process.Kill();
                process.Dispose();
            }
        }
        Assert.True(whileAtIt > kills / 2, $"Only {whileAtIt} of {kills} were at work when they were killed.");
        Whole(store, at);
        Assert.Empty(StoreCheck.Run(place));
        TestContext.Current.SendDiagnosticMessage($"| {(count == 1 ? "a file" : "PostgreSQL")} | {count} | {kills} | "
            + $"{whileAtIt} | {customers} |");
    }

    // Turns that were taken, and contacts that were handed over.
    static long Progress(ShopStore store, Instant at)
    {
        using var rental = store.Rent();
        return customers + rental.Database.Number($"""
            select (select count(*) from contact)
              - (select count(*) from customer_strategy where due_at <= {at.UnixMs})
            """);
    }

    // Each customer stands exactly one turn further than where everybody began.
    static void Whole(ShopStore store, Instant at)
    {
        using var rental = store.Rent();
        using var rows = rental.Database.Prepare("""
            select c.key, e.body,
              (select count(*) from enrollment o where o.shard = c.shard and o.customer_id = c.customer_id),
              (select count(*) from decision d where d.shard = c.shard and d.customer_id = c.customer_id),
              (select min(d.outcome) from decision d where d.shard = c.shard and d.customer_id = c.customer_id),
              (select count(*) from contact k where k.shard = c.shard and k.customer_id = c.customer_id)
            from customer c
            left join enrollment e on e.shard = c.shard and e.customer_id = c.customer_id
            order by c.key
            """);
        var customer = 0;
        for (; rows.Step(); customer++)
        {
            Assert.Equal(DueShop.Key(customer), rows.Text(0));
            var one = EnrollmentText.Read(rows.Text(1)!);
            var (position, outcome) = (DueShop.PartOf(customer), DueShop.Agrees(customer)) switch
            {
                ("waits", _) => ("2", (Outcome?)null),
                ("conditions", _) => ("2.", null),
                (_, true) => ("3", Outcome.Sent),
                _ => ("3", Outcome.Blocked),
            };
            Assert.StartsWith(position, one.Position, StringComparison.Ordinal);
            Assert.True(one is { IsOpen: true, State: StepState.Waiting } && one.DueAt > at, rows.Text(1));
            Assert.Equal((1L, outcome is null ? 0L : 1L), (rows.Int64(2), rows.Int64(3)));
            if (outcome is { } what) Assert.Equal((long)what, rows.Int64(4));
            Assert.Equal(outcome == Outcome.Sent ? 1 : 0, rows.Int64(5));
        }
        Assert.Equal(customers, customer);
    }
}
