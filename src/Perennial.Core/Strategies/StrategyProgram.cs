using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>A strategy's steps with the way from each to the next, whatever branches lie between.</summary>
public sealed class StrategyProgram
{
    readonly Dictionary<string, int> places = [];
    readonly List<Step> steps = [];
    readonly List<string> next = [];
    readonly Lazy<IReadOnlyList<Column>> columns;

    /// <summary>Lays a version's steps out.</summary>
    public StrategyProgram(StrategyVersion version)
    {
        Version = version;
        columns = new(() => [.. version.Strategy.Rules.SelectMany(RuleColumns.Of)
            .Concat(version.Strategy.AllSteps.OfType<WaitForDateStep>().Select(step => step.Column)).Distinct()]);
        HeardByExits = version.Strategy.Exits.Aggregate(0L, (heard, exit) => heard | HeardActivities.Of(exit.Rule));
        Add(version.Strategy.Steps, "");
    }

    /// <summary>Which version.</summary>
    public StrategyVersion Version { get; }

    /// <summary>Which strategy.</summary>
    public Strategy Strategy => Version.Strategy;

    /// <summary>The stored columns that its rules are answered from, and whose dates it waits for.</summary>
    public IReadOnlyList<Column> Columns => columns.Value;

    /// <summary>The kinds of activities by which one of its exits may come to hold (<see cref="HeardActivities"/>).
    /// </summary>
    public long HeardByExits { get; }

    /// <summary>Strategies that are never with this one by their own files: it holds both ways.</summary>
    public IReadOnlyCollection<string> ExcludedBy { get; init; } = [];

    /// <summary>Where everybody begins.</summary>
    public string Start => steps.Count == 0 ? "" : Strategy.Steps[0].Path;

    /// <summary>The step at a path; null behind the last.</summary>
    public Step? At(string path) => path.Length == 0 ? null : steps[places[path]];

    /// <summary>Whether there is a step at a path.</summary>
    public bool Has(string path) => places.ContainsKey(path);

    /// <summary>The path behind a step; empty behind the last.</summary>
    public string Behind(string path) => next[places[path]];

    /// <summary>The contact step of a name; null where there is none.</summary>
    public ContactStep? Contact(string name) =>
        steps.OfType<ContactStep>().FirstOrDefault(step => step.Name == name);

    /// <summary>How far down in the file a step stands.</summary>
    public int PlaceOf(string path) => places[path];

    void Add(IReadOnlyList<Step> list, string behind)
    {
        foreach (var (index, step) in list.Index())
        {
            var after = index + 1 < list.Count ? list[index + 1].Path : behind;
            places.Add(step.Path, steps.Count);
            steps.Add(step);
            next.Add(after);
            switch (step)
            {
                case ContactStep contact:
                    Add(contact.Else, after);
                    break;
                case BranchStep branch:
                    Add(branch.Then, after);
                    Add(branch.Else, after);
                    break;
                case SplitStep split:
                    foreach (var arm in split.Arms) Add(arm.Steps, after);
                    break;
            }
        }
    }
}
