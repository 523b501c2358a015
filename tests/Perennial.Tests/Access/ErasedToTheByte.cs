using System.Net;
using Perennial.Channels.Intake.Formats;
using Perennial.Cli;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Destinations;
using Perennial.Import;
using Perennial.Moments;
using Perennial.Privacy;
using Perennial.Scoring;
using Perennial.Tests.Store;

namespace Perennial.Tests.Access;

/// <summary>Whichever door a person is erased by, no file of the shop's folder holds a byte of them: but for the entry
/// that tells destinations, and that not for long.</summary>
public class ErasedToTheByte(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    string Folder => Path.GetDirectoryName(shop.Store.Path)!;

    // A person of a door's own, of whom no part is anywhere else.
    sealed record Person(string Number, string Email, string Phone, string First, string Last, string Street,
        string Visitor, string[] Orders, string FormerName, string FormerStreet)
    {
        public static Person Of(string door)
        {
            var random = new Rng((ulong)door.Length * 7_919);
            string Word(int length) => string.Concat(
                Enumerable.Range(0, length).Select(_ => (char)('a' + random.NextInt(26))));
            string Digits(int length) => string.Concat(
                Enumerable.Range(0, length).Select(_ => (char)('0' + random.NextInt(10))));
            return new Person($"C{Word(9)}", $"{Word(9)}@{Word(9)}.{Word(7)}", $"+49{Digits(11)}", Word(8), Word(9),
                $"{Word(14)} 5", $"v{Word(12)}", [$"A{Word(8)}", $"B{Word(8)}", $"D{Word(8)}"],
                Word(9), $"{Word(14)} 7");
        }

        public string[] Keys => [Number, Email, Phone];

        public string[] Others => [First, Last, Street, Visitor, .. Orders, FormerName, FormerStreet];
    }

    static IncomingEvent Event(Person person, string id, int daysAgo) => new()
    {
        Source = "test", MessageId = person.Number + id, At = SomeFacts.At(daysAgo),
        Who = new CustomerKeySet { External = person.Number, Email = person.Email, Anonymous = person.Visitor },
    };

    // A visitor who looks, is told apart, buys, is written to, answers, gives something back; and stands in a file.
    async Task Live(Person person, string outside)
    {
        IncomingEvent[] events =
        [
            Event(person, "1", 40) with
            {
                Who = new CustomerKeySet { Anonymous = person.Visitor },
                Activity = new ActivityStatement(ActivityKind.ProductView) { Product = "rose" },
            },
            Event(person, "1b", 35) with
            {
                Details = new CustomerDetails { LastName = person.FormerName, Address1 = person.FormerStreet },
            },
            Event(person, "2", 30) with
            {
                Details = new CustomerDetails
                {
                    FirstName = person.First, LastName = person.Last, Email = person.Email, Phone = person.Phone,
                    Address1 = person.Street, ConsentEmail = true, ConsentPhone = true,
                },
                Order = new OrderStatement(person.Orders[0], SomeFacts.At(30))
                {
                    GrossCents = 5_000, Lines = [new LineStatement("rose", 1, 5_000, 0)],
                },
            },
            Event(person, "3", 20) with { Change = new OrderChange(person.Orders[0], 1_000) },
            Event(person, "4", 19) with { Contact = new ContactStatement(ContactChannel.Email, "m-1") },
            Event(person, "5", 18) with { Response = new ResponseStatement(ResponseKind.Click, ContactChannel.Email) },
        ];
        foreach (var one in events)
            shop.Store.Intake.Write(EventBatch.Of([one]), new ShopMoments(shop.Store).At(shop.Now));
        var file = Path.Combine(outside, "orders.csv");
        await File.WriteAllLinesAsync(file,
        [
            "order_id,customer,email,date,amount",
            $"{person.Orders[1]},{person.Number},{person.Email},2026-01-05,20.00",
            $"{person.Orders[2]},{person.Number},{person.Email},2026-01-06,{person.Street}",
            .. Enumerable.Range(0, 50).Select(i => $"other{i},c{i},c{i}@example.com,2026-01-07,{i}.00"),
        ], Cancel);
        ImportFile.Run(shop.Store, file, new IntakeOptions { Now = shop.Now, MaxRejectShare = 0.5 }, GuardedShop.By,
            (_, _) => { }, Cancel);
        _ = Rescore.Run(shop.Store, null, null, shop.Now, (_, _) => { }, Cancel);
    }

    // One that writes into the shop's own folder, and one that nobody answers at.
    async Task Tell(string outside)
    {
        var yaml = Path.Combine(outside, "destinations.yaml");
        await File.WriteAllTextAsync(yaml, $$"""
            destinations:
              - name: sheets
                kind: csv
                folder: {{Path.Combine(Folder, "sent")}}
                mapping: [external, email, phone, name, address1, orders]
                addresses: all
              - name: hook
                kind: webhook
                url: http://127.0.0.1:1/in
                secret: ${SECRET}
                allow_private: true
                identity: email
                mapping: [orders, last_name]
            """, Cancel);
        DestinationEditing.Load(shop.Store, yaml, GuardedShop.By, shop.Now);
    }

    async Task Sync()
    {
        foreach (var entry in shop.Store.Destinations.All())
        {
            _ = await new SyncShop(shop.Store, shop.Clock, _ => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .Run(entry, Cancel);
        }
    }

    async Task<string> Erase(string door, Person person)
    {
        var id = SomeFacts.Id(person.Number);
        switch (door)
        {
            case "page":
                var page = await GuardedShop.Post(shop.Asking("admin"), $"/customers/{id}/erase", ("sure", "yes"));
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
                return await page.Content.ReadAsStringAsync(Cancel);
            case "program":
                var answer = await shop.Program().DeleteAsync(
                    $"/api/customers/{id}?sure=yes&reason=asked by {person.First} {person.Last}", Cancel);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return await answer.Content.ReadAsStringAsync(Cancel);
            case "terminal":
                var (said, log) = (new StringWriter(), new StringWriter());
                Assert.Equal(0, await CommandLine.Run(
                    ["erase", person.Email, "--yes", "--store", shop.Store.Path], said, log, shop.Clock));
                return said.ToString() + log;
            default:
                return EraseCustomer.Run(shop.Store, new CustomerKeySet { Phone = person.Phone },
                    "asked for by the store", GuardedShop.By, shop.Now).Words();
        }
    }

    [Theory]
    [InlineData("page")]
    [InlineData("program")]
    [InlineData("terminal")]
    [InlineData("store's own")]
    public async Task No_byte_is_left_but_for_what_tells_destinations_and_that_not_for_long(string door)
    {
        var outside = Directory.CreateTempSubdirectory("perennial-outside-");
        try
        {
            var person = Person.Of(door);
            await Tell(outside.FullName);
            await Live(person, outside.FullName);
            await Sync();
            Assert.Contains(FileBytes.Holding(Folder, person.Others), found => found.StartsWith("sheets-"));

            var report = await Erase(door, person);

            Assert.DoesNotContain(person.Keys.Concat(person.Others).Where(word => word != person.Email),
                word => report.Contains(word, StringComparison.Ordinal));
            Assert.Empty(FileBytes.Holding(Folder, person.Others));
            // The report names what is left, and until when.
            Assert.Contains(shop.Clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd"), report);
            Assert.All(FileBytes.Holding(Folder, person.Keys), found => Assert.StartsWith("shop.db", found));

            await Sync();
            Assert.Empty(FileBytes.Holding(Folder, person.Others));
            shop.Clock.Advance(TimeSpan.FromDays(31));
            var done = FinishErasures.Run(shop.Store, shop.Now, lookAtFiles: true, lockTables: false, Cancel);

            // Of the person, and of the customer who had become it.
            Assert.Equal(2, done.Notices.Expired);
            Assert.Empty(FileBytes.Holding(Folder, person.Others.Concat(person.Keys)));
            Assert.Empty(StoreCheck.Run(shop.Store.Path, cancellation: Cancel));
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }
}
