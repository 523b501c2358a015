using Perennial.Core;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Strategies;

namespace Perennial.Contacts;

/// <summary>One step of a strategy with its counts.</summary>
/// <param name="Step">The step's name; null where it has none: a wait, a branch.</param>
/// <param name="Kind">email, call, wait, branch ...</param>
/// <param name="Path">Where it stands: "4", "5.then.1".</param>
/// <param name="Words">What it does, in a line.</param>
public sealed record StepSheet(string? Step, string Kind, string Path, string Words)
{
    /// <summary>Contacts that were proposed here.</summary>
    public long Entered { get; init; }

    /// <summary>Of those: not decided for good yet.</summary>
    public long Waiting { get; init; }

    /// <summary>Of those who wait: for what is scarce, by what there is of it: "60 calls a day".</summary>
    public IReadOnlyDictionary<string, long> WaitingFor { get; init; } = new Dictionary<string, long>();

    /// <summary>Of those: gone.</summary>
    public long Sent { get; init; }

    /// <summary>Of those: would have gone to somebody who is left alone.</summary>
    public long HeldOut { get; init; }

    /// <summary>Of those: too late.</summary>
    public long Expired { get; init; }

    /// <summary>Of those: failed; none before anything is sent by a provider.</summary>
    public long Failed { get; init; }

    /// <summary>Of those: passed over by the strategy.</summary>
    public long LeftOut { get; init; }

    /// <summary>Of those: another went in its place.</summary>
    public long Superseded { get; init; }

    /// <summary>Of those: not allowed, by gate.</summary>
    public IReadOnlyDictionary<string, long> Blocked { get; init; } = new Dictionary<string, long>();

    /// <summary>Of those: gone, by arm; null where nothing is tested.</summary>
    public IReadOnlyDictionary<string, long>? Arms { get; init; }
}

/// <summary>One strategy with its counts: what the terminal, the API and pages show.</summary>
public sealed record StrategySheet(string Strategy, int Version, StrategyState State)
{
    /// <summary>Why it is stopped or paused; null where it is not.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when it is in that state.</summary>
    public Instant ChangedAt { get; init; } = Instant.None;

    /// <summary>0..100.</summary>
    public int Priority { get; init; }

    /// <summary>Its file.</summary>
    public string File { get; init; } = "";

    /// <summary>What it is for, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>What makes customers enter.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>Customers who entered.</summary>
    public long Entered { get; init; }

    /// <summary>Of those: left alone.</summary>
    public long HeldOut { get; init; }

    /// <summary>Of those: still in it.</summary>
    public long UnderWay { get; init; }

    /// <summary>Of those: at the end of the steps.</summary>
    public long Done { get; init; }

    /// <summary>Of those: ended before, by reason.</summary>
    public IReadOnlyDictionary<string, long> Left { get; init; } = new Dictionary<string, long>();

    /// <summary>Entries that were refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> NotEntered { get; init; } = new Dictionary<string, long>();

    /// <summary>Customers who wait to enter: until it is known how many do, until a person says yes, or until as many
    /// more may as the file says.</summary>
    public long WaitingToEnter { get; init; }

    /// <summary>When more may enter by <c>enter at most</c>; null where the file says nothing, or nobody waits.
    /// </summary>
    public Instant? NextEntryAt { get; init; }

    /// <summary>Facts that would have brought somebody in, had they not been told too late, or by a file.</summary>
    public long TooOld { get; init; }

    /// <summary>The steps, those inside others too, in the order of the file.</summary>
    public IReadOnlyList<StepSheet> Steps { get; init; } = [];

    /// <summary>How many are due and had no turn yet.</summary>
    public long Overdue { get; init; }

    /// <summary>When the next is due; null for nobody.</summary>
    public Instant? NextDueAt { get; init; }

    /// <summary>The strategy as it was read; null where its file cannot be read any more.</summary>
    public Strategy? Read { get; init; }

    /// <summary>All strategies of a shop, those of higher priority first.</summary>
    internal static IReadOnlyList<StrategySheet> All(ShopStore store, Instant now)
    {
        var parts = store.Strategies.Parts();
        if (parts.Published is null) return [];
        var book = StrategyBooks.InForce(store)?.Book;
        var read = book?.InForce.ToDictionary(one => one.Strategy.Name, one => one.Strategy) ?? [];
        var sums = store.Decisions.Sums().ToLookup(sum => sum.Strategy);
        var due = store.Decisions.Due(now);
        var waiting = store.Entries.Waiting(Instant.Never).ToDictionary(one => one.Strategy, one => one.All);
        var days = store.Entries.Days();
        var scarce = book is null ? null : ScarceWords.ByStep(store.Capacity.Waiting(), book.Rules.Scarce);
        StrategySheet WithScarce(StrategySheet sheet) => scarce is null ? sheet : sheet with
        {
            Steps = [.. sheet.Steps.Select(step => step with
            {
                WaitingFor = scarce.GetValueOrDefault((sheet.Strategy, step.Step ?? "")) ?? step.WaitingFor,
            })],
        };
        StrategySheet WithEntries(StrategySheet sheet) => sheet with
        {
            WaitingToEnter = waiting.GetValueOrDefault(sheet.Strategy),
            NextEntryAt = sheet.Read is { EnterAtMost: not null } strategy && waiting.ContainsKey(sheet.Strategy)
                ? (days.GetValueOrDefault(sheet.Strategy) ?? new EntryDay(sheet.Strategy)).FreeAt(strategy, now) : null,
        };
        return
        [
            .. parts.Standings.Where(one => one.State != StrategyState.Removed)
                .Select(one => Of(one, read.GetValueOrDefault(one.Strategy), [.. sums[one.Strategy]],
                    due.GetValueOrDefault(one.Strategy))).Select(WithEntries).Select(WithScarce)
                .OrderByDescending(one => one.Priority).ThenBy(one => one.Strategy, StringComparer.Ordinal),
        ];
    }

    static StrategySheet Of(
        StrategyStanding standing, Strategy? read, IReadOnlyList<StrategySum> sums, StrategyDue? due)
    {
        long Sum(StrategyCount what) => sums.Where(one => one.What == what).Sum(one => one.Number);
        Dictionary<string, long> By(StrategyCount what) => sums.Where(one => one.What == what)
            .GroupBy(one => one.Reason).ToDictionary(same => same.Key, same => same.Sum(one => one.Number));
        var (entered, ended) = (Sum(StrategyCount.Entered), By(StrategyCount.Ended));
        return new StrategySheet(standing.Strategy, standing.Version, standing.State)
        {
            Reason = standing.Reason.Length > 0 ? standing.Reason : read is not null ? null
                : "its file cannot be read any more: perennial plan with the folder says why",
            ChangedAt = standing.ChangedAt,
            Priority = read?.Priority ?? 0, File = read?.File ?? "", Description = read?.Description ?? "",
            Trigger = read is null ? "" : PlanWords.Of(read.Trigger), Entered = entered,
            HeldOut = Sum(StrategyCount.HeldOut),
            UnderWay = entered - ended.Values.Sum() - Sum(StrategyCount.GoneUnderWay),
            Done = ended.GetValueOrDefault(Machine.Done),
            Left = ended.Where(one => one.Key != Machine.Done).ToDictionary(),
            NotEntered = By(StrategyCount.NotEntered), TooOld = Sum(StrategyCount.TooOld),
            Steps = read is null ? [] : [.. read.AllSteps.Select(step => Of(step, sums))],
            Overdue = due?.Overdue ?? 0, NextDueAt = due?.Next, Read = read,
        };
    }

    static StepSheet Of(Step step, IReadOnlyList<StrategySum> sums)
    {
        var sheet = new StepSheet((step as ContactStep)?.Name, PlanWords.KindOf(step), step.Path, PlanWords.Of(step));
        if (step is not ContactStep contact) return sheet;
        var mine = sums.Where(one => one.Step == contact.Name).ToList();
        long Sum(StrategyCount what) => mine.Where(one => one.What == what).Sum(one => one.Number);
        var decided = mine.Where(one => one.What is (>= StrategyCount.Sent and <= StrategyCount.LeftOut)
            or StrategyCount.GoneWaiting).Sum(one => one.Number);
        return sheet with
        {
            Entered = Sum(StrategyCount.Reached), Waiting = Sum(StrategyCount.Reached) - decided,
            Sent = Sum(StrategyCount.Sent), HeldOut = Sum(StrategyCount.ContactHeldOut),
            Expired = Sum(StrategyCount.Expired), LeftOut = Sum(StrategyCount.LeftOut),
            Superseded = Sum(StrategyCount.Superseded),
            Blocked = mine.Where(one => one.What == StrategyCount.Blocked).GroupBy(one => one.Reason)
                .ToDictionary(same => same.Key, same => same.Sum(one => one.Number)),
            Arms = contact.Arms.Count == 0 ? null : mine.Where(one => one.What == StrategyCount.Sent)
                .GroupBy(one => one.Arm).ToDictionary(same => same.Key, same => same.Sum(one => one.Number)),
        };
    }
}
