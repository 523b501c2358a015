using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Core.Segments;

/// <summary>A shop's segments, checked together: each name once, each reference to one of them, no circles.</summary>
public sealed class SegmentCatalogue
{
    readonly RuleContext context;
    readonly Dictionary<string, ShopSegment> written = [];
    readonly Dictionary<string, CheckedSegment> done = [];
    readonly List<string> open = [];
    readonly List<CheckedSegment> ordered = [];
    readonly string[] names;

    /// <summary>Reads and checks segments.</summary>
    /// <param name="segments">In the order of screens.</param>
    /// <param name="context">What their rules may speak of; its segments are replaced by these.</param>
    /// <exception cref="BadInputException">A name is missing or stands twice; a rule is wrong; segments refer to one
    /// another in a circle.</exception>
    public SegmentCatalogue(IReadOnlyList<ShopSegment> segments, RuleContext? context = null)
    {
        foreach (var segment in segments)
        {
            if (string.IsNullOrWhiteSpace(segment.Name))
                throw new BadInputException(PlaceOf(segment), "A segment has no name.", "Name every segment.");
            if (!written.TryAdd(segment.Name, segment))
            {
                throw new BadInputException(PlaceOf(segment), $"Two segments are called '{segment.Name}'.",
                    $"Rename one; the other is in {PlaceOf(written[segment.Name])}.");
            }
        }
        names = [.. segments.Select(segment => segment.Name)];
        this.context = (context ?? new RuleContext()) with { Segments = names, SegmentRule = RuleOf };
        foreach (var name in names) RuleOf(name);
        All = [.. names.Select(name => done[name])];
    }

    /// <summary>The segments in the order given.</summary>
    public IReadOnlyList<CheckedSegment> All { get; }

    /// <summary>The segments such that each comes after those it refers to.</summary>
    public IReadOnlyList<CheckedSegment> ByDependency => ordered;

    /// <summary>The segment of a name, or null.</summary>
    public CheckedSegment? Find(string name) => done.GetValueOrDefault(name);

    /// <summary>Reads and checks a rule that may refer to these segments.</summary>
    /// <exception cref="BadInputException">As <see cref="RuleParser.Parse"/>.</exception>
    /// <param name="rule">The rule.</param>
    /// <param name="place">Where it stands, for errors.</param>
    /// <param name="placeAt">As <see cref="RuleContext.PlaceAt"/>.</param>
    /// <param name="names">As <see cref="RuleContext.Names"/>; null where any name will do.</param>
    public Rule Parse(string rule, string place = "rule", Func<int, string>? placeAt = null,
        Func<NameKind, IReadOnlySet<string>?>? names = null) => RuleParser.Parse(rule, context with
    {
        Place = place, PlaceAt = placeAt, Names = names ?? context.Names,
    });

    /// <summary>Who is in each segment: one pass a segment, those that others refer to only once.</summary>
    public IReadOnlyDictionary<string, RowSet> Find(RuleData data, RuleMoment moment)
    {
        var found = new Dictionary<string, RowSet>();
        foreach (var segment in ordered) found.Add(segment.Name, new RuleTest(segment.Rule, data, found).Find(moment));
        return found;
    }

    Rule RuleOf(string name)
    {
        if (done.TryGetValue(name, out var known)) return known.Rule;
        var segment = written[name];
        if (open.IndexOf(name) is >= 0 and var start)
        {
            var circle = string.Join(" → ", open.Skip(start).Append(name).Select(one => $"'{one}'"));
            throw new BadInputException(PlaceOf(segment), $"Segments refer to one another in a circle: {circle}.",
                "Take one of the references out.");
        }
        open.Add(name);
        var rule = RuleParser.Parse(segment.Rule, context with
        {
            Place = PlaceOf(segment), PlaceAt = segment.PlaceAt,
        });
        open.RemoveAt(open.Count - 1);
        var result = new CheckedSegment(segment, rule);
        done.Add(name, result);
        ordered.Add(result);
        return rule;
    }

    static string PlaceOf(ShopSegment segment) =>
        segment.Place.Length == 0 ? $"segment '{segment.Name}'" : $"{segment.Place}, segment '{segment.Name}'";
}
