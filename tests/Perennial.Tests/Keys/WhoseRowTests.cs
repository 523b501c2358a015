using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Orders;
using Perennial.Core;
using Perennial.Tests.Intake;

namespace Perennial.Tests.Keys;

/// <summary>What a file says of its customers that cannot be: names for numbers, rounded numbers, numbers of nobody.
/// </summary>
public sealed class WhoseRowTests : IDisposable
{
    readonly Inbox inbox = new();

    [Theory]
    [InlineData("Customer")]
    [InlineData("Kunde")]
    [InlineData("client")]
    public void Names_are_no_customer_numbers(string column)
    {
        var error = inbox.Error($"order_id;{column};date;total\n1;J. DUPONT;2024-01-05;1\n2;M. MARTIN;2024-01-06;1\n");
        Assert.Contains($"column {column}", error.Place);
        Assert.Contains("'J. DUPONT'", error.Problem);
        Assert.Contains($"--map customer_id={column}", error.Remedy);
    }

    [Fact]
    public void Whoever_says_that_names_are_numbers_is_believed()
    {
        const string rows = "date,total\nAnn Ash,2024-01-05,1\nBo O'Hara,2024-01-06,1\n";
        Assert.Equal(2, inbox.Read($"customer_id,{rows}").Batch.Keys.Count);
        Assert.Equal(2, inbox.Read($"customer,{rows}", Inbox.Mapped("customer_id=customer")).Batch.Keys.Count);
    }

    [Theory]
    [InlineData("17, Ann Ash")]
    [InlineData("ann")]
    [InlineData("C-1 Ash")]
    public void A_column_called_customer_may_hold_numbers(string cell)
    {
        var rows = string.Concat(Enumerable.Repeat($"\"{cell}\",2024-01-05,1\n", 3));
        Assert.Equal(1, inbox.Read($"customer,date,total\n{rows}").Batch.Keys.Count);
    }

    [Fact]
    public void Beside_an_address_a_column_of_names_is_one_of_names()
    {
        var batch = inbox.Read("customer,email,date,total\nAnn Ash,ann@example.com,2024-01-05,1\n").Batch;
        Assert.Equal(("ann@example.com", CustomerKeyKind.Email), (batch.Keys.Text(0), batch.KeyKinds[0]));
        Assert.Equal(("Ann", "Ash"), (batch.Details[0]!.FirstName, batch.Details[0]!.LastName));
    }

    [Theory]
    [InlineData("order_id,customer_id,email,date,total", "1,6.12346E+12,ann@x.org,2024-01-05,1", "rounded-customer")]
    [InlineData("customer_id,date,total", "6.12346E+12,2024-01-05,1", "rounded-customer")]
    [InlineData("customer_id,recency_days,orders,revenue", "6.12346e+12,1,1,1", "rounded-customer")]
    [InlineData("order_id;customer_id;date;total", "6,12346E+12;C-1;2024-01-05;1", "rounded-order")]
    [InlineData("order_id,customer_id,date,sku,quantity,unit_price", "1.5E+09,C-1,2024-01-05,A,1,1", "rounded-order")]
    public void A_number_that_a_spreadsheet_rounded_is_refused(string header, string row, string reason)
    {
        var path = inbox.File($"{header}\n{row}\n");
        var rows = CustomerSummaryFile.TryRead(path, Inbox.Options, Inbox.Now)?.Report.Rows
            ?? OrderFileReader.Read(path, Inbox.Options).Report.Rows;
        var rejected = Assert.Single(rows, count => count.Rows > 0);
        Assert.Equal(reason, rejected.Code);
        Assert.Contains("spreadsheet", rejected.Words);
    }

    [Fact]
    public void Lines_of_one_order_that_are_weeks_apart_are_warned_of()
    {
        const string header = "order_id,customer_id,date,sku,quantity,unit_price\n";
        Assert.Empty(inbox.Read(header + "1,C-1,2024-01-05,A,1,1\n1,C-1,2024-01-19,B,1,1\n").Report.Warnings);
        var warning = Assert.Single(inbox.Read(header + "1,C-1,2024-01-05,A,1,1\n2,C-1,2024-01-05,A,1,1\n"
            + "1,C-1,2024-01-20,B,1,1\n2,C-1,2025-01-05,A,1,1\n").Report.Warnings);
        Assert.StartsWith("2 order numbers have lines more than 14 days apart (such as '1', lines 2 and 4)", warning);
    }

    [Fact]
    public void A_number_with_many_addresses_is_warned_of()
    {
        string Row(string number, string address) => $"{number},{address},2024-01-05,1\n";
        const string header = "customer_id,email,date,total\n";
        var few = string.Concat(((string[])["a@x.org", "A@X.org", "b@x.org", "c@x.org", "a@x.org"])
            .Select(one => Row("C-1", one)));
        Assert.Empty(inbox.Read(header + few).Report.Warnings);
        var warning = Assert.Single(inbox.Read(header + few + Row("C-1", "d@x.org") + Row("C-2", "e@x.org"))
            .Report.Warnings);
        Assert.StartsWith("One customer number has more than 3 e-mail addresses (such as 'C-1' with 4)", warning);
    }

    public void Dispose() => inbox.Dispose();
}
