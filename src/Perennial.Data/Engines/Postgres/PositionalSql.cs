using System.Collections.Concurrent;
using System.Text;

namespace Perennial.Data.Engines.Postgres;

/// <summary>A text with <c>@names</c> in PostgreSQL's own form, <c>$1</c>, and the names in the order in which they
/// first appear.</summary>
sealed record PositionalSql(string Text, string[] Names)
{
    const int MostKept = 4_096;

    static readonly ConcurrentDictionary<string, PositionalSql> known = new();

    /// <summary>What kind of value each parameter takes, as far as it is known: so that a null has the type of the
    /// values that come before and after it, and the prepared statement fits them all.</summary>
    public ParameterKind[] Kinds { get; } = new ParameterKind[Names.Length];

    /// <summary>Whether the server was asked for what the values did not tell.</summary>
    public volatile bool Asked;

    /// <summary>The form of a text, kept for the next who asks.</summary>
    public static PositionalSql Of(string sql)
    {
        if (known.TryGetValue(sql, out var form)) return form;
        form = Parse(sql);
        // Rules are texts too, and there is no end of them.
        if (known.Count < MostKept) known.TryAdd(sql, form);
        return form;
    }

    static PositionalSql Parse(string sql)
    {
        var text = new StringBuilder(sql.Length);
        var names = new List<string>();
        for (var i = 0; i < sql.Length;)
        {
            var end = sql[i] switch
            {
                '\'' => EndOf(sql, "'", i + 1),
                '"' => EndOf(sql, "\"", i + 1),
                '-' when i + 1 < sql.Length && sql[i + 1] == '-' => EndOf(sql, "\n", i),
                '@' => EndOfName(sql, i + 1),
                _ => i + 1,
            };
            if (sql[i] == '@' && end > i + 1) text.Append('$').Append(NumberOf(names, sql[(i + 1)..end]));
            else text.Append(sql, i, end - i);
            i = end;
        }
        return new PositionalSql(text.ToString(), [.. names]);
    }

    static int EndOf(string sql, string mark, int from) =>
        sql.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var at ? at + 1 : sql.Length;

    static int EndOfName(string sql, int from)
    {
        while (from < sql.Length && (char.IsAsciiLetterOrDigit(sql[from]) || sql[from] == '_')) from++;
        return from;
    }

    static int NumberOf(List<string> names, string name)
    {
        var known = names.IndexOf(name);
        if (known >= 0) return known + 1;
        names.Add(name);
        return names.Count;
    }
}

/// <summary>What a parameter is sent as.</summary>
enum ParameterKind : byte
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>bigint</summary>
    Whole,

    /// <summary>integer: the shard, in the type of its column, as Citus finds the node by it.</summary>
    Shard,

    /// <summary>double precision</summary>
    Number,

    /// <summary>text</summary>
    Text,

    /// <summary>bytea</summary>
    Blob,
}
