using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;

namespace Perennial.Tests.Files;

public sealed class CustomerSummaryFileTests : IDisposable
{
    static readonly Instant AsOf = ShopCalendar.Utc.EndOf(ShopCalendar.Day(new DateOnly(2006, 12, 31)));

    readonly string path = Path.GetTempFileName();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_row_per_customer_with_a_recency_is_read()
    {
        var file = Read("customer_id,revenue,number_of_orders,recency_days\nAnn,472.50,6,205\nBo,0,0,\n");
        Assert.Equal(["Ann", "Bo"], [file.Keys.Text(0), file.Keys.Text(1)]);
        Assert.Equal([6, 0], file.Orders);
        Assert.Equal([47_250L, 0], file.RevenueCents);
        Assert.Equal("2006-06-09T00:00:00.000Z", file.LastOrderAt[0].ToString());
        Assert.Equal(Instant.None, file.LastOrderAt[1]);
        Assert.Equal((2, 6, 47_250L), (file.Report.RowsRead, file.Report.Orders, file.Report.GrossCents));
    }

    [Fact]
    public void A_row_per_customer_with_the_last_orders_date_is_read()
    {
        var file = Read("customer_id;last_order_date;orders;revenue\nAnn;31.01.2006;2;1.234,50\n");
        Assert.Equal("2006-01-31T00:00:00.000Z", file.LastOrderAt[0].ToString());
        Assert.Equal(123_450, file.RevenueCents[0]);
    }

    [Fact]
    public void A_date_is_believed_rather_than_a_recency()
    {
        var file = Read("customer_id,last_order_date,recency_days,orders,revenue\nAnn,2006-01-31,5,2,3\n");
        Assert.Equal("2006-01-31T00:00:00.000Z", file.LastOrderAt[0].ToString());
    }

    [Theory]
    [InlineData("Ann,-1,3,5", "bad-recency")]
    [InlineData("Ann,5,x,5", "bad-orders")]
    [InlineData("Ann,5,3,-5", "negative-revenue")]
    [InlineData("Ann,5,3,", "no-amount")]
    [InlineData("Ann,5,3,1.2.3", "bad-amount")]
    [InlineData(",5,3,1", "no-customer")]
    [InlineData("Zed,5,3,1", "repeated-customer")]
    public void A_row_that_cannot_be_is_rejected_with_its_reason(string row, string reason)
    {
        var file = Read($"customer_id,recency_days,orders,revenue\nZed,1,1,1\n{row}\n");
        Assert.Equal(1, file.Keys.Count);
        Assert.Equal(reason, Assert.Single(file.Report.Rows, count => count.Fate == RowFate.Rejected).Code);
    }

    [Theory]
    [InlineData("customer_id,ordered_at,amount\nAnn,2006-01-01,5\n")]
    [InlineData("email,first_name\na@example.org,Ann\n")]
    public void Other_files_are_not_of_this_shape(string text)
    {
        File.WriteAllText(path, text);
        Assert.False(CustomerSummaryFile.Is(path, Options));
        Assert.Null(CustomerSummaryFile.TryRead(path, Options, AsOf, Cancel));
    }

    public void Dispose()
    {
        File.Delete(path);
        File.Delete(path + ".rejects.csv");
    }

    static IntakeOptions Options => new() { Now = AsOf, MaxRejectShare = 1 };

    CustomerSummaryFile Read(string text)
    {
        File.WriteAllText(path, text);
        Assert.True(CustomerSummaryFile.Is(path, Options));
        return CustomerSummaryFile.TryRead(path, Options, AsOf, Cancel)!;
    }
}
