using Perennial.Core.Intake;
using Perennial.Customers;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Shop;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>What one customer's page, answer and sheet ask of the store follows neither how many customers there are
/// nor how many products.</summary>
public abstract class CustomerStatementContract : StoreContract
{
    // Scores included, so that there is something to explain.
    void Fill(int customers, int products)
    {
        Store.Products.Put(
            [.. Enumerable.Range(0, products).Select(i => new ProductDetails($"p{i}") { Name = $"P {i}" })], Now);
        Write(Batch([.. Enumerable.Range(0, customers).SelectMany(i => new[]
        {
            Order($"c{i}", $"a{i}", 40 + i, 900 + i) with { Lines = [("p0", 1, 450, 0, 0), ("p1", 1, 450 + i, 0, 0)] },
            Order($"c{i}", $"b{i}", 4 + i, 700),
        })]));
        Rescore.Run(Store, null, null, Now, (_, _) => { }, Stop);
    }

    long AskedByOne()
    {
        // What the process did not know yet is found out by the first.
        Ask();
        var before = Store.Statements;
        Ask();
        return Store.Statements - before;

        void Ask()
        {
            var (view, row, record) = CustomerView.Of(Store, Id("c1"), Now)!;
            _ = CustomerSheet.Of(view, record.Id, record, RecommendedLine.Of(Store, view, row, record));
            Assert.NotEmpty(view.Segments.Of(row));
            _ = (Store.Stays.Of(record.Id), Store.Scoring.History(record.Id));
        }
    }

    [Fact]
    public void One_customer_asks_no_more_of_a_large_shop_than_of_a_small_one()
    {
        using var large = Another<CustomerStatementContract>();
        Fill(3, 2);
        large.Fill(150, 300);
        var (few, many) = (AskedByOne(), large.AskedByOne());
        Assert.InRange(few, 1, 45);
        Assert.InRange(many, 1, few + 12);
    }
}

public sealed class SqliteCustomerStatements : CustomerStatementContract;

public sealed class PostgresCustomerStatements : CustomerStatementContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
