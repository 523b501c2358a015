using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Segments.Rules;
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
/// <param name="Change">added, changed, removed, renamed, kept.</param>
/// <param name="Lines">Of what changed the lines that came and went, with + and - before them.</param>
/// <param name="Was">The name before, of one that is renamed; null of others.</param>
sealed record StrategyChange(string Strategy, string Change, IReadOnlyList<string> Lines, string? Was = null)
{
    public const string Added = "added", Changed = "changed", Removed = "removed", Renamed = "renamed", Kept = "kept";
}

/// <summary>Another file than a strategy's that differs from what is in force.</summary>
/// <param name="File">Its path.</param>
/// <param name="Change">added, changed, removed.</param>
sealed record FileChange(string File, string Change)
{
    /// <summary>In words: "new", "removed", "changed".</summary>
    public string Words => Change == StrategyChange.Added ? "new" : Change;
}

/// <summary>A folder of strategies beside what is in force.</summary>
/// <param name="Read">The files as they would be published: those of strategies that are kept among them.</param>
/// <param name="Texts">Their texts, by path.</param>
/// <param name="Changes">What would change; strategies that stay as they are are not among them.</param>
/// <param name="OtherFiles">Other files that would change, in the order of their paths.</param>
sealed record ProposedStrategies(ReadStrategies Read, IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<StrategyChange> Changes, IReadOnlyList<FileChange> OtherFiles)
{
    /// <summary>Whether publishing would change anything.</summary>
    public bool Any => OtherFiles.Count > 0 || Changes.Any(one => one.Change != StrategyChange.Kept);

    /// <summary>The names of those of some changes.</summary>
    public IReadOnlyList<string> Named(params string[] changes) =>
        [.. Changes.Where(one => changes.Contains(one.Change)).Select(one => one.Strategy)];
}

/// <summary>Compares strategies with what is in force, and publishes them, whichever door they come by.</summary>
static class StrategyFiles
{
    /// <summary>What is written down of each publishing.</summary>
    public const string Publishing = "strategies published", Stopping = "strategy stopped",
        Starting = "strategy started", Moving = "strategy moved to its last version";

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
        var formerFiles = StrategyFolder.NamesOf(before);
        var read = StrategyFolder.Read(texts, shop);
        var all = texts.ToDictionary();
        var changes = new List<StrategyChange>();
        var renamed = Renamed(read, parts, live);
        foreach (var name in live.Where(name => !renamed.ContainsValue(name)
            && read.Set.Strategies.All(one => one.Name != name)))
        {
            changes.Add(new StrategyChange(name, prune ? StrategyChange.Removed : StrategyChange.Kept, []));
            if (prune || !formerFiles.TryGetValue(name, out var file)) continue;
            all.TryAdd(file, before[file]);
            foreach (var (path, list) in before)
                if (ListFile.NameOf(path) is not null) all.TryAdd(path, list);
        }
        if (all.Count > texts.Count)
        {
            read = StrategyFolder.Read(all, shop);
            renamed = Renamed(read, parts, live);
        }
        foreach (var strategy in read.Set.Strategies)
        {
            var was = renamed.GetValueOrDefault(strategy.Name, strategy.Name);
            if (!live.Contains(was)) changes.Add(new StrategyChange(strategy.Name, StrategyChange.Added, []));
            else if (formerFiles.TryGetValue(was, out var file) && before[file] != all[strategy.File])
            {
                var isRenamed = was != strategy.Name;
                changes.Add(new StrategyChange(strategy.Name,
                    isRenamed ? StrategyChange.Renamed : StrategyChange.Changed,
                    LineChanges.Of(before[file], all[strategy.File]), isRenamed ? was : null));
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
            .Order(StringComparer.Ordinal)
            .Select(path => new FileChange(path, !before.ContainsKey(path) ? StrategyChange.Added
                : all.ContainsKey(path) ? StrategyChange.Changed : StrategyChange.Removed)).ToList();
        return new ProposedStrategies(
            read, all, [.. changes.OrderBy(one => one.Strategy, StringComparer.Ordinal)], others);
    }

    // A file says for ever what it was called; it is called otherwise once.
    static Dictionary<string, string> Renamed(ReadStrategies read, StrategyParts parts, IReadOnlyList<string> live)
    {
        var renamed = new Dictionary<string, string>();
        foreach (var strategy in read.Set.Strategies)
        {
            if (strategy.Was is not { } was || !live.Contains(was)) continue;
            if (read.Set.Strategies.Any(one => one.Name == was))
            {
                read.Mistakes.Add(new BadInputException(strategy.File,
                    $"'{was}' is to be called '{strategy.Name}', and is still among the files.",
                    "Take its file away, or leave 'was' out."));
            }
            else if (parts.Standings.Any(one => one.Strategy == strategy.Name))
            {
                read.Mistakes.Add(new BadInputException(strategy.File,
                    $"'{was}' cannot be called '{strategy.Name}': there was a strategy of that name already.",
                    "Choose a name that was never used."));
            }
            else if (renamed.FirstOrDefault(one => one.Value == was).Key is { } other)
            {
                read.Mistakes.Add(new BadInputException(strategy.File,
                    $"'{was}' cannot be called '{strategy.Name}' and '{other}'.", "Leave 'was' out of one of them."));
            }
            else renamed.Add(strategy.Name, was);
        }
        return renamed;
    }

    /// <summary>Publishes files where any of them is another than it was.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="view">What the files may speak of.</param>
    /// <param name="texts">Files by their paths.</param>
    /// <param name="prune">Whether strategies that are not among the files go.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <param name="asking">How customers are asked what publishing would do, and whether somebody said yes to
    /// it.</param>
    /// <exception cref="BadInputException">Something is wrong with the files, or there are none, or more would enter
    /// than may without a yes.</exception>
    public static (ProposedStrategies Proposed, ProposedImpact? Impact) Apply(ShopStore store, ShopView view,
        IReadOnlyDictionary<string, string> texts, bool prune, Actor by, Instant now, ImpactAsking? asking = null)
    {
        asking ??= ImpactAsking.OnPages;
        if (texts.Count == 0) throw NoFiles();
        var proposed = Compare(texts, StrategyShops.Of(view), store.Strategies.Parts(), prune);
        if (!proposed.Any && proposed.Read.Mistakes.All.Count == 0) return (proposed, null);
        var impact = ProposedImpact.Of(store, proposed, asking, now);
        Publish(store, proposed, by, now, impact, asking.Yes);
        return (proposed, impact);
    }

    /// <summary>What is said where nothing was sent.</summary>
    public static BadInputException NoFiles() =>
        new("files", "There is no file.", "Name each by its path, such as strategies/welcome.yaml.");

    /// <summary>Publishes what was compared.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="proposed">What was compared.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <param name="impact">What it would do; null where nobody was asked.</param>
    /// <param name="yes">Whether somebody said yes to however many would enter.</param>
    /// <param name="expected">How many entries are foreseen, by strategy; null for what the impact says.</param>
    /// <exception cref="BadInputException">Something is wrong with the files, or more would enter than may without a
    /// yes.</exception>
    public static void Publish(ShopStore store, ProposedStrategies proposed, Actor by, Instant now,
        ProposedImpact? impact = null, bool yes = false, IReadOnlyDictionary<string, int>? expected = null)
    {
        if (proposed.Read.Mistakes.All is [var first, ..])
        {
            throw new BadInputException(first.Place, first.Problem, proposed.Read.Mistakes.All.Count == 1
                ? first.Remedy : proposed.Read.Mistakes.All.Count == 2
                ? $"{first.Remedy} There is one more mistake: perennial plan names it."
                : $"{first.Remedy} There are {proposed.Read.Mistakes.All.Count - 1} more mistakes: "
                    + "perennial plan lists them.");
        }
        if (!yes) impact?.Refuse();
        store.Names.Note(NamesOf(proposed.Read.Set));
        foreach (var (offer, codes) in proposed.Read.Codes) store.Offers.AddCodes(offer, codes);
        store.Strategies.Publish(new StrategyPublishing(proposed.Texts,
            [.. proposed.Read.Set.Strategies.Select(one => (one.Name, one.File))], proposed.Read.Segments)
        {
            Changed = proposed.Named(StrategyChange.Changed, StrategyChange.Renamed).ToHashSet(),
            Removed = proposed.Named(StrategyChange.Removed),
            Renamed = [.. proposed.Changes.Where(one => one.Was is not null).Select(one => (one.Strategy, one.Was!))],
            Expected = expected ?? impact?.Expected ?? new Dictionary<string, int>(),
        }, now, by.Name, [.. Audit(proposed, by, now)]);
        // Before anybody looks who comes into what is watched under a new name.
        if (proposed.Changes.Any(one => one.Was is not null)) store.UnderWay.Rename(new ShopMoments(store).At(now));
        RuleLevels.Recount(store, now);
    }

    // Rules may speak of them before anybody was contacted.
    static IEnumerable<(NameKind, string)> NamesOf(StrategySet set) =>
    [
        .. set.Strategies.Select(one => (NameKind.Strategy, one.Name)),
        .. set.Strategies.SelectMany(one => one.AllSteps).OfType<ContactStep>()
            .Select(step => (NameKind.Step, step.Name)),
        .. set.Policies.Topics.Select(topic => (NameKind.Topic, topic.Name)),
        .. set.Offers.Select(offer => (NameKind.Offer, offer.Name)),
    ];

    static IEnumerable<AuditEntry> Audit(ProposedStrategies proposed, Actor by, Instant now)
    {
        foreach (var change in proposed.Changes.Where(one => one.Change != StrategyChange.Kept))
        {
            yield return new AuditEntry(now, by, Publishing, change.Strategy)
            {
                Before = change.Was ?? "", After = string.Join('\n', [change.Change, .. change.Lines]),
            };
        }
        if (proposed.OtherFiles.Count > 0)
        {
            yield return new AuditEntry(now, by, Publishing, "strategies")
            {
                After = string.Join(", ", proposed.OtherFiles.Select(one => one.File)),
            };
        }
    }

    /// <summary>Moves whoever is in a former version of strategies to the last one.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="names">Which; null for all.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancel">Who was moved stays moved.</param>
    /// <exception cref="MissingException">There is no such strategy.</exception>
    public static IReadOnlyList<MovedVersions> Move(
        ShopStore store, IReadOnlyList<string>? names, Actor by, Instant now, CancellationToken cancel)
    {
        var moment = new ShopMoments(store).At(now);
        var moved = new List<MovedVersions>();
        foreach (var name in Known(store, names))
        {
            if (store.UnderWay.Move(name, moment, cancel) is not { } one) continue;
            moved.Add(one);
            store.Audit.Add(new AuditEntry(now, by, Moving, name)
            {
                After = FormattableString.Invariant($"version {one.Version}: {one.Moved}"),
            });
        }
        return moved;
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

    /// <summary>The files that are in force, by their paths, as they were published.</summary>
    /// <exception cref="MissingException">Nothing is published.</exception>
    public static IReadOnlyDictionary<string, string> InForce(ShopStore store)
    {
        var parts = store.Strategies.Parts();
        return parts.Published is { } set ? parts.Files[set.Id] : throw new MissingException(
            "strategies", "None is published.", "perennial apply DIR publishes some.");
    }

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
