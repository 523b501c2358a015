using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Tests.Loops;

namespace Perennial.Tests.Store;

/// <summary>A list that was stopped at any of its statements, as by a table that is away for a moment, and is sent
/// again by whoever had no answer: all of it is in the store, as if it had never been stopped.</summary>
public abstract class StoppedContract : StoreContract
{
    static readonly CustomerKeySet nobody = new() { Id = CustomerId.Nobody };

    // Statements until it is stopped; below nothing it is not.
    int left = -1;
    string stoppedAt = "";

    void Meet(string statement)
    {
        if (left < 0 || left-- > 0) return;
        (left, stoppedAt) = (-1, statement);
        throw new DeliberateFault();
    }

    static string Number(int person) => $"C-{person}";

    // A key of two is that of the smaller id: of every second pair it passes from the one to the other.
    static string Guest(int person) => Enumerable.Range(0, int.MaxValue).Select(i => $"G-{person}-{i}").First(
        guest => SomeFacts.Id(guest) > SomeFacts.Id(Number(person)) == (person % 2 == 0));

    static string Mail(int person) => $"p{person}@example.com";

    static CustomerKeySet Device(int person) => new() { Anonymous = $"d-{person}" };

    // What is there before: a device, a refund that waits for its order, another who ordered.
    static FactBatch Before(int person) => EventBatch.Of(
    [
        SomeEvents.Event($"view {person}", 90, Device(person)) with
        {
            Activity = new ActivityStatement(ActivityKind.PageView),
        },
        SomeEvents.Event($"refund {person}", 40, nobody) with { Change = new OrderChange($"1-{person}", 100) },
        SomeEvents.Event($"guest {person}", 95, SomeEvents.Person(Guest(person))) with
        {
            Order = SomeEvents.Order($"2-{person}", 95, 700),
        },
    ]);

    // Brings the order, says whose the device is, and then that it is the other's too, as is the address.
    static FactBatch List(int person)
    {
        var who = SomeEvents.Person(Number(person)) with { Anonymous = $"d-{person}" };
        return EventBatch.Of(
        [
            SomeEvents.Event($"said {person}", 60, who) with
            {
                Details = new CustomerDetails { FirstName = "Ann", Email = Mail(person), ConsentEmail = true },
            },
            SomeEvents.Event($"order {person}", 50, who) with
            {
                Order = SomeEvents.Order($"1-{person}", 50, 900, new LineStatement("rose", 1, 900, 0)),
            },
            SomeEvents.Event($"look {person}", 45, who) with
            {
                Activity = new ActivityStatement(ActivityKind.ProductView) { Product = "rose" },
            },
            SomeEvents.Event($"other {person}", 30, SomeEvents.Person(Guest(person)) with
            {
                Anonymous = $"d-{person}", Email = Mail(person),
            }) with { Activity = new ActivityStatement(ActivityKind.Login) },
        ]);
    }

    static string Shown(ShopStore store, int person)
    {
        string Of(string number)
        {
            var one = store.Customers.ById(SomeFacts.Id(number));
            if (one is null) return "nobody";
            var (orders, said) = (one.History.Orders, one.Details);
            return $"{string.Join('+', orders.GrossCents)}-{orders.RefundedCents.Sum()} "
                + $"{said.FirstName} {said.ConsentEmail} {one.History.Activities?.Id.Length}";
        }
        string Whose(string key) => string.Join('+', store.Customers.Find(key)
            .Select(id => store.Customers.ById(id)!.Key[..1]).Order(StringComparer.Ordinal));
        var isListed = store.Duplicates.Open(int.MaxValue).Any(pair => new[] { pair.One, pair.Other }.Order()
            .SequenceEqual(new[] { SomeFacts.Id(Number(person)), SomeFacts.Id(Guest(person)) }.Order()));
        return $"{Of(Number(person))}; {Of(Guest(person))}; device {Whose($"d-{person}")}; mail {Whose(Mail(person))}"
            + (isListed ? "; may be one" : "");
    }

    [Fact]
    public void Is_all_there_once_it_is_sent_again() => EachStopped((store, person, whole) =>
    {
        store.Intake.Write(List(person), store.Moment(), cancellation: Stop);
        // Facts that wait to be moved are looked for every second.
        store.Intake.MovePending(store.Moment(), Stop);
        return Shown(store, person) == whole;
    }, isSound: true);

    [Fact]
    public void Has_every_refund_of_its_orders_soon_though_nobody_sends_it_again() => EachStopped((store, person, _) =>
    {
        var came = store.Customers.ById(SomeFacts.Id(Number(person)))?.History.Orders.Id.Length > 0;
        var placed = store.Intake.PlaceChanges(store.Moment(), Stop);
        Assert.Equal(0, store.Intake.PlaceChanges(store.Moment(), Stop));
        return came ? Shown(store, person).StartsWith("900-100 ", StringComparison.Ordinal) : placed == 0;
        // What came before stands under keys whose customer nobody has brought.
    }, isSound: false);

    // At some of all statements of a list.
    void EachStopped(Func<ShopStore, int, string, bool> isWell, bool isSound)
    {
        using var place = NewPlace();
        using var store = place.Open(Now, place.Options with { BeforeStatement = Meet, RelaxedSync = true });
        void Write(FactBatch batch) => store.Intake.Write(batch, store.Moment(), cancellation: Stop);
        // The first of all finds out what the process did not know yet.
        var (statements, whole) = (new long[2], new string[2]);
        for (var person = 0; person < 4; person++)
        {
            Write(Before(person));
            var asked = store.Statements;
            Write(List(person));
            (statements[person % 2], whole[person % 2]) = (store.Statements - asked, Shown(store, person));
        }
        const string keys = "device C+G; mail C+G; may be one";
        Assert.Equal(($"900-100 Ann True 2; 700-0   1; {keys}", $"900-100 Ann True 1; 700-0   2; {keys}"),
            (whole[0], whole[1]));
        // The engines differ in few; all of them take a minute.
        var step = (place is FilePlace ? 4 : 12) * (Suite.IsWhole ? 1 : 7);
        for (var at = 0; at < statements.Max(); at += step)
        {
            foreach (var person in (int[])[4 + 2 * at, 5 + 2 * at])
            {
                if (at >= statements[person % 2]) continue;
                Write(Before(person));
                left = at;
                // It may ask less than the others: of what it has met it knows.
                var isStopped = Record.Exception(() => Write(List(person))) is DeliberateFault;
                left = -1;
                if (!isStopped) continue;
                Assert.True(isWell(store, person, whole[person % 2]), $"Stopped at statement {at}: "
                    + $"{Shown(store, person)}\nnot {whole[person % 2]}\n{stoppedAt}");
            }
        }
        if (isSound) Assert.Empty(StoreCheck.Run(place.Address, cancellation: Stop));
    }
}

public sealed class SqliteStopped : StoppedContract;

public sealed class PostgresStopped : StoppedContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
