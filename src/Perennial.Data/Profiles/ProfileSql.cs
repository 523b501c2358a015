using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Data.Engines;
using Perennial.Data.Rules;

namespace Perennial.Data.Profiles;

/// <summary>
/// The statements over the profile table, composed from the catalogue: adding a column to the catalogue adds it to
/// the store, and nothing else has to be written (docs/decisions/0006-profile-columns-follow-the-catalogue.md).
/// </summary>
static class ProfileSql
{
    /// <summary>The catalogue's columns that are stored: all but those that change with the clock.</summary>
    public static readonly IReadOnlyList<Column> Stored =
        [.. Columns.All.Where(column => column.Kind != ColumnKind.Clock)];

    /// <summary>Those that a scoring run gives.</summary>
    public static readonly IReadOnlyList<Column> OfScoringRun =
        [.. Columns.All.Where(column => column.FollowsScoringRun)];

    static readonly string[] Head = ["version", "folded_at", "next_change_at", "scoring_run_id"];

    /// <summary>Parameters of <see cref="Put"/>, in order.</summary>
    public static readonly string[] PutParameters =
        ["shard", "customer_id", .. Head, .. Stored.Select(column => column.Name)];

    /// <summary>Number of the first column's parameter in <see cref="Put"/>.</summary>
    public const int FirstPutColumn = 7;

    /// <summary>Writes one whole profile that is not there.</summary>
    public static string Add { get; } = $"""
        insert into profile ({string.Join(", ", PutParameters)})
        values ({string.Join(", ", PutParameters.Select(name => "@" + name))})
        """;

    /// <summary>Writes one whole profile.</summary>
    public static string Put { get; } = $"""
        {Add}
        on conflict (shard, customer_id) do update set {string.Join(", ",
            PutParameters.Skip(2).Select(name => $"{name} = excluded.{name}"))}
        """;

    /// <summary>Parameters of <see cref="Score"/>, in order.</summary>
    public static readonly string[] ScoreParameters =
        ["scoring_run_id", "next_change_at", .. OfScoringRun.Select(column => column.Name), "shard", "customer_id"];

    /// <summary>Parameters of <see cref="ScoreAlone"/>, in order.</summary>
    public static readonly string[] ScoreAloneParameters =
        [.. ScoreParameters.Where(name => name != "next_change_at")];

    /// <summary>Writes what a scoring run gave one customer.</summary>
    public static string Score { get; } = Update(ScoreParameters);

    /// <summary>The same where time changes nothing earlier or later than before.</summary>
    public static string ScoreAlone { get; } = Update(ScoreAloneParameters);

    static string Update(string[] parameters) => $"""
        update profile set {string.Join(", ", parameters.SkipLast(2).Select(name => $"{name} = @{name}"))}
        where shard = @shard and customer_id = @customer_id
        """;

    /// <summary>Number of the first column's cell in <see cref="Select"/>.</summary>
    public const int FirstSelectedColumn = 3;

    /// <summary>Reads the given columns of all profiles of a shard, in the order of customers.</summary>
    public static string SelectAll(IReadOnlyList<Column> columns) =>
        $"{Select(columns)} where shard = @shard order by customer_id";

    /// <summary>Reads the given columns of one profile.</summary>
    public static string SelectOne(IReadOnlyList<Column> columns) =>
        $"{Select(columns)} where shard = @shard and customer_id = @customer_id";

    /// <summary>Reads what is stored of one customer: whether there is a profile, its next change, open stays as a JSON
    /// object, attributes, where they stand in strategies, the given columns.</summary>
    public static string SelectStored(Database database, IReadOnlyList<Column> columns, bool withStays,
        bool withAttributes, bool withStands)
    {
        var known = texts.GetOrCreateValue(columns);
        var kind = (database.JsonObjectOf, withStays, withAttributes, withStands);
        return known.GetOrAdd(kind, _ => Composed(database, columns, withStays, withAttributes, withStands));
    }

    // Every event asks, mostly for one of the lists of this class.
    static readonly ConditionalWeakTable<IReadOnlyList<Column>,
        ConcurrentDictionary<(string, bool, bool, bool), string>> texts = [];

    static string Composed(Database database, IReadOnlyList<Column> columns, bool withStays, bool withAttributes,
        bool withStands)
    {
        var stays = !withStays ? "null" : $"""
            (select cast({database.JsonObjectOf}(s.segment, s.entered_at) as text) from segment_member s
             where s.shard = c.shard and s.customer_id = c.customer_id and s.left_at is null)
            """;
        var own = $"""
            (select cast({database.JsonObjectOf}(a.name, a.value) as text) from customer_attribute a
             where a.shard = c.shard and a.customer_id = c.customer_id and a.holds = 1 and a.value <> '')
            """;
        IEnumerable<string> read = ["c.customer_id", "p.version", "p.next_change_at", stays,
            .. withAttributes ? AttributeTable.All.Select(RuleSql.Attribute).Concat(
                ["c.place_languages", "c.place_zones", own]) : [],
            .. withStands ? stands : [],
            .. columns.Select(column => "p." + column.Name)];
        return $"""
            select {string.Join(", ", read)}
            from customer c left join profile p on p.shard = c.shard and p.customer_id = c.customer_id
            {(withStands ? joinedStands : "")}
            where c.shard = @shard and c.customer_id = @customer_id
            """;
    }

    const string joinedStands =
        "left join customer_strategy k on k.shard = c.shard and k.customer_id = c.customer_id";

    static readonly string[] stands =
    [
        "k.customer_id", "k.due_at",
        """
        case when exists (select 1 from enrollment e where e.shard = c.shard and e.customer_id = c.customer_id
            and e.ended_as is null)
          or exists (select 1 from planned_contact d where d.shard = c.shard and d.customer_id = c.customer_id)
          then 1 else 0 end
        """,
        "k.hears",
    ];

    static string Select(IReadOnlyList<Column> columns) =>
        $"select {string.Join(", ", [.. fixedColumns, .. columns.Select(column => column.Name)])} from profile";

    static readonly string[] fixedColumns = ["customer_id", "next_change_at", "scoring_run_id"];

    /// <summary>Adds the columns that the table does not have yet. Columns that left the catalogue stay.</summary>
    /// <returns>How many were added.</returns>
    public static int AddMissingColumns(Database database)
    {
        var missing = Missing(database);
        if (missing.Count == 0) return 0;
        using var transaction = Transaction.Schema(database);
        missing = Missing(database);
        foreach (var column in missing)
            database.Define($"alter table profile add column {column.Name} {TypeOf(column)}");
        transaction.Commit();
        return missing.Count;
    }

    static List<Column> Missing(Database database)
    {
        var present = database.ColumnsOf("profile");
        return [.. Stored.Where(column => !present.Contains(column.Name))];
    }

    static string TypeOf(Column column) => column.Form.Cell switch
    {
        CellSize.Small => "smallint",
        CellSize.Whole => "integer",
        CellSize.Big => "bigint",
        CellSize.Real => "double precision",
        _ => "text",
    };
}
