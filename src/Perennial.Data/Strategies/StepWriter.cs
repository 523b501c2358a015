using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Attributes;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Does what strategies do that contacts nobody, inside the transaction of the turn: attributes are written
/// down, and other programs are told by the outbox.</summary>
sealed class StepWriter(ShardTransaction shard)
{
    /// <summary>Does a step.</summary>
    /// <param name="key">Which, of whom.</param>
    /// <param name="enrollment">The way through the strategy that it is of.</param>
    /// <param name="step">The step; of a kind that is no contact.</param>
    /// <returns>What became of it.</returns>
    public DecisionRow Do(CandidateKey key, Enrollment enrollment, ContactStep step)
    {
        string? why = null;
        if (step.Content.Kind == ContactKind.Set) Set(key.Customer, step);
        else why = Tell(key, step);
        return DecisionRow.Of(key, enrollment, step.Content.Kind, why, shard.Moment.Now);
    }

    // Said anew, so that a value that somebody else says later takes its place.
    void Set(CustomerId customer, ContactStep step)
    {
        var now = shard.Moment.Now;
        AttributeRows.Say(shard.Database, shard.Shard, customer, [.. step.Content.Attributes
            .Select(one => new AttributeSpan(one.Key, one.Value, now, now, now, LiveStrategies.Source))]);
        // Segments may speak of it: the next tick looks at the customer.
        shard.Database.Query("bring-forward", "next_change_at", "shard", "customer_id").Bind(1, now.UnixMs)
            .Bind(2, shard.Shard).Bind(3, customer).Run();
        if (shard.Moment.Tells)
        {
            shard.Outbox.Add(customer, now,
                JsonSerializer.Serialize(new ToldColumns(step.Content.Attributes), ToldJson.Default.ToldColumns));
        }
        shard.Change();
    }

    /// <summary>Why a program is not told that is not set up.</summary>
    public static string Missing(string to) => $"no webhook '{to}' is set up";

    string? Tell(CandidateKey key, ContactStep step)
    {
        var to = step.Content.To ?? "";
        if (!shard.Moment.TakesEvents.Contains(to)) return Missing(to);
        var told = new ToldEvent(to, step.Content.Text ?? "", $"{LiveStrategies.ContactOf(key).Value:x32}")
        {
            Strategy = key.Strategy, Step = key.Step,
        };
        shard.Outbox.Add(key.Customer, shard.Moment.Now,
            JsonSerializer.Serialize(new ToldEvents([told]), ToldJson.Default.ToldEvents));
        return null;
    }
}
