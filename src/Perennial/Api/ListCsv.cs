using Microsoft.AspNetCore.Http.Features;
using Perennial.Channels.Files;
using Perennial.Core;
using Perennial.Core.Lifecycle;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Customers;
using Perennial.Shop;
using Perennial.Web;
using Perennial.Words;

namespace Perennial.Api;

/// <summary>The lists of the web app as files: all pages of what is shown, in the order shown.</summary>
static class ListCsv
{
    static readonly Column<byte>[] scores = [RfmColumns.R, RfmColumns.F, RfmColumns.M];

    public static Task Customers(ShopView view, ListQuery query, HttpContext http) => Send(http, "customers", csv =>
    {
        csv.Record("customer_id", "key", "name", "email", "phone", "city", "rfm_segment", "r", "f", "m", "orders",
            "revenue", "average_order_value", "last_order_day", "lifecycle", "priority_tier", "priority_rank");
        var table = view.Table;
        foreach (var (row, email) in WithEmails(view, query, http))
        {
            csv.Raw(view.Ids[row].ToString());
            csv.Text(table.Keys[row]);
            csv.Text(view.Directory.Name(row));
            csv.Text(email);
            csv.Text(view.PhoneToCall(row));
            csv.Text(view.Directory.City(row));
            csv.Text(table.Label(RfmColumns.RfmSegment, row));
            foreach (var score in scores) Score(csv, table.Values(score)[row]);
            csv.Number(Math.Max(0, table.Values(PurchaseColumns.Orders)[row]));
            csv.Money(Math.Max(0, table.Values(PurchaseColumns.Revenue)[row]));
            csv.Number(Average.Units(table.Values(PurchaseColumns.AverageOrderValue)[row]));
            Day(csv, view, table.Values(PurchaseColumns.LastOrderAt)[row]);
            csv.Text(table.Label(LifecycleColumns.Stage, row));
            Score(csv, table.Values(PriorityColumns.Tier)[row]);
            Rank(csv, table.Values(PriorityColumns.Rank)[row]);
            csv.EndRecord();
        }
    });

    public static Task Calls(ShopView view, ListQuery query, HttpContext http) => Send(http, "calls", csv =>
    {
        csv.Record("priority_rank", "customer_id", "key", "name", "phone", "priority_tier", "why", "rfm_segment",
            "why_not");
        foreach (var row in Rows(view, query, http))
        {
            Rank(csv, view.Table.Values(PriorityColumns.Rank)[row]);
            csv.Raw(view.Ids[row].ToString());
            csv.Text(view.Table.Keys[row]);
            csv.Text(view.NameOf(row));
            csv.Text(view.PhoneToCall(row));
            Score(csv, CallList.Tier(view, row));
            csv.Text(CallWords.Why(view.Table, row));
            csv.Text(view.Table.Label(RfmColumns.RfmSegment, row));
            csv.Text(view.WhyNotCalled(row));
            csv.EndRecord();
        }
    });

    static IEnumerable<int> Rows(ShopView view, ListQuery query, HttpContext http) =>
        CustomerList.All(view, query.Filter, query.Order).TakeWhile(_ => !http.RequestAborted.IsCancellationRequested);

    static IEnumerable<(int Row, string Email)> WithEmails(ShopView view, ListQuery query, HttpContext http)
    {
        const int atOnce = 4_096;
        foreach (var rows in Rows(view, query, http).Chunk(atOnce))
            foreach (var one in rows.Zip(view.EmailsToWriteTo(rows))) yield return one;
    }

    static Task Send(HttpContext http, string name, Action<CsvWriter> write)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename={name}.csv";
        // The writer is not asynchronous: it hands over 64 KB at a time, and a million rows are never held at once.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return Task.Run(() =>
        {
            using var csv = CsvWriter.Over(http.Response.Body);
            write(csv);
            csv.Complete();
        });
    }

    static void Score(CsvWriter csv, byte score)
    {
        if (score == 0) csv.Empty();
        else csv.Number(score);
    }

    static void Rank(CsvWriter csv, int rank)
    {
        if (rank == PriorityColumns.Rank.NoValue) csv.Empty();
        else csv.Number(rank);
    }

    static void Day(CsvWriter csv, ShopView view, Instant at)
    {
        if (at.HasValue) csv.Raw(Show.Day(at, view.Calendar));
        else csv.Empty();
    }
}
