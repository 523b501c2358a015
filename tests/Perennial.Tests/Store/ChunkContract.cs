using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Scoring;
using Perennial.Data.Batches;
using Perennial.Data.Profiles;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>What concerns everybody is written some customers at a time: events get in between, and whoever was killed
/// half-way leaves what the next goes on with.</summary>
public abstract class ChunkContract : StoreContract
{
    const int Customers = 20;

    /// <summary>Does something between one transaction and the next.</summary>
    sealed class Between(Action<int> act) : IProgress<WriteProgress>
    {
        public int Times { get; private set; }

        public void Report(WriteProgress value) => act(++Times);
    }

    void WriteTwentyCustomers() => Write(Batch([.. Enumerable.Range(0, Customers).SelectMany(i =>
        Enumerable.Range(0, i + 1).Select(k => Order($"c{i}", $"{i}-{k}", (20 - i) * 7 + k, 100 * (i + 1))))]));

    (ScoringRun Run, StoreSnapshot Compared) Compare()
    {
        var compared = Store.Profiles.Load();
        compared.Profiles.ReadAt(Now, ShopCalendar.Utc);
        var before = Store.ScoringRuns.Latest()?.AsOfDay;
        return (Scorer.Run(compared.Profiles, ShopCalendar.Utc, HowToScore, before), compared);
    }

    // A new customer and one after the other of those who are there.
    void WriteEvent(int number) => Store.Intake.Write(EventBatch.Of([.. new[] { $"c{number}", $"fresh{number}" }.Select(
        who => SomeEvents.Event($"{who}-{number}", 1, SomeEvents.Person(who)) with
        {
            Order = SomeEvents.Order($"e-{who}-{number}", 1, 5_000 * number),
        })]), Moment, cancellation: Stop);

    [Fact]
    public void Events_get_in_between_while_a_run_is_saved()
    {
        WriteTwentyCustomers();
        var (run, compared) = Compare();
        var between = new Between(WriteEvent);

        Store.Scoring.Save(run, compared, Moment, between, Stop);

        Assert.InRange(between.Times, 3, Customers);
        Assert.Equal(Customers + between.Times, Store.Profiles.Load().Count);
        AssertSound();
    }
}

public sealed class SqliteChunks : ChunkContract;

public sealed class PostgresChunks : ChunkContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
