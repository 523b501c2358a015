using System.Text;
using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Customers;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>What a list shows, as it stands in the address: filter, order and page.</summary>
public sealed record ListQuery(CustomerFilter Filter, ListOrder Order, int Page)
{
    /// <summary>Customers on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads an address. Scores may be joined by commas (r=4,5); names are repeated
    /// (lifecycle=active&amp;lifecycle=recent).</summary>
    /// <exception cref="BadInputException">The page is no number.</exception>
    public static ListQuery Parse(IQueryCollection query)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>();
        var hints = new List<string>();
        foreach (var field in FilterField.All)
        {
            var isScore = field.Column.Form.Kind == ValueKind.Score;
            var said = field.FormerName is { } former ? query[field.Name].Concat(query[former]) : query[field.Name];
            var given = said.SelectMany(value => isScore ? (value ?? "").Split(',') : [value ?? ""])
                .Select(value => value.Trim()).Where(value => value.Length > 0).Select(field.Now).ToList();
            hints.AddRange(given.Select(value => value.Hint).OfType<string>().Distinct());
            if (given.Count > 0) values[field.Name] = [.. given.Select(value => value.Name).Distinct()];
        }
        var page = query["page"].ToString();
        if (page.Length > 0 && (!int.TryParse(page, out var number) || number < 1))
            throw new BadInputException("page", $"'{page}' is no page.", "Pages count from 1.");
        var sort = query["sort"].ToString();
        var filter = new CustomerFilter
        {
            Text = query["q"].ToString().Trim(), Values = values, WithPhone = query["phone"] == "yes",
            In = query["in"].ToString().Trim(), Rule = query["rule"].ToString().Trim(),
            NameHints = hints,
        };
        return new ListQuery(
            filter, sort.Length == 0 ? ListOrder.Priority : ListOrder.Parse(sort),
            page.Length == 0 ? 1 : int.Parse(page));
    }

    /// <summary>A list of one kind of customers, for links from elsewhere.</summary>
    public static ListQuery Of(string field, params IReadOnlyList<string> values) =>
        new(new CustomerFilter().With(field, values), ListOrder.Priority, 1);

    /// <summary>The list of a segment's customers.</summary>
    public static ListQuery In(string segment) =>
        new(new CustomerFilter { In = segment }, ListOrder.Priority, 1);

    /// <summary>The list of those of whom a rule holds.</summary>
    public static ListQuery WithRule(string rule) => new(new CustomerFilter { Rule = rule }, ListOrder.Priority, 1);

    public ListQuery And(string field, params IReadOnlyList<string> values) =>
        this with { Filter = Filter.With(field, values), Page = 1 };

    /// <summary>The same list for the call desk: only who is on it.</summary>
    public ListQuery ToCalls() => this with { Filter = Filter with { Ranked = true } };

    /// <summary>The address of this list under a path; what is usual is left out.</summary>
    public string At(string path)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in Pairs())
        {
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value).Replace("%2C", ","));
            separator = '&';
        }
        return text.ToString();
    }

    /// <summary>Names and values of the address, for links and for hidden fields of forms.</summary>
    public IEnumerable<(string Name, string Value)> Pairs()
    {
        if (Filter.Text.Length > 0) yield return ("q", Filter.Text);
        if (Filter.In.Length > 0) yield return ("in", Filter.In);
        if (Filter.Rule.Length > 0) yield return ("rule", Filter.Rule);
        foreach (var field in FilterField.All)
        {
            var values = Filter.Of(field.Name);
            if (values.Count == 0) continue;
            if (field.Column.Form.Kind == ValueKind.Score) yield return (field.Name, string.Join(',', values));
            else foreach (var value in values) yield return (field.Name, value);
        }
        if (Filter.WithPhone) yield return ("phone", "yes");
        if (Order != ListOrder.Priority) yield return ("sort", Order.ToString());
        if (Page > 1) yield return ("page", Page.ToString());
    }
}
