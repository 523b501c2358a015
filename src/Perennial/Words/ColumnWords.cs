using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Prospects;
using Perennial.Core.Purchases;
using Perennial.Shop;

namespace Perennial.Words;

/// <summary>How each column came about for one customer, in words, for page and terminal alike: "late: usually buys
/// every 41 days (25–60), 68 days since the last order".</summary>
/// <remarks>Words that hold of everybody are the column's formula; these hold of one.</remarks>
public sealed partial class ColumnWords
{
    const string NoOrder = "no order yet";

    readonly ShopView view;
    readonly ProfileTable table;
    readonly int row;
    readonly Dictionary<Column, Func<string>> words = [];
    readonly IReadOnlyList<ScoreExplained> scores;

    /// <summary>The words for one customer.</summary>
    /// <param name="view">The shop.</param>
    /// <param name="row">The customer's row.</param>
    /// <param name="offers">What is recommended, with reasons; none where only columns are known.</param>
    public ColumnWords(ShopView view, int row, IReadOnlyList<RecommendedLine>? offers = null)
    {
        (this.view, this.row, table) = (view, row, view.Table);
        scores = view.ScoringRun is { } run ? ScoreWords.Explain(run, table, row, view.Calendar) : [];
        AddScores();
        AddPurchases();
        AddCycle();
        AddPressure();
        AddPromotion();
        AddLifetime();
        AddProspect();
        foreach (var offer in offers ?? [])
            if (Columns.Find($"{offer.List}_{offer.Place}") is { } column) words[column] = () => offer.Reason;
    }

    /// <summary>How a column's value came about, or why there is none.</summary>
    public string Of(Column column)
    {
        var own = words.GetValueOrDefault(column)?.Invoke() ?? "";
        if (own.Length > 0) return own;
        return Has(column) ? column.Formula : Missing(column);
    }

    /// <summary>Whether the customer has a value in a column.</summary>
    public bool Has(Column column) =>
        !column.Form.HasNone || Show.Value(view, column, row) != Show.Nothing;

    Models? Models => view.ScoringRun?.Models;

    int Orders => Whole(PurchaseColumns.Orders);

    int Today => view.Today;

    string Missing(Column column)
    {
        if (IsOfProspects(column) && Orders > 0) return "a customer with an order, no prospect";
        if (column.FollowsScoringRun && view.ScoringRun is null) return "comes with the first scoring run";
        if (column.Form.Names == NameSource.Products) return "nothing more to offer";
        return Orders > 0 || IsOfProspects(column) ? "no value yet" : NoOrder;
    }

    static bool IsOfProspects(Column column) => column.Source == ProspectColumns.Kind.Source;

    // Rows without a value count as nought here: the words say when there is nothing.
    int Whole(Column<int> column) => Math.Max(0, table.Values(column)[row]);

    double Number(Column<double> column) => table.Values(column)[row];

    string Label(Column<byte> column) => table.Label(column, row);

    int? DayOf(Column<Instant> column) =>
        table.Values(column)[row] is { HasValue: true } at ? view.Calendar.DayOf(at) : null;

    string Value(Column column) => Show.Value(view, column, row);

    string Money(double units) => Show.Money(Average.Cents(units), view.Currency);

    string Ago(int? day) => day is { } known ? $"{Show.Day(known)}, {CallWords.DaysAgo(Today - known)}" : "";

    static string Days(double days) => Math.Round(days) == 1 ? "1 day" : $"{days:N0} days";

    static string Times(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count:N0} {many}";

    static string Join(params IEnumerable<string> parts) => string.Join("; ", parts.Where(part => part.Length > 0));
}
