using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;

namespace Perennial.Contacts;

/// <summary>A decision in a sentence.</summary>
static class DecisionLine
{
    /// <summary>"Not called: in France a call needs consent, and there is none."</summary>
    public static string Of(DecisionRow row) => row.Outcome switch
    {
        null => row.Value,
        Outcome.Sent => $"{Went(row)}.",
        Outcome.Deferred => $"Waits{(row.UntilAt.HasValue ? $" until {row.UntilAt}" : "")}: {Why(row)}.",
        Outcome.HeldOut => $"Held out: {row.Value}; would have gone now.",
        Outcome.Expired => $"Too late: it was held up until it expired by {Why(row)}.",
        Outcome.LeftOut when row.Rule == "condition" => $"Left out: '{row.Value}' did not hold.",
        Outcome.LeftOut => $"Left out: {row.Value}.",
        Outcome.Superseded => $"Another goes in its place: {Why(row)}.",
        _ => $"Not {Done(row)}: {Why(row)}.",
    };

    static string Why(DecisionRow row) => row.Value.Length == 0 ? row.Rule : $"{row.Rule}, {row.Value}";

    static string Went(DecisionRow row) => row.Kind switch
    {
        ContactKind.Call => "Called",
        ContactKind.Ads => "In the advertising audience",
        ContactKind.Task => "Given to staff",
        _ => "Sent",
    };

    static string Done(DecisionRow row) => row.Kind switch
    {
        ContactKind.Call => "called",
        ContactKind.Ads => "in the advertising audience",
        ContactKind.Task => "given to staff",
        _ => "sent",
    };
}
