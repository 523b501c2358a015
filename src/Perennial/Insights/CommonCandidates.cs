using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>Something that customers may have in common: a rule, and what it speaks of.</summary>
/// <param name="Rule">Finds whoever has it.</param>
/// <param name="Of">The column, attribute or fact that it speaks of.</param>
readonly record struct CommonCandidate(string Rule, string Of);

/// <summary>All that customers of a shop may have in common: values of columns, attributes, facts. Numbers are cut
/// where a quarter of the customers compared lies below, and where a quarter lies above.</summary>
sealed class CommonCandidates(ShopView view, IReadOnlyList<int> compared)
{
    const int MostTexts = 15;
    const int MostCategories = 30;
    const int FactDays = 90;
    const int OrderDays = 365;

    // Places in a list say the same as what the list is ordered by.
    static readonly Column[] places = [PriorityColumns.Rank];

    /// <summary>Columns and attributes.</summary>
    public IEnumerable<CommonCandidate> OfPeople => Columns.Shown.Where(column => !places.Contains(column)
        && (column.Kind != ColumnKind.Clock || ClockForm.Of(column) is not null))
        .SelectMany(OfColumn).Concat(OfAttributes());

    /// <summary>What happened up to the view's instant.</summary>
    public IEnumerable<CommonCandidate> OfFacts => OfWords(FactDays).Concat(OfOrders());

    /// <summary>What happened besides buying within so many days.</summary>
    public static IEnumerable<CommonCandidate> OfWords(int days)
    {
        foreach (var word in FactWord.All.Where(word => word.Source != FactSource.Order && word.Code != 0))
        {
            yield return new($"has {word.Name} within {days}d", word.Name);
            if (word.Fields.Any(field => field.Id == FactFieldId.Score))
                yield return new($"has {word.Name} where score <= 50 within {days}d", word.Name);
        }
    }

    IEnumerable<CommonCandidate> OfOrders()
    {
        foreach (var what in new[] { "gift", "subscription", "refunded > 0", "discount > 0" })
            yield return new($"has order where {what} within {OrderDays}d", "order");
        var categories = view.Products.Products.Select(product => product.Category ?? "").Where(name => name.Length > 0)
            .CountBy(name => name).OrderByDescending(pair => pair.Value).Take(MostCategories).Select(pair => pair.Key);
        foreach (var category in categories)
        {
            yield return new($"has order where category = {Quoted(category)} within {OrderDays}d", "order");
            yield return new(
                $"has product_view where category = {Quoted(category)} within {FactDays}d", "product_view");
        }
    }

    IEnumerable<CommonCandidate> OfColumn(Column column)
    {
        var table = view.Table;
        var rules = column switch
        {
            { Form.Names: NameSource.Products } or { Form.Kind: ValueKind.Code } => [],
            Column<byte> { Form.Names: NameSource.Labels } labels =>
                (labels.Labels.Count > 0 ? labels.Labels : view.RfmNames)
                    .Select(name => $"{column.Name} = {Quoted(name)}"),
            Column<byte> { Form.Kind: ValueKind.Flag } => [$"{column.Name} = yes"],
            Column<byte> scores => compared.Select(row => table.Values(scores)[row]).Where(score => score > 0)
                .Distinct().Order().Select(score => $"{column.Name} = {score}"),
            Column<int> ints => Cuts(column, table.Values(ints), ints.NoValue, value => $"{value}"),
            Column<long> money => Cuts(column, table.Values(money), money.NoValue, cents => $"{cents / 100m:0.##}"),
            Column<double> doubles => Cuts(column, [.. table.Values(doubles).Select(Known)], double.NegativeInfinity,
                Rounded),
            Column<Instant> instants => Days(column, table.Values(instants)),
            _ => Enumerable.Empty<string>(),
        };
        return rules.Select(rule => new CommonCandidate(rule, column.Name));

        static double Known(double value) => double.IsNaN(value) ? double.NegativeInfinity : value;
    }

    // As precise as somebody would say it.
    static string Rounded(double value) => Math.Abs(value) switch
    {
        >= 100 => $"{value:0}", >= 10 => $"{value:0.#}", _ => $"{value:0.####}",
    };

    // The quarter with the least and the quarter with the most; and of whom nothing is known.
    IEnumerable<string> Cuts<T>(Column column, T[] values, T none, Func<T, string> written) where T : IComparable<T>
    {
        T[] known = [.. compared.Select(row => values[row]).Where(value => value.CompareTo(none) != 0).Order()];
        if (known.Length == 0) yield break;
        if (known.Length < compared.Count) yield return $"{column.Name} is unknown";
        var (low, high) = (known[(known.Length - 1) / 4], known[(known.Length - 1) * 3 / 4]);
        // Written with four decimals a share may become one that every customer has.
        var isShare = column.Unit.Contains("0..1", StringComparison.Ordinal);
        if (low.CompareTo(known[^1]) < 0 && !(isShare && written(low) == "1"))
            yield return $"{column.Name} <= {written(low)}";
        if (high.CompareTo(known[0]) > 0 && !(isShare && written(high) == "0"))
            yield return $"{column.Name} >= {written(high)}";
    }

    IEnumerable<string> Days(Column column, Instant[] values)
    {
        int[] known =
            [.. compared.Select(row => values[row]).Where(at => at.HasValue).Select(view.Calendar.DayOf).Order()];
        if (known.Length == 0) yield break;
        if (known.Length < compared.Count) yield return $"{column.Name} is unknown";
        var (low, high) = (known[(known.Length - 1) / 4], known[(known.Length - 1) * 3 / 4]);
        if (low < known[^1]) yield return $"{column.Name} <= '{ShopCalendar.Date(low):yyyy-MM-dd}'";
        if (high > known[0]) yield return $"{column.Name} >= '{ShopCalendar.Date(high):yyyy-MM-dd}'";
    }

    IEnumerable<CommonCandidate> OfAttributes()
    {
        var table = view.RuleTables.Attributes;
        foreach (var attribute in AttributeTable.All)
        {
            var name = AttributeTable.NameOf(attribute);
            if (AttributeTable.OnlyKnown(attribute)) yield return new($"{name} is known", name);
            else if (attribute == CustomerAttribute.Postcode)
            {
                foreach (var start in Often(row => Start(table.Text(row, attribute))))
                    yield return new($"{name} starts with {Quoted(start)}", name);
            }
            else
            {
                foreach (var text in Often(row => table.Text(row, attribute)))
                    yield return new($"{name} = {Quoted(text)}", name);
            }
        }
        foreach (var own in view.Attributes.All)
        {
            var name = AttributeSet.SentName(own.Name);
            if (own.Type == AttributeType.YesNo) yield return new($"{name} = yes", own.Name);
            else if (own.Type is AttributeType.Text or AttributeType.List)
            {
                foreach (var text in OftenIn(own, table)) yield return new($"{name} = {Quoted(text)}", own.Name);
            }
            else yield return new($"{name} is known", own.Name);
        }
    }

    IReadOnlyList<string> OftenIn(DeclaredAttribute own, AttributeTable table) => Often(own.HasSeveral
        ? row => AttributeValue.PartsOf(table.OwnText(row, own.Name)) : row => [table.OwnText(row, own.Name)]);

    IReadOnlyList<string> Often(Func<int, string> text) => Often(row => [text(row)]);

    IReadOnlyList<string> Often(Func<int, IEnumerable<string>> texts) =>
    [
        .. compared.SelectMany(texts).Where(text => text.Length > 0).CountBy(text => text)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(MostTexts).Select(pair => pair.Key),
    ];

    // The département, the Leitzone, the first two digits of a ZIP code.
    static string Start(string postcode) => postcode.Length < 2 ? "" : postcode[..2];

    static string Quoted(string text) => $"'{text.Replace("'", "''")}'";
}
