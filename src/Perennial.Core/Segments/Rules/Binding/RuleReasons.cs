using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Cycle;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>One line of why a customer is, or is not, in a segment.</summary>
/// <param name="Depth">How deep it stands in the rule; 0 for the whole.</param>
/// <param name="Test">What is asked: "recency days is above 30", or "all of these".</param>
/// <param name="Found">What the customer has: "68 days"; empty for groups.</param>
/// <param name="Holds">The answer.</param>
public sealed record RuleReason(int Depth, string Test, string Found, bool Holds)
{
    /// <summary>"recency days is above 30: 68 days, yes".</summary>
    public override string ToString()
    {
        var found = Found.Length == 0 ? "" : $" {Found},";
        return $"{new string(' ', 2 * Depth)}{Test}:{found} {(Holds ? "yes" : "no")}";
    }
}

/// <summary>Takes a rule apart for one customer: every test with the customer's own value and the answer.</summary>
public static class RuleReasons
{
    /// <summary>The lines, from the whole to its parts.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="data">Tables with the customer.</param>
    /// <param name="row">The customer's row.</param>
    /// <param name="moment">As of when.</param>
    /// <exception cref="ArgumentException">The rule asks for a table that is missing.</exception>
    public static IReadOnlyList<RuleReason> Of(Rule rule, RuleData data, int row, RuleMoment moment)
    {
        data.Check(rule);
        var lines = new List<RuleReason>();
        Add(rule, 0);
        return lines;

        void Add(Rule part, int depth)
        {
            var holds = RuleBinder.Bind(part, data, known: null).Holds(row, moment);
            lines.Add(new RuleReason(depth, Asked(part), Found(part, data, row, moment), holds));
            foreach (var inner in part.Inner) Add(inner, depth + 1);
        }
    }

    static string Asked(Rule rule) => rule switch
    {
        AllOf => "all of these",
        AnyOf => "at least one of these",
        NotRule => "not this",
        _ => RuleWords.Short(rule),
    };

    static string Found(Rule rule, RuleData data, int row, RuleMoment moment) => rule switch
    {
        ColumnTest test => Value(test.Column, data.Profiles, row, moment),
        WindowTest test => Day(data.Profiles.Values(test.Column)[row], moment),
        AttributeTest test =>
            data.Attributes!.Text(row - data.FirstRow, test.Attribute) is { Length: > 0 } text ? text : "unknown",
        OwnAttributeTest test =>
            Shown(data.Attributes!.OwnText(row - data.FirstRow, test.Attribute.Name), test.Attribute.Otherwise),
        FactTest test => Facts(test, data, row, moment),
        CategoryTest test => Stand(test, data, row, moment),
        ConsentTest test => Permitted(test, data, row, moment),
        ExpiryTest test => Ends(test, data, row, moment),
        _ => "",
    };

    static string Shown(string value, string otherwise) =>
        value.Length > 0 ? AttributeValue.Shown(value) : otherwise.Length > 0 ? otherwise : "unknown";

    static string Stand(CategoryTest test, RuleData data, int row, RuleMoment moment)
    {
        var mine = data.Cycles![row - data.FirstRow];
        if (mine.FirstOrDefault(one => one.Category == test.Category) is not { } stand) return "unknown";
        if (test.Column == CycleColumns.Status) return CycleStatuses.Names[(int)stand.StatusOn(moment.Today) - 1];
        if (test.Column == CycleColumns.NextOrderExpectedAt) return Day(stand.ExpectedAt, moment);
        return Number(test.Column == CycleColumns.Position ? (moment.Today - stand.LastDay) / stand.CycleDays
            : BoundCategory.Value(test.Column, stand), test.Column.Unit);
    }

    static string Facts(FactTest test, RuleData data, int row, RuleMoment moment)
    {
        var (count, last) = BoundFacts.Bind(test, data.History!).Found(row - data.FirstRow, moment);
        return count switch
        {
            0 => "none",
            1 => $"1, {Ago(last, moment)}",
            _ => $"{count}, the last {Ago(last, moment)}",
        };
    }

    static string Permitted(ConsentTest test, RuleData data, int row, RuleMoment moment) =>
        RuleWords.Spaced(MayContact.Ask(data.PermissionsOf(row - data.FirstRow), test.By, test.Channel,
            test.Topic, moment.AsOf).Reason.ToString());

    static string Ends(ExpiryTest test, RuleData data, int row, RuleMoment moment)
    {
        var end = ConsentEnd.Next(data.Permissions![row - data.FirstRow], test.Channel, moment.AsOf);
        return end == Instant.Never ? "never" : $"{moment.Calendar.DayOf(end) - moment.Today} days";
    }

    static string Value(Column column, ProfileTable table, int row, RuleMoment moment)
    {
        if (ClockForm.Of(column) is { } form) return Clock(form, column, table, row, moment);
        return column switch
        {
            Column<Instant> instants => Day(table.Values(instants)[row], moment),
            Column<double> numbers => Number(table.Values(numbers)[row], column.Unit),
            Column<long> cents => table.Values(cents)[row] == cents.NoValue
                ? "unknown" : $"{table.Values(cents)[row] / 100m:0.00}",
            Column<int> { Form.Text: { } text } codes => table.Values(codes)[row] == codes.NoValue
                ? "unknown" : text(table.Values(codes)[row], 9),
            Column<int> { Form.Names: NameSource.Products } product => table.Values(product)[row] == product.NoValue
                ? "none" : table.Products[table.Values(product)[row]],
            Column<int> whole => table.Values(whole)[row] == whole.NoValue
                ? "unknown" : $"{table.Values(whole)[row]} {column.Unit}",
            Column<byte> { Form.Names: NameSource.Labels } label =>
                table.Label(label, row) is { Length: > 0 } name ? name : "unknown",
            Column<byte> { Form.Shape: ValueShape.Flag } flag => table.Values(flag)[row] == 1 ? "yes" : "no",
            Column<byte> score => table.Values(score)[row] == 0 ? "unknown" : $"{table.Values(score)[row]}",
            _ => throw new ArgumentException($"Column {column.Name} holds values of an unknown type."),
        };
    }

    static string Clock(ClockForm form, Column column, ProfileTable table, int row, RuleMoment moment)
    {
        if (form.DayIn(table, row, moment.Calendar) is not { } day) return "unknown";
        var since = moment.Today - day;
        if (form.Per is null) return $"{since} {column.Unit}";
        var per = table.Values(form.Per)[row];
        return Number(per > 0 ? since / per : double.NaN, column.Unit);
    }

    static string Number(double value, string unit) => double.IsNaN(value) ? "unknown"
        : unit is "days" or "orders" ? $"{value:0.##} {unit}" : $"{value:0.####}";

    static string Day(Instant at, RuleMoment moment) =>
        at.HasValue ? $"{ShopCalendar.Date(moment.Calendar.DayOf(at)):yyyy-MM-dd}" : "unknown";

    static string Ago(Instant at, RuleMoment moment) => (moment.Today - moment.Calendar.DayOf(at)) switch
    {
        0 => "today",
        1 => "yesterday",
        var days => $"{days} days ago",
    };
}
