using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Lifecycle;
using Perennial.Core.Pressure;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Promotion;
using Perennial.Core.Prospects;
using Perennial.Core.Rfm;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Customers;

/// <summary>Something customers can be filtered by: a column whose values are few.</summary>
/// <param name="Name">Name in addresses.</param>
/// <param name="Label">Name for people.</param>
/// <param name="Column">The column compared.</param>
public sealed record FilterField(string Name, string Label, Column<byte> Column)
{
    /// <summary>Compared of whoever has no value of the column: of prospects.</summary>
    public Column<byte>? OrElse { get; init; }

    /// <summary>What it was called in addresses before; bookmarks say so still.</summary>
    public string? FormerName { get; init; }

    /// <summary>The value of customers that have none.</summary>
    public const string None = "none";

    public static readonly IReadOnlyList<FilterField> All =
    [
        new("rfm_segment", "RFM segment", RfmColumns.RfmSegment) { FormerName = "segment" },
        new("lifecycle", "Lifecycle", LifecycleColumns.Stage),
        new("tier", "Tier", PriorityColumns.Tier) { OrElse = ProspectColumns.Tier },
        new("r", "R", RfmColumns.R), new("f", "F", RfmColumns.F),
        new("m", "M", RfmColumns.M), new("fxm", "FxM", RfmColumns.Fxm),
        new("was", "RFM segment before", RfmColumns.PreviousRfmSegment),
        new("cycle", "Cycle", CycleColumns.Status), new("pressure", "Pressure", PressureColumns.Status),
        new("promotion", "Promotion", PromotionColumns.Class),
    ];

    public static FilterField Of(string name) => All.First(field => field.Name == name);

    /// <summary>A value as it is called now, and what to tell whoever calls it otherwise.</summary>
    public (string Name, string? Hint) Now(string value)
    {
        var lower = value.ToLowerInvariant();
        return (Column.FormerLabels.GetValueOrDefault(lower) ?? value, Column.HintOn(lower));
    }

    /// <summary>Every value this field can have in a view, in order.</summary>
    public IEnumerable<string> Values(ShopView view)
    {
        if (Column.Form.Names == NameSource.Labels) return view.Table.LabelsOf(Column);
        return Enumerable.Range(1, Name == "tier" ? 6 : view.Bins).Select(score => score.ToString());
    }
}

/// <summary>Which customers are meant: words that their name, e-mail, phone or key contains, and values of
/// columns.</summary>
public sealed record CustomerFilter
{
    /// <summary>Searched in name, e-mail address, phone and key; empty for any.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only customers with a telephone number who have not refused calls.</summary>
    public bool WithPhone { get; init; }

    /// <summary>Only customers on the call list: those who have ordered, and prospects with a favourable action.
    /// </summary>
    public bool Ranked { get; init; }

    /// <summary>Only customers in the segment of this name; empty for any.</summary>
    public string In { get; init; } = "";

    /// <summary>Only customers of whom this rule holds, or who are in the segment that it names; empty for any.
    /// </summary>
    public string Rule { get; init; } = "";

    /// <summary>Values allowed, by field name; a field that is absent allows any.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What to know of values that were asked for by a former name.</summary>
    public IReadOnlyList<string> NameHints { get; init; } = [];

    /// <summary>Whether everybody matches.</summary>
    public bool IsEmpty => !Ranked && !IsNarrowed;

    /// <summary>Whether somebody has asked for less than the whole list.</summary>
    public bool IsNarrowed => Text.Length > 0 || In.Length > 0 || Rule.Length > 0
        || WithPhone || Values.Count > 0;

    /// <summary>The values allowed for a field; empty for any.</summary>
    public IReadOnlyList<string> Of(string field) => Values.GetValueOrDefault(field, []);

    /// <summary>This filter with other values for one field; none for any.</summary>
    public CustomerFilter With(string field, params IReadOnlyList<string> values)
    {
        var changed = new Dictionary<string, IReadOnlyList<string>>(Values);
        if (values.Count == 0) changed.Remove(field);
        else changed[field] = values;
        return this with { Values = changed };
    }

    /// <summary>This filter without one value of a field.</summary>
    public CustomerFilter Without(string field, string value) =>
        With(field, [.. Of(field).Where(other => other != value)]);

    /// <summary>What whoever wrote it should know although nothing is wrong with it.</summary>
    /// <exception cref="BadInputException">The rule is wrong.</exception>
    public IReadOnlyList<string> Hints(ShopView view)
    {
        IReadOnlyList<string> ofRule = Rule.Length > 0 ? RuleHints.Of(view.Segments.Who(Rule)) : [];
        return [.. NameHints, .. ofRule];
    }

    /// <summary>Which rows match.</summary>
    /// <exception cref="BadInputException">A value or segment does not exist, or the rule is wrong.</exception>
    public bool[] Match(ShopView view, out int matches)
    {
        var match = new bool[view.Count];
        if (Text.Length == 0) Array.Fill(match, true);
        else foreach (var row in view.Search(Text)) match[row] = true;
        if (WithPhone)
            for (var row = 0; row < match.Length; row++) match[row] &= view.CanBeCalled[row];
        if (Ranked)
            for (var row = 0; row < match.Length; row++) match[row] = match[row] && CallList.Has(view, row);
        if (In.Length > 0) Keep(match, view.Segments.Members(In));
        if (Rule.Length > 0) Keep(match, view.Segments.Find(view.Segments.Who(Rule)));
        foreach (var (name, values) in Values) Keep(match, view, FilterField.Of(name), values);
        matches = 0;
        foreach (var one in match) matches += one ? 1 : 0;
        return match;
    }

    /// <summary>Everything of it that is a rule: its rule, its segment, values of columns, and being on the call list.
    /// A text to search for and who may be called are left.</summary>
    /// <param name="view">What rules are read by; nobody needs to be in it.</param>
    /// <exception cref="BadInputException">A value or segment does not exist, or the rule is wrong.</exception>
    internal Rule AsRule(ShopView view)
    {
        var parts = new List<Rule>();
        if (In.Length > 0) parts.Add(view.Segments.OfName(In));
        if (Rule.Length > 0) parts.Add(view.Segments.Who(Rule));
        if (Ranked) parts.Add(AnyOfColumns(FilterField.Of("tier"), Known));
        foreach (var (name, values) in Values) parts.Add(RuleOf(view, FilterField.Of(name), values));
        return parts.Count switch { 0 => new Everybody(), 1 => parts[0], _ => new AllOf(parts) };
    }

    static Rule RuleOf(ShopView view, FilterField field, IReadOnlyList<string> values)
    {
        var isText = field.Column.Form.Names == NameSource.Labels;
        List<RuleValue> named = [.. values.Select(value => (value, Code: Code(view, field, value)))
            .Where(one => one.Code > 0)
            .Select(one => new RuleValue(one.value, one.Code,
                Text: isText ? field.Values(view).ElementAt(one.Code - 1) : null))];
        var parts = new List<Rule>();
        if (named.Count > 0)
            parts.Add(AnyOfColumns(field, column => new ColumnTest(column, new(ComparisonOperator.In, named))));
        if (named.Count < values.Count) parts.Add(new NotRule(AnyOfColumns(field, Known)));
        return parts.Count == 1 ? parts[0] : new AnyOf(parts);
    }

    static ColumnTest Known(Column<byte> column) => new(column, new(ComparisonOperator.Known, []));

    // Compared of whoever has no value of the column is the other one.
    static Rule AnyOfColumns(FilterField field, Func<Column<byte>, Rule> test) => field.OrElse is not { } other
        ? test(field.Column)
        : new AnyOf([test(field.Column), new AllOf([new NotRule(Known(field.Column)), test(other)])]);

    static void Keep(bool[] match, RowSet rows)
    {
        for (var row = 0; row < match.Length; row++) match[row] &= rows.Contains(row);
    }

    static void Keep(bool[] match, ShopView view, FilterField field, IReadOnlyList<string> values)
    {
        var allowed = new bool[256];
        foreach (var value in values) allowed[Code(view, field, value)] = true;
        var column = view.Table.Values(field.Column);
        var other = field.OrElse is { } orElse ? view.Table.Values(orElse) : null;
        for (var row = 0; row < match.Length; row++)
            match[row] &= allowed[column[row] > 0 || other is null ? column[row] : other[row]];
    }

    static int Code(ShopView view, FilterField field, string value)
    {
        if (value == FilterField.None) return 0;
        var place = 1;
        foreach (var known in field.Values(view))
        {
            if (string.Equals(known, value, StringComparison.OrdinalIgnoreCase)) return place;
            place++;
        }
        throw new BadInputException(
            $"filter {field.Name}", $"There is no '{value}'.",
            $"Use one of {string.Join(", ", field.Values(view))}; or {FilterField.None}.");
    }
}
