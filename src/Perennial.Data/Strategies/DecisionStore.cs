using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>A sum of a strategy, over all days.</summary>
/// <param name="Strategy">Which.</param>
/// <param name="Version">In which version.</param>
/// <param name="Step">Of which step; empty for the strategy itself.</param>
/// <param name="Arm">The arm of its test; empty for none.</param>
/// <param name="What">What is counted.</param>
/// <param name="Reason">Why; empty where there is no why.</param>
/// <param name="Number">How many.</param>
public sealed record StrategySum(
    string Strategy, int Version, string Step, string Arm, StrategyCount What, string Reason, long Number);

/// <summary>When a strategy's enrollments are due.</summary>
/// <param name="Next">When the next is.</param>
/// <param name="Overdue">How many are due and had no turn yet.</param>
public sealed record StrategyDue(Instant Next, long Overdue);

/// <summary>Somebody who is in a strategy.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Position">At which step, by its path.</param>
/// <param name="EnteredAt">Since when.</param>
/// <param name="IsHeldOut">Whether they are left alone.</param>
/// <param name="DueAt">When to look again; never where only an event moves them.</param>
public sealed record Enrolled(CustomerId Customer, string Position, Instant EnteredAt, bool IsHeldOut, Instant DueAt);

/// <summary>What was decided, and who is in which strategy: for pages and answers. Counts are sums; no rows are
/// counted.</summary>
public sealed class DecisionStore
{
    readonly StoreShards shards;

    internal DecisionStore(StoreShards shards) => this.shards = shards;

    /// <summary>A customer's decisions, the newest first.</summary>
    public IReadOnlyList<DecisionRow> Of(CustomerId customer, int most = 200)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("decisions-of-customer", "shard", "customer_id", "most")
            .Bind(1, shards.Of(customer)).Bind(2, customer).Bind(3, most).Each().Select(DecisionRow.Read)];
    }

    /// <summary>A strategy's decisions, the newest first.</summary>
    public IReadOnlyList<DecisionRow> Of(string strategy, int most = 100)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("decisions-of-strategy", "strategy", "most").Bind(1, strategy).Bind(2, most)
            .Each().Select(DecisionRow.Read)];
    }

    /// <summary>Those of a strategy's decisions that ended in one way, the newest first.</summary>
    /// <param name="strategy">Which strategy.</param>
    /// <param name="step">Of which step; empty for all of them.</param>
    /// <param name="outcome">What became of them; null for anything.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<DecisionRow> Of(string strategy, string step, Outcome? outcome, int most)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("decisions-of-step", "strategy", "step", "outcome", "most").Bind(1, strategy)
            .Bind(2, step).Bind(3, outcome is { } what ? (long)what : -1L).Bind(4, most).Each()
            .Select(DecisionRow.Read)];
    }

    /// <summary>How many contacts of each strategy went on a day of the shop's.</summary>
    public IReadOnlyDictionary<string, long> SentOn(int day)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("sent-on", "day").Bind(1, day).Each()
            .Select(row => (row.Text(0)!, row.Int64(1))).ToDictionary();
    }

    /// <summary>A customer's enrollments, the newest first; those that are over too.</summary>
    public IReadOnlyList<Enrollment> Enrollments(CustomerId customer)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("enrollments-of-customer", "shard", "customer_id")
            .Bind(1, shards.Of(customer)).Bind(2, customer).Each().Select(row => EnrollmentText.Read(row.Text(9)!))];
    }

    /// <summary>Who is in a strategy, those who are due first first.</summary>
    public IReadOnlyList<Enrolled> In(string strategy, int most = 100)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("enrolled-in", "strategy", "most").Bind(1, strategy).Bind(2, most).Each()
            .Select(row => new Enrolled(row.CustomerId(0), row.Text(1)!, row.Instant(2), row.Int64(3) != 0,
                row.IsNull(4) ? Instant.Never : row.Instant(4)))];
    }

    /// <summary>How many are in a version of a strategy now, by the step that they are at.</summary>
    public IReadOnlyDictionary<string, long> At(string strategy, int version)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("open-at-steps", "strategy").Bind(1, strategy).Each()
            .Where(row => row.Int32(0) == version).Select(row => (row.Text(1)!, row.Int64(2))).ToDictionary();
    }

    /// <summary>The sums of all strategies.</summary>
    public IReadOnlyList<StrategySum> Sums()
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("strategy-sums").Each().Select(Sum)];
    }

    static StrategySum Sum(Rows row) => new(row.Text(0)!, row.Int32(1), row.Text(2)!, row.Text(3)!,
        (StrategyCount)row.Int64(4), row.Text(5)!, row.Int64(6));

    /// <summary>When each strategy's enrollments are due.</summary>
    public IReadOnlyDictionary<string, StrategyDue> Due(Instant now)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("next-due-of-strategies", "now").Bind(1, now).Each()
            .Select(row => (row.Text(0)!, new StrategyDue(row.Instant(1), row.Int64(2)))).ToDictionary();
    }
}
