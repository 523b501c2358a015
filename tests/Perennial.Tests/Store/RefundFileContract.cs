using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Reports;
using Perennial.Data.Intake;
using Perennial.Tests.Intake;

namespace Perennial.Tests.Store;

/// <summary>A row that takes back an order of another file, in whatever order the files are read and however often.
/// </summary>
public abstract class RefundFileContract : StoreContract
{
    const string Head = "order_id,customer_id,date,total\n";
    const string Sold = Head + "A-1,C-1,2026-05-02,80.00\nA-2,C-2,2026-05-02,50.00\n";
    const string Back = Head + "A-1,C-1,2026-05-12,-30.00\n";
    const string Both = Sold + "A-1,C-1,2026-05-12,-30.00\n";

    IntakeResult Import(string file)
    {
        var path = Path.Combine(Folder, "orders.csv");
        System.IO.File.WriteAllText(path, file);
        var read = FileIntake.Read(path, Inbox.Options with { RejectsPath = "none" });
        Store.Intake.Write(read.Batch, Moment, new ImportNote("orders.csv", "{}"), cancellation: Stop);
        return read;
    }

    long[] Refunded() => [.. Store.Customers.ById(SomeFacts.Id("C-1"))!.History.Orders.RefundedCents];

    [Theory]
    [InlineData(Sold, Back)]
    [InlineData(Back, Sold)]
    [InlineData(Back, Back, Sold, Back)]
    [InlineData(Both, Back)]
    [InlineData(Back, Both)]
    [InlineData(Sold, Back, Both, Both)]
    public void It_is_taken_back_once(params string[] files)
    {
        foreach (var file in files) Import(file);
        Assert.Equal([3_000], Refunded());
        var change = Assert.Single(Ask("select changed_at, given_cents from order_change"));
        Assert.Equal([$"{Inbox.Day(2026, 5, 12).UnixMs}", "3000"], change);
        Assert.Equal("0", Ask("select count(*) from waiting_change")[0][0]);
        AssertSound();
    }

    [Fact]
    public void A_shop_that_has_customers_keeps_it_too()
    {
        Write(SomeFacts.Batch([.. Enumerable.Range(0, 12).Select(i =>
            SomeFacts.Order($"K-{i}", $"first-{i}", 30 + i, 1_000))]));
        Import(Head + string.Concat(Enumerable.Range(0, 12).Select(i => $"B-{i},K-{i},2026-05-02,10.00\n"))
            + "A-1,C-1,2026-05-12,-30.00\n");
        Import(Sold);
        Assert.Equal([3_000], Refunded());
        AssertSound();
    }

    [Fact]
    public void The_report_says_that_it_is_kept()
    {
        var read = Import(Back);
        Assert.Equal((1, -3_000L), read.Report.Rows.Where(row => row.Code == "kept-for-order")
            .Select(row => ((int)row.Rows, row.ValueCents)).Single());
        // Without a number nobody knows which order it may be.
        Assert.Equal(1, Inbox.Rows(Import("customer_id,date,total\nC-1,2026-05-12,-30.00\n"), "nothing-to-take-back"));
    }

    protected override int PerChunk => 4;
}

public sealed class SqliteRefundFiles : RefundFileContract;

public sealed class PostgresRefundFiles : RefundFileContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
