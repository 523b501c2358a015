namespace Perennial.Tests;

/// <summary>How much is tried of what multiplies: everything by <c>./test</c>, a part of it by <c>./test --fast</c>,
/// always the same part. What is left out there differs from what is tried in neither code nor statements that the
/// other tests do not see; who changes such code asks for all: <c>PERENNIAL_WHOLE=1</c>.</summary>
static class Suite
{
    /// <summary>Whether everything is tried.</summary>
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("PERENNIAL_WHOLE") == "1";

    /// <summary>How many cases are drawn of a property that costs a store each.</summary>
    public static int Cases(int whole) => IsWhole ? whole : Math.Max(1, whole / 4);

    /// <summary>All rows of a matrix, or so many, spread evenly from the first to the last.</summary>
    public static IReadOnlyList<T> Some<T>(int most, IEnumerable<T> rows)
    {
        T[] all = [.. rows];
        return IsWhole || all.Length <= most ? all
            : [.. Enumerable.Range(0, most).Select(i => all[most == 1 ? 0 : i * (all.Length - 1) / (most - 1)])];
    }
}
