using Perennial.Allocation;
using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Settings;
using Perennial.Words;

namespace Perennial.Contacts;

/// <summary>What one more of what a customer had no turn for was worth.</summary>
/// <param name="Day">What became of it on the day.</param>
/// <param name="Words">"2026-07-02: one more is worth €3.10".</param>
public sealed record ScarcePrice(PlanningRun Day, string Words)
{
    const int MostLooks = 1_000;

    /// <summary>Of those decisions that nothing was left for: of the day on which it was too late, or of the last day
    /// while it waits. Days that went by priority and the order of calls have no price.</summary>
    internal static IReadOnlyDictionary<CandidateKey, ScarcePrice> Of(
        ShopStore store, IReadOnlyList<DecisionRow> decisions, Instant now)
    {
        var prices = new Dictionary<CandidateKey, ScarcePrice>();
        List<DecisionRow> without = [.. decisions.Where(HadNone)];
        if (without.Count == 0 || StrategyBooks.InForce(store)?.Book is not { } book) return prices;
        var sheet = CapacitySheet.Of(store, MostLooks, now);
        var calendar = ShopSettings.Of(store).Calendar;
        var names = book.Rules.Scarce.All.ToLookup(one => one.Words, one => one.Name);
        foreach (var row in without)
        {
            var decided = calendar.DayOf(row.DecidedAt);
            var (from, until) = row.Outcome == Outcome.Waiting ? (decided, sheet.Today) : (int.MinValue, decided);
            var day = sheet.Days.FirstOrDefault(one =>
                one.Day >= from && one.Day <= until && names[row.Rule].Contains(one.Resource));
            if (day is { IsByValue: true, Price: > 0 })
                prices[row.Key] = new(day, $"{Show.Day(day.Day)}: {sheet.Worth(day)}");
        }
        return prices;
    }

    static bool HadNone(DecisionRow row) => row.Gate is Gate.Capacity or Gate.Budget
        && row.Outcome is Outcome.Waiting or Outcome.Expired;
}
