using Perennial.Channels.Files;
using Perennial.Consent;
using Perennial.Core;
using Perennial.Shop;
using Perennial.Words;

namespace Perennial.Customers;

/// <summary>One column of one customer.</summary>
/// <param name="Name">The column.</param>
/// <param name="Value">As files have it, for programs; empty for no value.</param>
/// <param name="Shown">As people read it.</param>
/// <param name="Unit">Unit of a value.</param>
/// <param name="How">How this customer's value came about.</param>
/// <param name="Formula">How it comes about for everybody.</param>
sealed record ColumnLine(string Name, string Value, string Shown, string Unit, string How, string Formula);

/// <summary>One order of one customer, ready to read; amounts in currency units.</summary>
sealed record OrderLine(
    string OrderedAt, string Number, decimal Gross, decimal Discount, decimal Refunded, decimal Net);

/// <summary>Money given back of one order of one customer, ready to read.</summary>
/// <param name="RefundedAt">The day.</param>
/// <param name="Number">The order's number; empty where it has none.</param>
/// <param name="Amount">How much of the goods, in currency units.</param>
/// <param name="IsDated">Whether somebody has said when; otherwise it is the order's own day.</param>
sealed record RefundLine(string RefundedAt, string Number, decimal Amount, bool IsDated);

/// <summary>What one customer said of the shop or to it, ready to read.</summary>
/// <param name="At">The day.</param>
/// <param name="What">What it was.</param>
/// <param name="Text">What was written; empty where nothing was.</param>
sealed record SaidLine(string At, string What, string Text);

/// <summary>Everything about one customer on one sheet, for terminal and JSON.</summary>
sealed record CustomerSheet(
    string CustomerId, string Key, string Name, string Contact, IReadOnlyList<ChannelPermission> MayContact, string Why,
    IReadOnlyList<string> Scores,
    IReadOnlyList<ColumnLine> Columns, IReadOnlyList<OrderLine> Orders, IReadOnlyList<SaidLine> Said)
{
    /// <summary>What is known besides facts: language, time zone, attributes, dates of other people.</summary>
    public IReadOnlyList<KnownLine> Known { get; init; } = [];

    /// <summary>What was given back, the latest first.</summary>
    public IReadOnlyList<RefundLine> Refunds { get; init; } = [];

    public static CustomerSheet Of(
        ShopView view, CustomerId id, Data.Customers.CustomerRecord record, IReadOnlyList<RecommendedLine> offers)
    {
        var row = view.RowOf(id);
        var table = view.Table;
        var details = record.Details;
        var words = new ColumnWords(view, row, offers);
        var phone = details.Phone is { } number ? Show.Phone(number) : null;
        string?[] contact = [phone, details.Email, details.City, details.Country];
        return new CustomerSheet(
            id.ToString(), $"{record.KeyKind} {record.Key}", view.NameOf(row),
            string.Join(", ", contact.Where(part => !string.IsNullOrEmpty(part))),
            ChannelPermission.Of(view.Permissions, record.Permissions, view.Calendar), CallWords.Why(table, row),
            view.ScoringRun is null ? []
                : [.. ScoreWords.Explain(view.ScoringRun, table, row, view.Calendar).Select(score => $"{score}")],
            [.. Core.Parts.Columns.Shown.Select(column => new ColumnLine(
                column.Name, ColumnText.Of(table, column, row, view.Bins), Show.Value(view, column, row),
                Unit(column.Unit, view), words.Of(column), column.Formula))],
            OrdersOf(record, view), SaidOf(record, view))
        {
            Refunds = [.. RefundShown.Of(record.History).Select(refund => new RefundLine(
                $"{ShopCalendar.Date(view.Calendar.DayOf(refund.At)):yyyy-MM-dd}", refund.Number, refund.Cents / 100m,
                !refund.IsOfOrdersDay))],
        };
    }

    // The latest first, as orders.
    static SaidLine[] SaidOf(Data.Customers.CustomerRecord record, ShopView view)
    {
        if (record.History.Activities is not { } facts) return [];
        var lines = new List<SaidLine>();
        for (var i = facts.At.Length - 1; i >= 0; i--)
        {
            var (kind, detail) = (facts.Kind[i], facts.Details?.Of(i));
            if (!FeedbackWords.Stands(kind)) continue;
            var product = facts.Product[i] < 0 ? null : ProductOf(record, facts.Product[i]);
            lines.Add(new SaidLine($"{ShopCalendar.Date(view.Calendar.DayOf(facts.At[i])):yyyy-MM-dd}",
                FeedbackWords.What(kind, detail, facts.Name.Length == 0 ? null : facts.Name[i], product),
                detail?.Text ?? ""));
        }
        return [.. lines];
    }

    static string ProductOf(Data.Customers.CustomerRecord record, int product) =>
        (product < record.Products.Count ? record.Products[product].Name : null) ?? record.History.Products[product];

    static string Unit(string unit, ShopView view) =>
        view.Currency.Length == 0 ? unit : unit.Replace("currency", view.Currency);

    static OrderLine[] OrdersOf(Data.Customers.CustomerRecord record, ShopView view)
    {
        var orders = record.History.Orders;
        var lines = new OrderLine[orders.At.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var at = view.Calendar.DayOf(orders.At[i]);
            decimal gross = orders.GrossCents[i] / 100m;
            var discount = orders.DiscountCents.Length == 0 ? 0 : orders.DiscountCents[i] / 100m;
            var refunded = orders.RefundedCents.Length == 0 ? 0 : orders.RefundedCents[i] / 100m;
            lines[i] = new OrderLine($"{ShopCalendar.Date(at):yyyy-MM-dd}",
                orders.Number.Length == 0 ? "" : orders.Number[i] ?? "", gross, discount, refunded,
                gross - discount - refunded);
        }
        Array.Reverse(lines);
        return lines;
    }
}
