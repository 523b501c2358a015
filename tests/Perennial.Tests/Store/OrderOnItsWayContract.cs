using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Tests.Loops;

namespace Perennial.Tests.Store;

/// <summary>Changes of an order that stands under a key which has become somebody else's, while its facts wait to be
/// moved: a table was away, or another process is at it.</summary>
public abstract class OrderOnItsWayContract : StoreContract
{
    static readonly CustomerKeySet nobody = new() { Id = CustomerId.Nobody };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keeps_a_refund_that_comes_before_it_has_arrived(bool isNamed)
    {
        using var place = NewPlace();
        var isAway = false;
        using var store = place.Open(Now, place.Options with
        {
            BeforeStatement = text =>
            {
                if (isAway && text.Contains("select alias_id, customer_id, known", StringComparison.Ordinal))
                    throw new DeliberateFault();
            },
        });
        void Write(IncomingEvent one) => store.Intake.Write(EventBatch.Of([one]), store.Moment(), cancellation: Stop);
        var device = new CustomerKeySet { Anonymous = "device" };
        var anna = SomeEvents.Person("C-1");
        Write(SomeEvents.Event("order", 90, device) with { Order = SomeEvents.Order("1", 90, 900) });
        isAway = true;
        Assert.Throws<DeliberateFault>(() => Write(SomeEvents.Event("said", 60, anna with { Anonymous = "device" }) with
        {
            Activity = new ActivityStatement(ActivityKind.Login),
        }));
        Write(SomeEvents.Event("refund", 30, isNamed ? anna : nobody) with { Change = new OrderChange("1", 350) });
        isAway = false;
        Assert.Equal(1, store.Intake.MovePending(store.Moment(), Stop));
        store.Intake.PlaceChanges(store.Moment(), Stop);

        var history = store.Customers.ById(SomeFacts.Id("C-1"))!.History;
        Assert.Equal([350], history.Orders.RefundedCents);
        Assert.Equal(0, store.Intake.PlaceChanges(store.Moment(), Stop));
        Assert.Empty(StoreCheck.Run(place.Address, cancellation: Stop));
    }
}

public sealed class SqliteOrdersOnTheirWay : OrderOnItsWayContract;

public sealed class PostgresOrdersOnTheirWay : OrderOnItsWayContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
