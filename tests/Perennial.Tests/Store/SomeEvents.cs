using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Store;

/// <summary>Makes events of a few people, each of whom is known by several keys.</summary>
static class SomeEvents
{
    public static Instant At(int minutesAgo) => new(Tests.Some.Now.UnixMs - 60_000L * minutesAgo);

    public static IncomingEvent Event(string id, int minutesAgo, CustomerKeySet who) => new()
    {
        Source = "segment", MessageId = id, At = At(minutesAgo), Who = who,
    };

    public static CustomerKeySet Person(string external) => new() { External = external };

    public static OrderStatement Order(string number, int minutesAgo, long gross, params LineStatement[] lines) =>
        new(number, At(minutesAgo)) { GrossCents = gross, Lines = lines.Length == 0 ? null : lines };

    // People write their address now so, now so.
    static string Address(int person, int spelling) => $"{(spelling == 0 ? 'P' : 'p')}{person}@example.com";

    static string Number(int person, int spelling) => spelling == 0 ? $"+49 30 55{person}" : $"+493055{person}";

    // Several people's.
    const string Shared = "+4930559999";

    static readonly string?[] Nobodys = [null, null, "undefined", "0", "null\u200B", "[object Object]", "guest"];

    static Gen<CustomerKeySet> Keys(int person) =>
        from external in Gen.Elements(true, true, false)
        from email in Gen.Elements(true, false, false)
        from phone in Gen.Elements(true, false, false, false)
        from spelling in Gen.Choose(0, 1)
        from device in Gen.Choose(0, 2)
        from nobody in Gen.Elements(Nobodys)
        from shares in Gen.Elements(true, false, false)
        let who = new CustomerKeySet
        {
            External = external ? $"C-{person}" : nobody,
            Email = email ? Address(person, spelling) : nobody,
            Phone = phone ? Number(person, spelling) : external && shares ? Shared : nobody,
            // Whose a device alone is that several people sign in at, depends on who was there first.
            Anonymous = external && shares ? "till" : device == 0 ? nobody : $"device-{person}-{device}",
        }
        select who.External is null && who.Email is null && who.Phone is null && who.Anonymous is null
            ? who with { Anonymous = $"device-{person}-1" } : who;

    static Gen<IncomingEvent> One(int number) =>
        from person in Gen.Choose(0, 3)
        from who in Keys(person)
        // A program that sends what it has collected dates all of it to one instant.
        from isTie in Gen.Elements(true, false, false)
        from some in Gen.Choose(1, 60 * 24 * 400)
        let ago = isTie ? 5_000 : some
        from order in Gen.Choose(0, 2)
        from cents in Gen.Choose(100, 20_000)
        from kind in Gen.Choose(0, 8)
        from alone in Gen.Elements(true, false, false, false)
        // What came under a telephone of several alone is one's, whoever was known first; what is said of them under
        // it, or what follows from a response, stays with whoever had it then.
        let plain = Event($"m{number}", ago, alone && kind is (0 or 1 or 4 or 5 or 7)
            ? new CustomerKeySet { Phone = Shared } : who)
        let isShared = plain.Who is { Phone: Shared, External: null }
        // Nobody knows whose is what is said of two.
        let orderNumber = isShared ? $"shared-{order}" : $"{person}-{order}"
        select kind switch
        {
            0 => plain with { Activity = new ActivityStatement(ActivityKind.PageView) },
            1 => plain with { Activity = new ActivityStatement(ActivityKind.ProductView) { Product = $"p{order}" } },
            2 => plain with
            {
                Details = new CustomerDetails
                {
                    FirstName = $"N{cents}", City = $"T{order}", Phone = cents % 4 == 0 ? Number(person, order) : null,
                },
            },
            3 => plain with
            {
                Details = new CustomerDetails { Email = Address(person, cents % 3), ConsentEmail = cents % 2 == 0 },
            },
            4 or 5 => plain with
            {
                Order = new OrderStatement(orderNumber, At(ago))
                {
                    GrossCents = cents, DiscountCents = cents / 10, TotalCents = cents % 2 == 0 ? cents : null,
                    Mechanism = cents % 3 == 0 ? DiscountMechanism.PercentOff : DiscountMechanism.Unknown,
                    Lines = cents % 2 == 0 ? [new LineStatement($"p{order}", 1, cents, cents / 10)] : null,
                },
            },
            6 => plain with
            {
                Change = new OrderChange(orderNumber, cents % 5 == 0 ? null : cents / 4)
                {
                    Unit = cents % 7 == 0 ? RefundUnit.Total : RefundUnit.Goods,
                },
                // A store's webhook names the order alone, and a clerk sends under a key of their own.
                Who = (cents % 3) switch
                {
                    0 => new CustomerKeySet { Id = CustomerId.Nobody }, 1 => new CustomerKeySet { External = "clerk" },
                    _ => who,
                },
            },
            // What several tell of one contact need not agree.
            7 => plain with
            {
                Contact = new ContactStatement(
                    cents % 6 == 0 ? ContactChannel.Sms : ContactChannel.Email, $"mail-{orderNumber}"),
            },
            _ => plain with
            {
                Response = new ResponseStatement(
                    cents % 4 == 0 ? ResponseKind.Unsubscribe : ResponseKind.Open, ContactChannel.Email)
                {
                    ContactNumber = $"mail-{person}-{order}",
                },
            },
        };

    /// <summary>Up to forty events.</summary>
    public static Gen<IncomingEvent[]> Some =>
        from count in Gen.Choose(1, 40)
        from events in Gen.CollectToArray(Enumerable.Range(0, count), One)
        select events;
}
