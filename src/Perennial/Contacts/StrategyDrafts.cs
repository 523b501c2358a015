using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Strategies;
using Perennial.Shop;
using Perennial.Strategies;
using KeptSet = Perennial.Data.Strategies.StrategyFileSet;

namespace Perennial.Contacts;

/// <summary>Files that are kept to be looked at before they are published.</summary>
/// <param name="Set">When they were kept, and by whom.</param>
/// <param name="Proposed">How they differ from what is in force now.</param>
/// <param name="Impact">What publishing them would do, as of when they were kept; null where nobody was asked.</param>
sealed record StrategyDraft(KeptSet Set, ProposedStrategies Proposed, ProposedImpact? Impact)
{
    /// <summary>What tells this draft from one that is kept after it.</summary>
    public string Mark => MarkOf(Set);

    public static string MarkOf(KeptSet set) => $"{set.Id}-{set.At.UnixMs}";
}

/// <summary>Keeps strategies to be looked at, and publishes what was looked at.</summary>
static class StrategyDrafts
{
    /// <summary>What is written down of it.</summary>
    public const string Keeping = "strategies kept", Discarding = "kept strategies discarded";

    /// <summary>Keeps files, right or wrong; what was kept before goes.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="texts">Files by their paths.</param>
    /// <param name="by">Who keeps them.</param>
    /// <param name="now">The present.</param>
    /// <param name="impact">What publishing them would do; null where nobody was asked.</param>
    /// <exception cref="BadInputException">There is no file.</exception>
    public static void Keep(ShopStore store, IReadOnlyDictionary<string, string> texts, Actor by, Instant now,
        ProposedImpact? impact = null)
    {
        if (texts.Count == 0) throw StrategyFiles.NoFiles();
        var set = store.Strategies.Keep(texts, now, by.Name, new AuditEntry(now, by, Keeping, "strategies")
        {
            After = string.Join(", ", texts.Keys.Order(StringComparer.Ordinal)),
        });
        if (impact is not null) store.Strategies.PutImpact(set, impact.ToJson());
    }

    /// <summary>What is kept, beside what is in force; null for nothing.</summary>
    public static StrategyDraft? Of(ShopStore store, ShopView view) => store.Strategies.Draft() is not { } draft ? null
        : new StrategyDraft(draft.Set,
            StrategyFiles.Compare(draft.Files, StrategyShops.Of(view), store.Strategies.Parts(), prune: false),
            ProposedImpact.FromJson(store.Strategies.ImpactOf(draft.Set)));

    /// <summary>What is kept and says anything else than what is in force, right or wrong; null for nothing. Texts are
    /// compared, and no file is read: on a page that is opened all day.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="strategies">What is in force.</param>
    public static KeptSet? ToLookAt(ShopStore store, StrategyParts strategies)
    {
        if (store.Strategies.Draft() is not var (set, files)) return null;
        var before = strategies.Published is { } published ? strategies.Files[published.Id]
            : new Dictionary<string, string>();
        // A file of another name that says the same is the same strategy.
        var said = before.Where(one => IsStrategy(one.Key)).Select(one => one.Value).ToHashSet();
        return files.Any(one => IsStrategy(one.Key) ? !said.Contains(one.Value)
            : before.GetValueOrDefault(one.Key) != one.Value)
            || before.Keys.Any(path => !IsStrategy(path) && ListFile.NameOf(path) is null && !files.ContainsKey(path))
            ? set : null;
    }

    static bool IsStrategy(string path) => path.StartsWith("strategies/", StringComparison.Ordinal);

    /// <summary>Asks customers anew what publishing what is kept would do.</summary>
    /// <exception cref="MissingException">Nothing is kept, or something else by now.</exception>
    public static void Ask(ShopStore store, ShopView view, string mark, Instant now)
    {
        Known(store, mark);
        if (Of(store, view) is not { } draft) throw Nothing();
        if (ProposedImpact.Of(store, draft.Proposed, ImpactAsking.OnPages, now) is { } impact)
            store.Strategies.PutImpact(draft.Set.Id, impact.ToJson());
    }

    /// <summary>Publishes what is kept.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="view">What the files may speak of.</param>
    /// <param name="mark">What was looked at.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="now">The present.</param>
    /// <param name="yesTo">How many somebody said yes to, who were shown that number; null where nobody did.</param>
    /// <exception cref="MissingException">Nothing is kept, or something else by now.</exception>
    /// <exception cref="BadInputException">Something is wrong with the files, or more would enter than may without a
    /// yes to that number.</exception>
    public static void Publish(
        ShopStore store, ShopView view, string mark, Actor by, Instant now, int? yesTo = null)
    {
        Known(store, mark);
        if (Of(store, view) is not { } draft) throw Nothing();
        var impact = ProposedImpact.Of(store, draft.Proposed, ImpactAsking.OnPages, now);
        // Who comes into an audience between the look and the click does not make the yes another one.
        var isYes = yesTo >= (draft.Impact ?? impact)?.ToSayYesTo && impact?.ToSayYesTo <= 1.1 * yesTo;
        StrategyFiles.Publish(store, draft.Proposed, by, now, impact, isYes);
        store.Strategies.Discard(draft.Set);
    }

    /// <summary>Forgets what is kept.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="mark">What was looked at; null for whatever is kept.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="MissingException">Nothing is kept, or something else by now.</exception>
    public static void Discard(ShopStore store, string? mark, Actor by, Instant now) =>
        store.Strategies.Discard(Known(store, mark), new AuditEntry(now, by, Discarding, "strategies"));

    static KeptSet Known(ShopStore store, string? mark)
    {
        if (store.Strategies.Draft() is not var (set, _)) throw Nothing();
        return mark is null || mark == StrategyDraft.MarkOf(set) ? set : throw new MissingException("draft",
            "Another one was kept meanwhile.", "Look at the page Strategies again.");
    }

    static MissingException Nothing() =>
        new("draft", "Nothing is kept to be published.", "perennial plan DIR --keep keeps a folder.");
}
