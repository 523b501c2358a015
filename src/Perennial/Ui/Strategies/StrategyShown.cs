using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Shop;
using Perennial.Strategies;
using Perennial.Words;

namespace Perennial.Ui.Strategies;

/// <summary>Strategies as pages write them.</summary>
static class StrategyShown
{
    /// <summary>The class of a state's pill.</summary>
    public static string ClassOf(StrategyState state) => state switch
    {
        StrategyState.Live => "state live",
        StrategyState.Removed => "state draft",
        _ => "state stopped",
    };

    /// <summary>"live", "stopped by Ann", "paused".</summary>
    public static string WordOf(StrategySheet sheet) => sheet.State switch
    {
        StrategyState.Stopped when sheet.Reason is { } reason => reason,
        var state => state.ToString().ToLowerInvariant(),
    };

    /// <summary>The address of one of a strategy's lists: decisions of a step and an outcome.</summary>
    public static string Decisions(string strategy, string step = "", string outcome = "")
    {
        var address = Show.StrategyAddress(strategy) + "?show=decisions";
        if (step.Length > 0) address += "&step=" + Uri.EscapeDataString(step);
        return outcome.Length > 0 ? address + "&outcome=" + Uri.EscapeDataString(outcome) : address;
    }

    /// <summary>The address of the list of who is in a strategy.</summary>
    public static string People(string strategy) => Show.StrategyAddress(strategy) + "?show=people";

    /// <summary>What a customer is called; the id of one who came since the view was read.</summary>
    public static string NameOf(ShopView view, CustomerId id) =>
        view.RowOf(id) is >= 0 and var row ? view.NameOf(row) : $"{id}";

    /// <summary>What a decision led to, in two words: "E-mail sent", "Call blocked".</summary>
    public static string What(DecisionRow row) => row.Kind is { } kind
        ? $"{StepWords.NameOf(kind)} {(row.Outcome?.IsFinal() == false ? "waits" : Word(row.Outcome))}"
        : Word(row.Outcome);

    /// <summary>The word of the screens for an outcome.</summary>
    public static string Word(Outcome? outcome) => outcome == Outcome.HeldOut ? "left alone" : OutcomeWords.Of(outcome);

    /// <summary>Whether it is good, bad or neither.</summary>
    public static string Tone(DecisionRow row) => row.Outcome switch
    {
        Outcome.Sent => "good",
        Outcome.Blocked or Outcome.Expired => "bad",
        _ => "muted",
    };

    /// <summary>"consent 9, law 2", those with the most first.</summary>
    public static string Reasons(IReadOnlyDictionary<string, long> reasons) => string.Join(", ",
        reasons.OrderByDescending(one => one.Value).Select(one => $"{one.Key} {Show.Count(one.Value)}"));
}
