using System.Text.RegularExpressions;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Postgres;
using Perennial.Data.Profiles;
using Perennial.Tests.Store;

namespace Perennial.Tests.Postgres;

/// <summary>
/// What a Citus cluster asks of SQL, held to without one: whatever is written, and whatever is read within a shard's
/// transaction, names its shard by equality and so runs on one node; what is asked of the whole population joins
/// tables by shard, so that each node answers for its own.
/// </summary>
public sealed partial class ClusterShape : StoreContract
{
    // Asked of everybody, outside of any shard's transaction. Each of them reads; none of them locks.
    static readonly string[] ofThePopulation =
    [
        "any-entries-to-come", "any-order", "any-profile-ahead", "any-unfinished", "consents-by-channel",
        "consents-of-refusers", "contacts-planned", "contacts-sent", "contacts-to-hand-over", "count-counted-customers",
        "count-customers", "count-dead", "count-due", "count-pending-aliases", "count-scored-chunks", "count-unsent",
        "decisions-of-step", "decisions-of-strategy", "due-shards", "enrolled-in", "entered-on", "entries-ahead",
        "erased-totals", "erasure-notices", "find-identity", "first-entries", "first-fact", "holders-of-order",
        "members-of-household", "moment", "next-demand", "next-due-of-strategies", "open-at-steps",
        "orders-by-hour", "orders-waited-for", "owner-of-order", "planned-calls", "popular-products",
        "possible-duplicates", "pulse",
        "rfm-segments-at-scoring-run", "segment-came", "segment-members", "segment-members-at", "segment-moves",
        "segment-went", "sent-on", "shard-versions", "shadows-waiting", "shards-to-ask", "shards-to-refold",
        "shards-to-sync",
        "shards-to-trim", "shards-with-entries", "shards-with-pending", "shards-with-problem", "shards-with-work",
        "shared-identities", "stays-due", "store-has-customers", "strategies-due-shards", "strategies-overdue",
        "strategy-sums", "suppressions-by-channel", "transitions", "unsaved-scoring-run",
        "waiting-by-demand", "waiting-entries", "waiting-for", "waiting-kinds",
    ];

    // What writes go by has changed: every shard counts it, in a transaction that does nothing else of a shard.
    static readonly string[] announced =
    [
        "forget-later-chunks", "forget-other-chunks", "next-moment", "next-moment-and-stays", "refold-from-the-first",
        "forget-entries", "stays-of-all",
    ];

    // A word that is stored is written anew, once, when a shop of an older version is opened.
    static readonly string[] onceAtOpening = ["call-them-active", "number-what-is-told", "tell-of-active"];

    // Nodes cannot answer these by themselves.
    static readonly string[] refused = [" over (", "distinct on", "with recursive", "for update", " full join"];

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\((?<inner>\s*select\b(?:[^()]|\((?!\s*select\b)(?:[^()]|\([^()]*\))*\))*)\)")]
    private static partial Regex Subquery();

    [GeneratedRegex(@"(?<!do )\b(?:from|join|into|update) (?<table>\w+)(?: (?:as )?(?<alias>\w+))?")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\b(?<left>\w+)\.shard = (?<right>\w+)\.shard\b")]
    private static partial Regex Link();

    static readonly string[] words =
    [
        "where", "on", "set", "join", "left", "order", "group", "using", "values", "inner", "cross", "union", "limit",
        "as", "select", "having", "for", "returning", "default",
    ];

    HashSet<string> Sharded()
    {
        _ = Store;
        using var engine = ShopPlace.Engine(File, new StoreOptions());
        using var database = engine.Connect();
        return [.. database.Tables().Where(table => database.ColumnsOf(table).Contains("shard"))];
    }

    /// <summary>The sharded tables of a statement by the names it gives them, and those that it ties to one shard.
    /// </summary>
    static (HashSet<string> Used, HashSet<string> Tied, bool Joined) Shape(string sql, HashSet<string> sharded)
    {
        var text = Regex.Replace(Comment().Replace(sql, " "), @"\s+", " ").ToLowerInvariant();
        var (used, tied, links) = (new HashSet<string>(), new HashSet<string>(), new List<(string, string)>());
        foreach (var scope in Scopes(text))
        {
            var mine = Reference().Matches(scope)
                .Where(match => sharded.Contains(match.Groups["table"].Value))
                .Select(match => match.Groups["alias"] is { Success: true, Value: var alias } && !words.Contains(alias)
                    ? alias : match.Groups["table"].Value).Distinct().ToList();
            used.UnionWith(mine);
            var inserted = Regex.Match(scope, @"insert into (\w+) \( ?shard,");
            if (inserted.Success && Regex.IsMatch(scope, @"values \( ?@shard\b|select (\w+\.)?shard,"))
                tied.Add(inserted.Groups[1].Value);
            var others = mine.Except(inserted.Success ? [inserted.Groups[1].Value] : []).ToList();
            if (others.Count == 1 && Regex.IsMatch(scope, @"(?<![\w.])shard = @shard\d*\b")) tied.Add(others[0]);
            if (scope.Contains("using (shard", StringComparison.Ordinal))
                links.AddRange(mine.Skip(1).Select(other => (mine[0], other)));
        }
        foreach (var name in used.ToList())
            if (Regex.IsMatch(text, $@"(?<!\w){name}\.shard = @shard\d*\b")) tied.Add(name);
        links.AddRange(Link().Matches(text).Select(link => (link.Groups["left"].Value, link.Groups["right"].Value)));
        Spread(tied, links);
        var reached = new HashSet<string>(used.Take(1));
        Spread(reached, links);
        return (used, tied, text.Contains(" union ", StringComparison.Ordinal) || used.IsSubsetOf(reached));
    }

    static void Spread(HashSet<string> names, List<(string Left, string Right)> links)
    {
        for (var before = -1; before != names.Count;)
        {
            before = names.Count;
            foreach (var (left, right) in links)
                if (names.Contains(left) || names.Contains(right)) names.UnionWith([left, right]);
        }
    }

    // Each select by itself, without those inside it: an unqualified "shard" is its own table's.
    static IEnumerable<string> Scopes(string text)
    {
        while (Subquery().Match(text) is { Success: true } inner)
        {
            yield return inner.Groups["inner"].Value;
            text = text.Remove(inner.Index, inner.Length).Insert(inner.Index, "( )");
        }
        foreach (var arm in text.Split(" union ")) yield return arm;
    }

    [Fact]
    public void Every_statement_names_its_shard_unless_it_asks_of_everybody()
    {
        var sharded = Sharded();
        var composed = new (string, string)[]
        {
            ("put profile", ProfileSql.Put), ("add profile", ProfileSql.Add), ("score", ProfileSql.Score),
            ("profiles", ProfileSql.SelectAll(ProfileSql.Stored)), ("profile", ProfileSql.SelectOne(ProfileSql.Stored)),
        };
        var wrong = new List<string>();
        foreach (var (name, sql) in SqlText.Names.Select(name => (name, SqlText.Query(name))).Concat(composed))
        {
            var (used, tied, _) = Shape(sql, sharded);
            if (!used.IsSubsetOf(tied) && !ofThePopulation.Contains(name) && !announced.Contains(name)
                && !onceAtOpening.Contains(name))
                wrong.Add($"{name}: {string.Join(", ", used.Except(tied))}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void What_is_asked_of_everybody_is_asked_of_each_node_by_itself()
    {
        var sharded = Sharded();
        foreach (var name in ofThePopulation)
        {
            var sql = SqlText.Query(name);
            var (used, tied, joined) = Shape(sql, sharded);
            Assert.True(joined, $"{name} joins tables by something else than their shard.");
            Assert.False(used.IsSubsetOf(tied), $"{name} names its shard and need not be in the list.");
            Assert.DoesNotMatch(@"\b(insert into|delete from|update \w+ set)\b", sql);
            foreach (var word in refused) Assert.DoesNotContain(word, sql, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("select 1 from customer where customer_id = @customer_id")]
    [InlineData("update profile set version = @version where customer_id = @customer_id")]
    [InlineData("select 1 from customer c join profile p on p.customer_id = c.customer_id where c.shard = @shard")]
    [InlineData("delete from outbox where shard = @shard and sequence < (select max(sequence) from outbox o)")]
    [InlineData("insert into consent (customer_id, shard) values (@customer_id, @shard)")]
    public void A_statement_of_several_nodes_is_found_out(string sql)
    {
        var (used, tied, _) = Shape(sql, Sharded());

        Assert.False(used.IsSubsetOf(tied));
    }

    [Fact]
    public void Tables_are_spread_by_shard_all_together_and_the_others_are_everywhere()
    {
        _ = Store;
        using var engine = ShopPlace.Engine(File, new StoreOptions());
        using var database = engine.Connect();

        var plan = Citus.Plan(database, new HashSet<string>());

        Assert.Equal("select create_distributed_table('shard', 'shard')", plan[0]);
        Assert.Contains("select create_distributed_table('profile', 'shard', colocate_with => 'shard')", plan);
        Assert.Contains("select create_reference_table('product')", plan);
        Assert.DoesNotContain(plan, statement => statement.Contains("'migration'", StringComparison.Ordinal));
        // What is unique is unique within a shard: no node could know of the others' rows.
        foreach (var table in Sharded().Where(table => table != "shard"))
            Assert.Equal("shard", database.TableColumns(table).Single(column => column.Key == 1).Name);
    }
}
