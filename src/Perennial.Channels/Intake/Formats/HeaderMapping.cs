using Perennial.Core;
using Perennial.Core.Attributes;

namespace Perennial.Channels.Intake.Formats;

/// <summary>Which column of a file holds what.</summary>
sealed class HeaderMapping
{
    // Where a wrong guess changes numbers, two equally good columns are a question and not a choice.
    static readonly Target[] NeverGuessed =
    [
        Target.OrderId, Target.CustomerId, Target.OrderedAt, Target.Total, Target.Subtotal, Target.Refunded,
        Target.Quantity, Target.UnitPrice, Target.LineTotal,
    ];

    readonly int[] columns = new int[Targets.All.Length];
    // By the names of attributes that are mapped.
    readonly Dictionary<string, int> attributes = new(StringComparer.OrdinalIgnoreCase);
    readonly string path;

    HeaderMapping(string path, IReadOnlyList<string> header)
    {
        this.path = path;
        Header = header;
        Array.Fill(columns, -1);
    }

    /// <summary>The file's column names; empty if it has none.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Column of a target, −1 if there is none.</summary>
    public int this[Target target]
    {
        get => columns[(int)target];
        private set => columns[(int)target] = value;
    }

    /// <summary>Whether some column holds this.</summary>
    public bool Has(Target target) => this[target] >= 0;

    /// <summary>Whether some column holds one of these.</summary>
    public bool HasAny(params ReadOnlySpan<Target> targets)
    {
        foreach (var target in targets)
            if (Has(target)) return true;
        return false;
    }

    /// <summary>Leaves a column unused.</summary>
    public void Drop(Target target) => this[target] = -1;

    /// <summary>Gives a column another meaning.</summary>
    public void Move(Target from, Target to) => (this[to], this[from]) = (this[from], -1);

    /// <summary>A column's name, or its number where the file has no header.</summary>
    public string ColumnName(int column) => column < 0 ? "" : column < Header.Count ? Header[column] : $"#{column + 1}";

    /// <summary>What was mapped: "order_id from Name, email from Email".</summary>
    public string Describe() => string.Join(", ", Targets.All.Where(Has)
        .Select(target => $"{target.Name()} from {ColumnName(this[target])}"));

    /// <summary>Finds the columns of a set of targets by their names.</summary>
    /// <exception cref="BadInputException">A mapped column is not there, or two columns could be one thing.</exception>
    public static HeaderMapping Resolve(
        string path, IReadOnlyList<string> header, IReadOnlyDictionary<string, string> map,
        IReadOnlyList<Target> wanted)
    {
        var mapping = new HeaderMapping(path, header);
        var taken = mapping.TakeOverrides(map);
        var names = header.Select(HeaderName.Normalise).ToArray();
        var candidates =
            from target in wanted
            from column in Enumerable.Range(0, names.Length)
            let rank = Synonyms.Rank(target, names[column])
            where rank >= 0
            select (rank, target, column);
        foreach (var group in candidates.GroupBy(c => (c.rank, c.target)).OrderBy(group => group.Key.rank))
        {
            var (_, target) = group.Key;
            var free = group.Select(c => c.column).Where(column => !taken.Contains(column)).ToList();
            if (mapping.Has(target) || free.Count == 0) continue;
            if (free.Count > 1 && NeverGuessed.Contains(target)) throw mapping.Ambiguous(target, free);
            mapping[target] = free[0];
            taken.Add(free[0]);
        }
        return mapping;
    }

    /// <summary>Takes columns whose names a format prescribes; alternatives are divided by bars.</summary>
    public static HeaderMapping Prescribed(
        string path, IReadOnlyList<string> header, IReadOnlyDictionary<string, string> map,
        IEnumerable<(Target Target, string Names)> columns)
    {
        var mapping = new HeaderMapping(path, header);
        mapping.TakeOverrides(map);
        var names = header.Select(HeaderName.Normalise).ToList();
        foreach (var (target, alternatives) in columns)
            foreach (var name in alternatives.Split('|'))
                if (!mapping.Has(target)) mapping[target] = names.IndexOf(HeaderName.Normalise(name));
        return mapping;
    }

    /// <summary>Takes columns by place, for a file without header; −1 where there is none.</summary>
    public static HeaderMapping Placed(string path, IEnumerable<(Target Target, int Column)> columns)
    {
        var mapping = new HeaderMapping(path, []);
        foreach (var (target, column) in columns) mapping[target] = column;
        return mapping;
    }

    /// <summary>The error of a file that lacks columns.</summary>
    /// <param name="missing">What is missing, e.g. "customer_id (or email, phone)".</param>
    /// <param name="example">A target to show in the remedy.</param>
    public BadInputException Missing(string missing, Target example) => new(
        path,
        Header.Count == 0
            ? $"The file has no header, and no column is mapped to {missing}."
            : $"No column was recognised as {missing}. The file has: {string.Join(", ", Header)}.",
        Header.Count == 0
            ? $"Say which it is by its number, e.g. --map {example.Name()}=#1."
            : $"Say which of them it is: --map {example.Name()}=COLUMN.");

    HashSet<int> TakeOverrides(IReadOnlyDictionary<string, string> map)
    {
        var taken = new HashSet<int>();
        foreach (var (name, column) in map)
        {
            var at = Find(column);
            taken.Add(at);
            var named = Targets.Named(name);
            if (Targets.Parse(named) is { } target) this[target] = at;
            else attributes[named[AttributeSet.OwnPrefix.Length..]] = at;
        }
        return taken;
    }

    /// <summary>The columns that hold attributes: those that are mapped to one, and those of an attribute's name that
    /// mean nothing else.</summary>
    /// <param name="known">The attributes that the shop keeps.</param>
    /// <exception cref="BadInputException">A column is mapped to an attribute that the shop does not keep.</exception>
    public IReadOnlyList<(DeclaredAttribute Attribute, int Column)> AttributeColumns(AttributeSet known)
    {
        var mapped = attributes.Select(one => (Attribute: known.Find(one.Key) ?? throw Unknown(one.Key, known),
            Column: one.Value)).ToList();
        var taken = Targets.All.Select(target => this[target]).Concat(attributes.Values).ToHashSet();
        return
        [
            .. mapped,
            .. Header.Index().Where(column => !taken.Contains(column.Index))
                .Select(column => (Attribute: known.Find(column.Item), Column: column.Index))
                .Where(column => column.Attribute is not null
                    && !mapped.Exists(one => one.Attribute == column.Attribute))
                .DistinctBy(column => column.Attribute).Select(column => (column.Attribute!, column.Column)),
        ];
    }

    static BadInputException Unknown(string name, AttributeSet known) => new("--map",
        $"'{AttributeSet.OwnPrefix}{name}': the shop keeps no attribute of that name.",
        NearestNames.Of(name, [.. known.All.Select(one => one.Name)]) is { Count: > 0 } near
            ? $"Did you mean {string.Join(" or ", near)}?"
            : "Declare it under 'attributes:' in the settings, with what it holds.");

    int Find(string column)
    {
        for (var i = 0; i < Header.Count; i++)
            if (Header[i].Equals(column, StringComparison.Ordinal)) return i;
        if (column.StartsWith('#') && int.TryParse(column.AsSpan(1), out var number) && number > 0
            && (Header.Count == 0 || number <= Header.Count)) return number - 1;
        var normal = HeaderName.Normalise(column);
        for (var i = 0; i < Header.Count; i++)
            if (normal.Length > 0 && HeaderName.Normalise(Header[i]) == normal) return i;
        throw new BadInputException(
            path, $"--map names a column '{column}' that the file does not have. It has: {string.Join(", ", Header)}.",
            "Use a name of the header, or #1, #2, … for the column's number.");
    }

    BadInputException Ambiguous(Target target, List<int> free) => new(
        path,
        $"{string.Join(" and ", free.Select(column => $"'{ColumnName(column)}'"))} could both be {target.Name()}."
        + $" The file has: {string.Join(", ", Header)}.",
        $"Say which it is, e.g. --map {target.Name()}={Quoted(ColumnName(free[0]))}.");

    /// <summary>A column's name as <c>--map</c> takes it.</summary>
    public static string Quoted(string name)
    {
        var doubled = name.Replace(",", ",,", StringComparison.Ordinal);
        return doubled.Contains(' ') ? $"\"{doubled}\"" : doubled;
    }
}
