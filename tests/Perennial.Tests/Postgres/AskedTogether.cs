using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Shards;
using Perennial.Tests.Store;

namespace Perennial.Tests.Postgres;

/// <summary>Questions wait to be asked together; what they tell is how it was when they were put.</summary>
public sealed class AskedTogether : IDisposable
{
    readonly string address = PostgresServer.Rent(1);
    readonly ShopStore store;
    readonly StoreShards.Rental rental;

    public AskedTogether()
    {
        store = ShopStore.Open(address, Some.Now, new StoreOptions { NewShards = 1 });
        store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("ann", "n1", 1, 100), SomeFacts.Order("bob", "n2", 2, 200)),
            store.Moment(), cancellation: TestContext.Current.CancellationToken);
        rental = store.Rent();
    }

    static CustomerId[] Both => [.. new[] { SomeFacts.Id("ann"), SomeFacts.Id("bob") }.Order()];

    Rows Ask(string query) => rental.Database.RowsOf(SqlText.Query(query), 0, Both);

    [Fact]
    public void Each_has_its_own_answer_in_whatever_order_they_are_read()
    {
        using Rows orders = Ask("orders-of-customer"), keys = Ask("customer-key");
        using var contacts = Ask("contacts-of-customer");
        Assert.False(contacts.Step());
        Assert.Equal(Both, keys.Ids());
        Assert.Equal(Both, orders.Ids());
    }

    [Fact]
    public void What_is_written_after_a_question_is_not_in_its_answer()
    {
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        using var orders = Ask("orders-of-customer");
        database.Execute("delete from customer_order");
        using var left = Ask("orders-of-customer");

        Assert.Equal(Both, orders.Ids());
        Assert.Empty(left.Ids());
    }

    [Fact]
    public void What_nobody_has_read_is_forgotten_with_the_transaction()
    {
        var database = rental.Database;
        using (Transaction.Write(database))
        {
            _ = Ask("orders-of-customer");
            Assert.ThrowsAny<Exception>(() => database.Execute("select 1 / 0"));
            _ = Ask("orders-of-customer");
        }
        Assert.True(database.IsUsable);
        using var after = Ask("orders-of-customer");
        Assert.Equal(Both, after.Ids());
    }

    public void Dispose()
    {
        rental.Dispose();
        store.Dispose();
        PostgresServer.GiveBack(address, 1);
    }
}
