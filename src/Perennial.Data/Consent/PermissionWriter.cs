using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Consent;

/// <summary>Writes what customers say about being contacted, and whom the shop never contacts: every statement is a row
/// for good, so that the rows are the same in whatever order statements come.</summary>
sealed class PermissionWriter : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly bool isLive;
    readonly Instant now;
    readonly BulkInsert<(CustomerId Customer, ConsentStatement Said, FactKey Key)> putConsent;
    readonly BulkInsert<(CustomerId Customer, Suppression One)> putSuppression;
    readonly Dictionary<StatementKey, string> known = [];
    readonly Dictionary<StatementKey, (ConsentStatement Said, FactKey Key)> said = [];
    readonly Dictionary<(ContactChannel, string Topic), (Instant At, bool Granted)> last = [];
    readonly HashSet<Suppression> suppressed = [], added = [];
    readonly FactKeys keys;
    FactKey under;
    FactCursor? consents, suppressions;

    /// <summary>Prepares for one transaction.</summary>
    /// <param name="database">In the transaction.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="isLive">Whether every statement counts by its own instant; else what is said again and was said
    /// last is no news: files repeat themselves every day.</param>
    /// <param name="now">When the shop knows of what does not say so itself.</param>
    /// <param name="keys">The keys that a batch's rows come under.</param>
    public PermissionWriter(Database database, int shard, bool isLive, Instant now, FactKeys keys)
    {
        (this.database, this.shard, this.isLive, this.now, this.keys) = (database, shard, isLive, now, keys);
        putConsent = new(database, SqlText.Query("put-consent"), ["shard", "customer_id", "channel", "topic", "said_at",
            "granted", "basis", "expires_at", "source", "wording", "known_at", .. FactKeys.Parameters], Bind);
        putSuppression = new(database, SqlText.Query("put-suppression"),
            ["shard", "customer_id", "channel", "reason", "suppressed_at", "source", "known_at"], Bind);
    }

    /// <summary>Reads what is known of customers, ascending.</summary>
    public void Load(IReadOnlyList<CustomerId> ids)
    {
        consents?.Dispose();
        suppressions?.Dispose();
        (consents, suppressions) = (null, null);
        if (ids.Count == 0) return;
        consents = new FactCursor(database.RowsOf(SqlText.Query("consents-of"), shard, ids));
        suppressions = new FactCursor(database.RowsOf(SqlText.Query("suppressions-of"), shard, ids));
    }

    /// <summary>Begins with the next customer.</summary>
    public void Begin(CustomerId id)
    {
        known.Clear();
        said.Clear();
        last.Clear();
        suppressed.Clear();
        added.Clear();
        for (; consents?.IsAt(id) == true; consents.Next())
        {
            var one = PermissionRows.Statement(consents.Row);
            known[StatementKey.Of(one)] = one.Wording;
            Remember(one);
        }
        for (; suppressions?.IsAt(id) == true; suppressions.Next())
            suppressed.Add(PermissionRows.Suppression(suppressions.Row));
    }

    /// <summary>What is said next stands in a row of the batch.</summary>
    public void Row(int row) => under = keys.Of(row);

    void Remember(ConsentStatement one)
    {
        var about = (one.Channel, one.Topic);
        if (!last.TryGetValue(about, out var before) || one.SaidAt > before.At
            || (one.SaidAt == before.At && !one.IsGranted)) last[about] = (one.SaidAt, one.IsGranted);
    }

    /// <summary>Takes a plain yes or no to everything by a channel.</summary>
    public void Say(ContactChannel channel, bool granted, string source, Instant at)
    {
        var isOld = !isLive && last.TryGetValue((channel, Topic.Everything), out var before)
            && before.Granted == granted;
        if (!isOld) Say(new ConsentStatement(channel, granted), source, at);
    }

    /// <summary>Takes a statement of the customer begun with.</summary>
    /// <param name="one">The statement.</param>
    /// <param name="source">Who says it, where it does not say so itself.</param>
    /// <param name="at">When it was said, where it does not say so itself.</param>
    public void Say(ConsentStatement one, string source, Instant at)
    {
        // Said without an instant of its own it is as old as its file, every day anew.
        var isOld = !isLive && !one.SaidAt.HasValue && last.TryGetValue((one.Channel, one.Topic), out var before)
            && before.Granted == one.IsGranted && Repeats(one);
        if (isOld) return;
        one = one with
        {
            Source = one.Source ?? source, SaidAt = one.SaidAt.HasValue ? one.SaidAt : at,
            ExpiresAt = one.IsGranted ? one.ExpiresAt : Instant.Never,
            KnownAt = one.KnownAt.HasValue ? one.KnownAt : now,
        };
        var key = StatementKey.Of(one);
        if (known.TryGetValue(key, out var wording) && string.CompareOrdinal(one.Wording, wording) <= 0) return;
        known[key] = one.Wording;
        said[key] = (one, under);
        Remember(one);
    }

    bool Repeats(ConsentStatement one) => known.Any(other => other.Key.Channel == one.Channel
        && other.Key.Topic == one.Topic && other.Key.IsGranted == one.IsGranted && other.Key.Basis == one.Basis
        && other.Key.ExpiresAt == one.ExpiresAt && other.Value == one.Wording);

    /// <summary>Never again by this channel.</summary>
    public void Suppress(Suppression one)
    {
        if (suppressed.Add(one)) added.Add(one);
    }

    /// <summary>Ends with the customer begun with.</summary>
    /// <returns>The channels of which anything was written.</returns>
    public IReadOnlySet<ContactChannel> End(CustomerId id)
    {
        if (said.Count + added.Count == 0) return none;
        foreach (var (one, key) in said.Values) putConsent.Add((id, one, key));
        foreach (var one in added) putSuppression.Add((id, one));
        return said.Values.Select(one => one.Said.Channel).Concat(added.Select(one => one.Channel)).ToHashSet();
    }

    static readonly IReadOnlySet<ContactChannel> none = new HashSet<ContactChannel>();

    /// <summary>Writes what still waits.</summary>
    public void Flush()
    {
        putConsent.Flush();
        putSuppression.Flush();
    }

    void Bind(Statement to, int first, (CustomerId Customer, ConsentStatement Said, FactKey Key) row)
    {
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, (long)row.Said.Channel)
            .Bind(first + 3, row.Said.Topic).Bind(first + 4, row.Said.SaidAt.UnixMs)
            .Bind(first + 5, row.Said.IsGranted ? 1L : 0L).Bind(first + 6, (long)row.Said.Basis)
            .Bind(first + 7, row.Said.ExpiresAt.UnixMs).Bind(first + 8, row.Said.Source)
            .Bind(first + 9, row.Said.Wording).Bind(first + 10, row.Said.KnownAt);
        FactKeys.Bind(to, first + 11, row.Key);
    }

    void Bind(Statement to, int first, (CustomerId Customer, Suppression One) row) =>
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, (long)row.One.Channel)
            .Bind(first + 3, (long)row.One.Reason).Bind(first + 4, row.One.At.UnixMs).Bind(first + 5, row.One.Source)
            .Bind(first + 6, row.One.KnownAt.HasValue ? row.One.KnownAt : now);

    public void Dispose()
    {
        consents?.Dispose();
        suppressions?.Dispose();
        putConsent.Dispose();
        putSuppression.Dispose();
    }

    /// <summary>What makes two statements the same: all but their wording.</summary>
    readonly record struct StatementKey(ContactChannel Channel, string Topic, Instant SaidAt, bool IsGranted,
        ConsentBasis Basis, Instant ExpiresAt, string Source)
    {
        public static StatementKey Of(ConsentStatement one) => new(
            one.Channel, one.Topic, one.SaidAt, one.IsGranted, one.Basis, one.ExpiresAt, one.Source!);
    }
}
