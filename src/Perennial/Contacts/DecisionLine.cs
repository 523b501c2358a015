using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Strategies;

namespace Perennial.Contacts;

/// <summary>A stored decision in a sentence.</summary>
static class DecisionLine
{
    /// <summary>The sentence; times by the clock that is given, else in UTC.</summary>
    public static string Of(DecisionRow row, ShopCalendar? clock = null)
    {
        if (row is not { Outcome: { } outcome, Kind: { } kind }) return row.Value;
        // What a condition did not hold of stands where others have what their rule found.
        var isCondition = outcome == Outcome.LeftOut && row.Rule == "condition";
        if (outcome == Outcome.LeftOut && !isCondition) return $"Left out: {row.Value}.";
        var reason = isCondition ? new DecisionReason(Gate.Condition, row.Value, "")
            : row.Gate == Gate.None ? null : new DecisionReason(row.Gate, row.Rule, row.Value, row.Source);
        var words = DecisionWords.Of(
            kind, outcome, reason, row.UntilAt, clock ?? ShopCalendar.Utc, ContactPolicies.None);
        return outcome == Outcome.Sent && kind.Channel() is not null ? $"{words[..^1]}: {Simulated}" : words;
    }

    // Whatever goes, goes through the sandbox: nobody else hands contacts over yet.
    const string Simulated = "simulated, nothing left the shop.";
}
