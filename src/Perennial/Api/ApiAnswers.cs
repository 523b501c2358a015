using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Customers;
using Perennial.Data;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Web;
using Perennial.Words;

namespace Perennial.Api;

/// <summary>Makes the API's answers from a view.</summary>
static class ApiAnswers
{
    public static ShopAnswer Shop(ShopView view) => new(
        view.ShopName, view.Currency, view.Table.AsOf.ToString(), view.Totals.All.Customers,
        view.Totals.Prospects.Customers, view.Totals.All.Orders, Units(view.Totals.All.RevenueCents),
        view.ScoringRun?.Id,
        [.. view.Months.Select(month => new MonthAnswer(
            $"{month.Month:yyyy-MM}", month.Orders, Units(month.RevenueCents)))]);

    static CustomerAnswer Customer(ShopView view, int row, string email) => new(
        view.Ids[row].ToString(), view.Table.Keys.Text(row), view.NameOf(row), email, view.PhoneToCall(row),
        view.Directory.City(row), view.Directory.Country(row),
        Columns.Shown.ToDictionary(column => column.Name, column => Value(view, column, row)));

    public static CustomersAnswer Customers(ShopView view, ListQuery query, int size) => Customers(
        view, CustomerList.Find(view, query.Filter, query.Order, query.Page, size), query.Filter.Hints(view));

    public static CustomersAnswer Customers(ShopView view, CustomerPage page, IReadOnlyList<string> hints) =>
        new(page.Total, page.Page, page.Pages, [.. Rows(view, page.Rows)], hints);

    static IEnumerable<CustomerAnswer> Rows(ShopView view, IReadOnlyList<int> rows) =>
        rows.Zip(view.EmailsToWriteTo(rows), (row, email) => Customer(view, row, email));

    public static CustomerRecordAnswer Record(CustomerView one) => new(
        Rows(one.View, [one.Row]).Single(), MayContactOf(one.View, one.Record),
        one.View.ScoringRun is not { } run ? []
            : [.. ScoreWords.Explain(run, one.View.Table, one.Row, one.View.Calendar)
            .Select(score => new ScoreAnswer(score.Letter, score.Score, score.Measure, score.Limits))],
        [.. OrderShown.Of(one.Record.History, one.Record.Products).Select(order => new OrderAnswer(
            order.At.ToString(), order.Number, Units(order.GrossCents), Units(order.DiscountCents),
            Units(order.RefundedCents), Units(order.NetCents),
            [.. order.Lines.Select(line => new LineAnswer(
                line.Product, line.Quantity, line.Returned, Units(line.NetCents)))]))]);

    static Dictionary<string, MayContactAnswer> MayContactOf(ShopView view, Data.Customers.CustomerRecord record) =>
        ChannelPermission.Of(view.Permissions, record.Permissions, view.Calendar).ToDictionary(
            one => one.Channel, one => new MayContactAnswer(one.IsAllowed, one.Reason, one.Words));

    public static RuleCountAnswer Count(ShopView view, string rule)
    {
        var preview = RulePreview.Of(view, "", Written(rule));
        return preview.Error is { } error
            ? new(null, null, "", ErrorAnswer.Of(error), [])
            : new(preview.Total.Customers, Math.Round(Whole(preview.Share), 6), preview.Words, null,
                preview.Hints);
    }

    /// <summary>The same, as the store's database answers it.</summary>
    public static RuleCountAnswer Count(ShopStore store, string rule, Instant now)
    {
        var nobody = RuleAnswer.NobodyOf(store, now);
        Rule parsed;
        try
        {
            parsed = nobody.Segments.Parse(Written(rule));
        }
        catch (BadInputException error)
        {
            return new(null, null, "", ErrorAnswer.Of(error), []);
        }
        var answer = RuleAnswer.Of(store, nobody, parsed);
        return new(checked((int)answer.Total.Customers), Math.Round(answer.Share, 6), answer.Words, null, answer.Hints);
    }

    static string Written(string rule) => rule.Trim().Length == 0 ? "everybody" : rule;

    public static SegmentAnswer? Segment(ShopView view, string name, IReadOnlyList<string> watched)
    {
        return view.Segments.Catalogue.Find(name) is { } segment ? Segment(view, segment, watched) : null;
    }

    /// <summary>Segments as the store's database counts them.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="only">The name of one; null for all.</param>
    /// <param name="now">As of when.</param>
    /// <param name="watched">What each is watched for.</param>
    public static IReadOnlyList<SegmentAnswer> Segments(
        ShopStore store, string? only, Instant now, Func<string, IReadOnlyList<string>> watched)
    {
        var nobody = RuleAnswer.NobodyOf(store, now);
        List<CheckedSegment> segments =
            [.. nobody.Segments.Catalogue.All.Where(segment => only is null || segment.Name == only)];
        var totals = RuleAnswer.Totals(store, nobody, [.. segments.Select(segment => segment.Rule), new Everybody()]);
        var all = totals[^1].Customers;
        return [.. segments.Zip(totals, (segment, total) => new SegmentAnswer(
            segment.Name, segment.Segment.Set, segment.Segment.Description, segment.Segment.Rule,
            RuleWords.Of(segment.Rule), checked((int)total.Customers),
            all == 0 ? 0 : Math.Round((double)total.Customers / all, 6), total.Orders, Units(total.RevenueCents),
            watched(segment.Name)))];
    }

    public static IReadOnlyList<SegmentAnswer> Segments(
        ShopView view, Func<string, IReadOnlyList<string>> watched) =>
        [.. view.Segments.Catalogue.All.Select(segment => Segment(view, segment, watched(segment.Name)))];

    static SegmentAnswer Segment(ShopView view, CheckedSegment segment, IReadOnlyList<string> watched)
    {
        var total = RulePreview.TotalOf(view, view.Segments.Members(segment.Name));
        return new(segment.Name, segment.Segment.Set, segment.Segment.Description, segment.Segment.Rule,
            RuleWords.Of(segment.Rule), total.Customers, Math.Round(Whole(view.Segments.Size(segment).Share), 6),
            total.Orders, Units(total.RevenueCents), watched);
    }

    // Nobody of nobody is no number, and no JSON either.
    static double Whole(double share) => double.IsNaN(share) ? 0 : share;

    public static IReadOnlyList<RfmSegmentAnswer> RfmSegments(ShopView view) =>
    [
        .. view.Table.LabelsOf(RfmColumns.RfmSegment).Select((name, i) =>
        {
            var total = view.Totals.RfmSegment[i + 1];
            var note = view.ScoringRun?.RfmSegmentSet.Rules.FirstOrDefault(rule => rule.Name == name)?.Note ?? "";
            return new RfmSegmentAnswer(
                name, note, total.Customers, Share(view, total), total.Orders, Units(total.RevenueCents),
                total.AverageOrderCents is { } average ? Units(average) : null);
        }),
    ];

    public static GridAnswer Grid(ShopView view, bool byFxm)
    {
        var totals = byFxm ? view.Totals.RByFxm : view.Totals.RByF;
        var cells = new List<CellAnswer>();
        for (var r = 1; r <= view.Bins; r++)
        {
            for (var across = 1; across <= view.Bins; across++)
            {
                var total = totals[r, across];
                cells.Add(new(r, across, total.Customers, Share(view, total), total.Orders, Units(total.RevenueCents)));
            }
        }
        return new GridAnswer(view.Bins, byFxm ? "fxm" : "f", cells);
    }

    public static CallsAnswer Calls(ShopView view, ListQuery query, int size) => Calls(
        view, CustomerList.Find(view, query.Filter, query.Order, query.Page, size), query.Filter.Hints(view));

    public static CallsAnswer Calls(ShopView view, CustomerPage page, IReadOnlyList<string> hints) =>
        new(page.Total, page.Page, page.Pages, [.. page.Rows.Select(row => new CallAnswer(
            (int?)Value(view, PriorityColumns.Rank, row), view.Ids[row].ToString(), view.NameOf(row),
            view.PhoneToCall(row), CallList.Tier(view, row),
            view.Table.Label(RfmColumns.RfmSegment, row), CallWords.Why(view.Table, row),
            view.WhyNotCalled(row)))], hints);

    /// <summary>A column's value as JSON has it: money in currency units, instants as ISO 8601, null for no value.
    /// </summary>
    public static object? Value(ShopView view, Column column, int row)
    {
        switch (column)
        {
            case Column<byte> bytes:
                var value = view.Table.Values(bytes)[row];
                if (!column.Form.HasNone) return value == 1;
                if (value == 0) return null;
                return column.Form.Names == NameSource.Labels ? view.Table.Label(bytes, row) : (int)value;
            case Column<int> ints:
                var count = view.Table.Values(ints)[row];
                if (count == ints.NoValue) return null;
                if (column.Form.Names == NameSource.Products) return Product(view, view.Table.Products[count]);
                return column.Form.Text is { } text ? text(count, view.Bins) : count;
            case Column<long> money:
                var cents = view.Table.Values(money)[row];
                return cents == money.NoValue ? null : Units(cents);
            case Column<Instant> instants:
                var at = view.Table.Values(instants)[row];
                return at.HasValue ? at.ToString() : null;
            case Column<double> numbers:
                var number = view.Table.Values(numbers)[row];
                return double.IsNaN(number) ? null : Math.Round(number, 4);
            default:
                throw new ArgumentException($"Column {column.Name} has no form in JSON.");
        }
    }

    static ProductAnswer Product(ShopView view, string id) => Of(view.Products.Find(id) ?? new(id));

    public static ProductAnswer Of(ProductDetails product) => new(product.Id, product.Name, product.Category,
        product.PriceCents is { } cents ? Units(cents) : null, product.Image, product.Description);

    static decimal Units(long cents) => decimal.Divide(cents, 100);

    static double Share(ShopView view, Total total) =>
        view.Totals.Buyers == 0 ? 0 : Math.Round((double)total.Customers / view.Totals.Buyers, 6);
}
