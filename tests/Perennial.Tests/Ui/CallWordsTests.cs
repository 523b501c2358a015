using Perennial.Core.Priority;
using Perennial.Core.Purchases;
using Perennial.Words;

namespace Perennial.Tests.Ui;

/// <summary>What the person who calls reads.</summary>
public class CallWordsTests
{
    [Theory]
    [InlineData(0, 0, 0, "has not bought yet")]
    [InlineData(1, 0, 50_00, "bought once, 50.00 in total, last today; on one list")]
    [InlineData(1, 1, 50_05, "bought once, 50.05 in total, last yesterday; on one list")]
    [InlineData(2, 2, 1_234_50, "bought 2 times, 1,234.50 in total, last 2 days ago; on one list")]
    [InlineData(1_000, 1_500, 0, "bought 1,000 times, 0.00 in total, last 1,500 days ago; on one list")]
    public void One_is_told_as_one_and_many_as_many(int orders, int daysAgo, long cents, string words)
    {
        var table = Some.Table([new(daysAgo, orders, cents)]);
        table.Values(PurchaseColumns.Revenue)[0] = cents;
        table.Values(PriorityColumns.Tier)[0] = 5;
        Assert.Equal(words, CallWords.Why(table, 0));
    }
}
