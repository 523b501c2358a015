namespace Perennial.Data.Engines;

/// <summary>The text of an insertion with one tuple, cut so that the tuple can be repeated.</summary>
sealed class InsertText
{
    readonly string before, tuple, after;
    readonly string[] parameters;

    /// <summary>Cuts a text.</summary>
    /// <param name="sql">An insert with a single tuple of parameters after <c>values</c>.</param>
    /// <param name="parameters">Their names, as they stand in the tuple.</param>
    public InsertText(string sql, string[] parameters)
    {
        this.parameters = parameters;
        // Words before it are a comment.
        sql = sql[sql.IndexOf("insert into ", StringComparison.Ordinal)..];
        var start = sql.IndexOf('(', sql.IndexOf("values", StringComparison.Ordinal));
        var end = sql.IndexOf(')', start) + 1;
        (before, tuple, after) = (sql[..start], sql[start..end], sql[end..]);
    }

    /// <summary>Whether it is nothing but rows: no conflict to resolve, nothing returned, no value of its
    /// own.</summary>
    public bool IsPlain => string.IsNullOrWhiteSpace(after)
        && tuple.Count(character => character == '@') == tuple.Count(character => character == ',') + 1;

    /// <summary>The table.</summary>
    public string Table => before.Split((char[])[' ', '\n', '('], StringSplitOptions.RemoveEmptyEntries)[2];

    /// <summary>Its columns, in the order of the tuple.</summary>
    public string[] Columns => before[(before.IndexOf('(') + 1)..before.LastIndexOf(')')]
        .Split(',', StringSplitOptions.TrimEntries);

    /// <summary>The text for so many rows.</summary>
    public string Repeated(int rows) =>
        $"{before}{string.Join(", ", Enumerable.Range(0, rows).Select(Tuple))}{after}";

    /// <summary>The names of its parameters, in order: those of row 2 end in _2.</summary>
    public string[] Parameters(int rows) =>
        [.. Enumerable.Range(0, rows).SelectMany(row => parameters.Select(name => $"{name}_{row}"))];

    // What is no parameter (a constant) stays as it is.
    string Tuple(int row) => string.Join(",", tuple.TrimEnd(')').Split(',')
        .Select(part => part.Contains('@') ? $"{part.TrimEnd()}_{row}" : part)) + ")";
}
