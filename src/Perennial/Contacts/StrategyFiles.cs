using Perennial.Core;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Contacts;

/// <summary>How files differ from what is in force.</summary>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="Change">added, changed, removed, kept.</param>
/// <param name="Lines">Of what changed the lines that came and went, with + and - before them.</param>
sealed record StrategyChange(string Strategy, string Change, IReadOnlyList<string> Lines)
{
    public const string Added = "added", Changed = "changed", Removed = "removed", Kept = "kept";
}

/// <summary>A folder of strategies beside what is in force.</summary>
/// <param name="Read">The files as they would be published: those of strategies that are kept among them.</param>
/// <param name="Texts">Their texts, by path.</param>
/// <param name="Changes">What would change; strategies that stay as they are are not among them.</param>
/// <param name="OtherFiles">Other files that would change, by path.</param>
sealed record ProposedStrategies(ReadStrategies Read, IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<StrategyChange> Changes, IReadOnlyList<string> OtherFiles)
{
    /// <summary>Whether publishing would change anything.</summary>
    public bool Any => OtherFiles.Count > 0 || Changes.Any(one => one.Change != StrategyChange.Kept);
}

/// <summary>Compares strategies with what is in force, and publishes them, whichever door they come by.</summary>
static class StrategyFiles
{
    /// <summary>What is written down of each publishing.</summary>
    public const string Publishing = "strategies published", Stopping = "strategy stopped",
        Starting = "strategy started";

    /// <summary>Compares files with what is in force. A strategy that is not among them stays, unless it is pruned.
    /// </summary>
    /// <param name="texts">Files by their paths.</param>
    /// <param name="shop">What they may speak of.</param>
    /// <param name="parts">What is in force.</param>
    /// <param name="prune">Whether strategies that are not among the files go.</param>
    public static ProposedStrategies Compare(
        IReadOnlyDictionary<string, string> texts, StrategyShop shop, StrategyParts parts, bool prune)
    {
        var before = parts.Published is { } set ? parts.Files[set.Id] : new Dictionary<string, string>();
        var live = Present(parts);
        var former = before.Count == 0 ? null : StrategyFolder.Read(before, shop);
        var formerFiles = former?.Set.Strategies.ToDictionary(one => one.Name, one => one.File) ?? [];
        var read = StrategyFolder.Read(texts, shop);
        var all = texts.ToDictionary();
        var changes = new List<StrategyChange>();
        foreach (var name in live.Where(name => read.Set.Strategies.All(one => one.Name != name)))
        {
            changes.Add(new StrategyChange(name, prune ? StrategyChange.Removed : StrategyChange.Kept, []));
            if (prune || !formerFiles.TryGetValue(name, out var file)) continue;
            all.TryAdd(file, before[file]);
            if (former!.Set.Strategies.First(one => one.Name == name).Trigger is ListTrigger { List: var list }
                && before.TryGetValue(ListFile.PathOf(list), out var named)) all.TryAdd(ListFile.PathOf(list), named);
        }
        if (all.Count > texts.Count) read = StrategyFolder.Read(all, shop);
        foreach (var strategy in read.Set.Strategies)
        {
            if (!live.Contains(strategy.Name)) changes.Add(new StrategyChange(strategy.Name, StrategyChange.Added, []));
            else if (formerFiles.TryGetValue(strategy.Name, out var file) && before[file] != all[strategy.File])
            {
                changes.Add(new StrategyChange(
                    strategy.Name, StrategyChange.Changed, LineChanges.Of(before[file], all[strategy.File])));
            }
            else if (strategy.Trigger is ListTrigger { List: var list }
                && before.GetValueOrDefault(ListFile.PathOf(list)) != all.GetValueOrDefault(ListFile.PathOf(list)))
            {
                changes.Add(new StrategyChange(
                    strategy.Name, StrategyChange.Changed, [$"  the list '{list}' is another"]));
            }
        }
        var others = all.Keys.Union(before.Keys)
            .Where(path => !path.StartsWith("strategies/", StringComparison.Ordinal)
                && all.GetValueOrDefault(path) != before.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal).ToList();
        return new ProposedStrategies(
            read, all, [.. changes.OrderBy(one => one.Strategy, StringComparer.Ordinal)], others);
    }

    /// <summary>Publishes files where any of them is another than it was.</summary>
    /// <exception cref="BadInputException">Something is wrong with the files, or there are none.</exception>
    public static ProposedStrategies Apply(ShopStore store, ShopView view, IReadOnlyDictionary<string, string> texts,
        bool prune, Actor by, Instant now)
    {
        if (texts.Count == 0) throw NoFiles();
        var proposed = Compare(texts, StrategyShops.Of(view), store.Strategies.Parts(), prune);
        if (proposed.Any || proposed.Read.Mistakes.All.Count > 0) Publish(store, proposed, by, now);
        return proposed;
    }

    /// <summary>What is said where nothing was sent.</summary>
    public static BadInputException NoFiles() =>
        new("files", "There is no file.", "Name each by its path, such as strategies/welcome.yaml.");

    /// <summary>Publishes what was compared.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="proposed">What was compared.</param>
    /// <param name="by">Who does.</param>
    /// <param name="now">When.</param>
    /// <param name="expected">How many entries a plan told, by strategy; null where it told of none.</param>
    /// <exception cref="BadInputException">Something is wrong with the files.</exception>
    public static void Publish(ShopStore store, ProposedStrategies proposed, Actor by, Instant now,
        IReadOnlyDictionary<string, int>? expected = null)
    {
        if (proposed.Read.Mistakes.All is [var first, ..])
        {
            throw new BadInputException(first.Place, first.Problem, proposed.Read.Mistakes.All.Count == 1
                ? first.Remedy : $"{first.Remedy} There are {proposed.Read.Mistakes.All.Count - 1} more mistakes: "
                    + "perennial plan lists them.");
        }
        if (proposed.Read.Set.Strategies.FirstOrDefault(one => one.Was is not null
            && proposed.Changes.Any(change => change.Strategy == one.Was)) is { } renamed)
        {
            throw new BadInputException(renamed.File, $"'{renamed.Was}' cannot be called '{renamed.Name}' yet.",
                "Keep its name: whoever is in it, and all that was decided, goes by it.");
        }
        string[] Named(params string[] kinds) =>
            [.. proposed.Changes.Where(one => kinds.Contains(one.Change)).Select(one => one.Strategy)];
        store.Strategies.Publish(new StrategyPublishing(proposed.Texts,
            [.. proposed.Read.Set.Strategies.Select(one => (one.Name, one.File))], proposed.Read.Segments)
        {
            Changed = Named(StrategyChange.Changed).ToHashSet(), Removed = Named(StrategyChange.Removed),
            Expected = expected ?? new Dictionary<string, int>(),
        }, now, by.Name, [.. Audit(proposed, by, now)]);
        RuleLevels.Recount(store, now);
    }

    static IEnumerable<AuditEntry> Audit(ProposedStrategies proposed, Actor by, Instant now)
    {
        foreach (var change in proposed.Changes.Where(one => one.Change != StrategyChange.Kept))
        {
            yield return new AuditEntry(now, by, Publishing, change.Strategy)
            {
                After = string.Join('\n', [change.Change, .. change.Lines]),
            };
        }
        if (proposed.OtherFiles.Count > 0)
        {
            yield return new AuditEntry(now, by, Publishing, "strategies")
            {
                After = string.Join(", ", proposed.OtherFiles),
            };
        }
    }

    /// <summary>Stops strategies, all that are live where no names are given.</summary>
    /// <returns>Those that were live.</returns>
    /// <exception cref="MissingException">There is no such strategy.</exception>
    public static IReadOnlyList<string> Stop(ShopStore store, IReadOnlyList<string>? names, Actor by, Instant now) =>
        [.. Known(store, names).Where(name => store.Strategies.Stop(name,
            $"stopped by {by.Name}", now, by.Name, new AuditEntry(now, by, Stopping, name)))];

    /// <summary>Starts strategies that were stopped or have paused; whoever waited to enter a paused one is let in.
    /// </summary>
    /// <returns>Those that were not live.</returns>
    /// <exception cref="MissingException">There is no such strategy.</exception>
    public static IReadOnlyList<string> Start(ShopStore store, IReadOnlyList<string>? names, Actor by, Instant now) =>
        [.. Known(store, names).Where(name => store.Strategies.Start(name, now, by.Name,
            new AuditEntry(now, by, Starting, name)))];

    static List<string> Present(StrategyParts parts) =>
        [.. parts.Standings.Where(one => one.State != StrategyState.Removed).Select(one => one.Strategy)];

    /// <summary>Names of strategies that there are; all of them where none are given.</summary>
    /// <exception cref="MissingException">There is no such strategy.</exception>
    public static IReadOnlyList<string> Known(ShopStore store, IReadOnlyList<string>? names)
    {
        var all = Present(store.Strategies.Parts());
        foreach (var name in names ?? [])
        {
            if (all.Contains(name)) continue;
            throw new MissingException($"strategy '{name}'", "There is none of that name.", all.Count == 0
                ? "perennial apply DIR publishes some." : $"There are {string.Join(", ", all)}.");
        }
        return names ?? all;
    }
}
