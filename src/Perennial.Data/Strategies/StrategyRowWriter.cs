using Perennial.Core;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Writes where customers stand, inside a shard's transaction.</summary>
sealed class StrategyRowWriter : IDisposable
{
    readonly int shard;
    readonly BulkInsert<(CustomerId Id, CustomerStrategies State, long Hears)> putState;
    readonly BulkInsert<(CustomerId Id, Enrollment Enrollment)> putEnrollment;

    public StrategyRowWriter(ShardTransaction shard)
    {
        this.shard = shard.Shard;
        putState = new(shard.Database, SqlText.Query("put-customer-strategy"),
            ["shard", "customer_id", "due_at", "pasts", "hears"],
            (to, first, row) => to.Bind(first, this.shard).Bind(first + 1, row.Id).Bind(first + 2, row.State.DueAt)
                .Bind(first + 3, string.Join('\n', row.State.Pasts.Select(EnrollmentText.Write)))
                .Bind(first + 4, row.Hears));
        putEnrollment = new(shard.Database, SqlText.Query("put-enrollment"),
            [
                "shard", "customer_id", "strategy", "occurrence", "version", "entered_at", "held_out_by", "position",
                "due_at", "ended_as", "ended_at", "body",
            ],
            (to, first, row) => Bind(to, first, row.Id, row.Enrollment));
    }

    void Bind(Statement to, int first, CustomerId id, Enrollment one) => to.Bind(first, shard)
        .Bind(first + 1, id).Bind(first + 2, one.Strategy).Bind(first + 3, one.Occurrence).Bind(first + 4, one.Version)
        .Bind(first + 5, one.EnteredAt).Bind(first + 6, (long)one.HeldOutBy).Bind(first + 7, one.Position)
        .Bind(first + 8, one.DueAt).Bind(first + 9, one.Left).Bind(first + 10, one.EndedAt)
        .Bind(first + 11, EnrollmentText.Write(one));

    /// <summary>Writes one enrollment as it is now.</summary>
    public void Put(CustomerId id, Enrollment enrollment) => putEnrollment.Add((id, enrollment));

    /// <summary>Writes what is kept for ever of a customer, when to look again, and of which activities something may
    /// come.</summary>
    public void Put(CustomerId id, CustomerStrategies state, long hears = HeardActivities.All) =>
        putState.Add((id, state, hears));

    /// <summary>Writes what still waits.</summary>
    public void Flush()
    {
        putState.Flush();
        putEnrollment.Flush();
    }

    public void Dispose()
    {
        putState.Dispose();
        putEnrollment.Dispose();
    }
}
