namespace Perennial.Core.Profiles;

/// <summary>What a column costs to keep true (design section 4).</summary>
public enum ColumnKind
{
    /// <summary>Changes with a fact. Stored.</summary>
    Fact,

    /// <summary>Changes with a fact, or at an instant the fold can name. Stored.</summary>
    Status,

    /// <summary>Changes all the time. Not stored: computed from fact columns wherever it is read.</summary>
    Clock,

    /// <summary>Changes with a scoring run. Stored with the scoring run's id.</summary>
    ScoringRun,
}

/// <summary>One entry of the catalogue: what a column means, how it is held, and where its formula comes
/// from.</summary>
public abstract class Column
{
    /// <summary>Name in code, SQL, API, rules and screens: lower case with underscores, unit last.</summary>
    public required string Name { get; init; }

    /// <summary>Name in exported files, where that differs from <see cref="Name"/>.</summary>
    public string ExportName { get => field ?? Name; init; }

    /// <summary>How it is held and written.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>What is to be known of its type.</summary>
    public ColumnForm Form => ColumnForm.Of(Type);

    /// <summary>When it changes.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>Unit of a value, for people: "days", "orders", "EUR" stands as "currency".</summary>
    public required string Unit { get; init; }

    /// <summary>The formula in words, one sentence.</summary>
    public required string Formula { get; init; }

    /// <summary>Where the definition comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Names of a <see cref="ColumnType.Label"/> column that are the same in every shop; else empty.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What labels were called before, and are called now: who still writes the former name means the label.
    /// </summary>
    public IReadOnlyDictionary<string, string> FormerLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>What to tell whoever wrote a former name of a label; null where the name is none.</summary>
    public string? HintOn(string name) => FormerLabels.TryGetValue(name, out var now)
        ? $"{Name} '{name}' is called '{now}' now. It means the same: write '{now}'." : null;

    /// <summary>Whether people see it in files, pages, rules and the reference. False for what the fold keeps only so
    /// that other columns can be computed from it.</summary>
    public bool Shown { get; init; } = true;

    /// <summary>Whether a <see cref="ColumnKind.Status"/> column follows from a scoring run's model, as a column of
    /// <see cref="ColumnKind.ScoringRun"/> does, and changes with time besides.</summary>
    public bool Modelled { get; init; }

    /// <summary>Whether a scoring run gives the value.</summary>
    public bool FollowsScoringRun => Kind == ColumnKind.ScoringRun || Modelled;

    /// <summary>Computes the column of every row as of an instant, where it is a <see cref="ColumnKind.Clock"/> column.
    /// It may read the clock columns that stand before it in the catalogue.</summary>
    public Action<ProfileTable, Instant, ShopCalendar>? ReadAt { get; init; }

    /// <summary>Position in the catalogue.</summary>
    public int Index { get; internal set; } = -1;

    internal abstract Array NewArray(int rows);
}

/// <summary>A column whose values are held as <typeparamref name="T"/>.</summary>
/// <typeparam name="T">int, long, double, byte or Instant, as the <see cref="ColumnType"/> says.</typeparam>
public sealed class Column<T> : Column
    where T : unmanaged
{
    /// <summary>What a row holds before it is computed, and where there is nothing to compute.</summary>
    public T NoValue => default(T) switch
    {
        int => (T)(object)(Form.ZeroIsNone ? 0 : int.MinValue),
        long => (T)(object)long.MinValue,
        double => (T)(object)double.NaN,
        Instant => (T)(object)Instant.None,
        _ => default,
    };

    internal override Array NewArray(int rows)
    {
        var values = new T[rows];
        if (!EqualityComparer<T>.Default.Equals(NoValue, default)) Array.Fill(values, NoValue);
        return values;
    }
}
