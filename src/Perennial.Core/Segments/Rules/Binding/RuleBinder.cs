using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Turns a rule into nodes over the arrays of some tables.</summary>
static class RuleBinder
{
    static readonly BoundNot nobody = new(new BoundEverybody());

    public static BoundRule Bind(Rule rule, RuleData data, IReadOnlyDictionary<string, RowSet>? known) => rule switch
    {
        Everybody => new BoundEverybody(),
        AllOf all => All(all.Parts, data, known),
        AnyOf any => Any(any.Parts, data, known),
        NotRule not => new BoundNot(Bind(not.Part, data, known)),
        InSegment segment => known?.GetValueOrDefault(segment.Name) is { } set
            ? new BoundSet(set, data.Bound?.GetValueOrDefault(segment.Name) ?? Bind(segment.Definition, data, known))
            : Bind(segment.Definition, data, known),
        ColumnTest test => Turn(test.Comparison, Bind(test.Column, test.Comparison, data.Profiles)),
        WindowTest test => new BoundWindow(data.Profiles.Values(test.Column), test.Window),
        AttributeTest test => Part(data, Turn(test.Comparison, Bind(test, data.Attributes!))),
        OwnAttributeTest test => Part(data, Turn(test.Comparison, Ranges(data.Attributes!.OwnCodes(test.Attribute.Name),
            data.Attributes.OwnCodesWhere(test), 0, int.MaxValue, value => (int)value))),
        TopTest test => new BoundTop(
            Bind(test.Of, data, known), TopLevel.AtLeast(test.By, data.Levels!(test), data.Profiles)),
        DateTest { Label: "", WithinDays: { } within } =>
            Part(data, new BoundBirthday(data.Attributes!.Birthdays, within)),
        DateTest test => Part(data, new BoundOtherDates(data.Attributes!, test)),
        FactTest test when data.History is { } history => Part(data, BoundFacts.Bind(test, history)),
        ConsentTest test when data.Permissions is not null => Part(data, new BoundConsent(test, data)),
        ExpiryTest test when data.Permissions is not null =>
            Turn(test.Comparison, Part(data, new BoundExpiry(test, data))),
        CategoryTest test when data.Cycles is { } cycles => Part(data, BoundCategory.Bind(test, cycles)),
        StayTest test when data.Stays is not null => Stay(test, data, known),
        { AsksRows: true } when data.Sets is { } sets => new BoundRowSet(sets(rule)),
        _ => throw new ArgumentException($"No way to bind {rule.GetType().Name}.", nameof(rule)),
    };

    // Stays may be of one row alone, while columns are of all.
    static BoundStay Stay(StayTest test, RuleData data, IReadOnlyDictionary<string, RowSet>? known)
    {
        var (stays, first) = (data.Stays!, data.IsPart ? data.FirstRow : 0);
        return new BoundStay(test, Bind(test.Definition, data, known), row => stays[row - first]);
    }

    static BoundAll All(IReadOnlyList<Rule> parts, RuleData data, IReadOnlyDictionary<string, RowSet>? known)
    {
        var bound = new BoundRule[parts.Count];
        for (var i = 0; i < bound.Length; i++) bound[i] = Bind(parts[i], data, known);
        return new BoundAll(bound);
    }

    static BoundNot Any(IReadOnlyList<Rule> parts, RuleData data, IReadOnlyDictionary<string, RowSet>? known)
    {
        var bound = new BoundRule[parts.Count];
        for (var i = 0; i < bound.Length; i++) bound[i] = new BoundNot(Bind(parts[i], data, known));
        return new BoundNot(new BoundAll(bound));
    }

    static BoundRule Part(RuleData data, BoundRule whole) =>
        data.IsPart ? new BoundPart(whole, data.FirstRow) : whole;

    static BoundRule Turn(Comparison comparison, BoundRule positive) =>
        comparison.Negated ? new BoundNot(positive) : positive;

    static BoundRule Bind(Column column, Comparison comparison, ProfileTable table)
    {
        if (ClockForm.Of(column) is { } form) return Clock(form, comparison, table);
        return column switch
        {
            Column<Instant> instants => new BoundDates(table.Values(instants), comparison.Wholes),
            Column<double> numbers => new BoundRanges<double>(
                table.Values(numbers), Array.ConvertAll(comparison.Numbers, range => (range.From, range.To))),
            Column<long> cents => Ranges(
                table.Values(cents), comparison.WholeRanges(), long.MinValue + 1, long.MaxValue, value => value),
            Column<int> { Form.Names: NameSource.Products } product => Ranges(table.Values(product),
                Products(table.Products, comparison), 0, int.MaxValue, value => (int)value),
            Column<int> whole => Ranges(table.Values(whole), comparison.WholeRanges(),
                whole.NoValue + 1, int.MaxValue, value => (int)value),
            Column<byte> { Form.Names: NameSource.Labels } label => Ranges(
                table.Values(label), Labels(table.LabelsOf(label), comparison), 1, byte.MaxValue, value => (byte)value),
            Column<byte> small => Ranges(table.Values(small), comparison.WholeRanges(),
                column.Form.HasNone ? 1 : 0, byte.MaxValue, value => (byte)value),
            _ => throw new ArgumentException($"Column {column.Name} holds values of an unknown type."),
        };
    }

    static BoundRule Clock(ClockForm form, Comparison comparison, ProfileTable table) => form switch
    {
        { Since: Column<int> day, Per: { } per } =>
            new BoundPosition(table.Values(day), table.Values(per), comparison.Numbers),
        { Since: Column<int> day } => new BoundDaysSince(table.Values(day), comparison.Wholes),
        { Since: Column<Instant> at } => new BoundInstantsSince(table.Values(at), comparison.Wholes),
        _ => throw new ArgumentException($"No way to count days since {form.Since.Name}.", nameof(form)),
    };

    static BoundRule Ranges<T>(
        T[] values, IReadOnlyList<WholeRange> ranges, long lowest, long highest, Func<long, T> narrow)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var possible = new (T, T)[ranges.Count];
        var count = 0;
        for (var i = 0; i < possible.Length; i++)
        {
            var range = ranges[i];
            if (range.From > highest || range.To < lowest) continue;
            possible[count++] = (narrow(Math.Max(range.From, lowest)), narrow(Math.Min(range.To, highest)));
        }
        if (count < possible.Length) Array.Resize(ref possible, count);
        return count == 0 ? nobody : new BoundRanges<T>(values, possible);
    }

    // Names are numbered by the table, which may know others than the rule does.
    static List<WholeRange> Labels(IReadOnlyList<string> names, Comparison comparison)
    {
        var ranges = new List<WholeRange>();
        for (var i = 0; i < names.Count; i++)
            if (comparison.HoldsOf(names[i])) ranges.Add(new(i + 1, i + 1));
        return ranges;
    }

    // One range a product that is named; one for all of them where any will do.
    static List<WholeRange> Products(ProductIds products, Comparison comparison)
    {
        if (comparison.AsksForAny) return [new(0, int.MaxValue)];
        if (comparison.Operator != ComparisonOperator.StartsWith)
        {
            return [.. comparison.Values.Select(value => products.Find(value.Text!)).Where(number => number >= 0)
                .Distinct().Select(number => new WholeRange(number, number))];
        }
        return [.. Enumerable.Range(0, products.Count).Where(number => comparison.HoldsOf(products[number]))
            .Select(number => new WholeRange(number, number))];
    }

    static BoundRule Bind(AttributeTest test, AttributeTable table) => Ranges(table.Codes(test.Attribute),
        table.CodesWhere(test.Attribute, test.Comparison), 1, int.MaxValue, value => (int)value);
}
