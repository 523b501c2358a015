using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;
using Perennial.Customers;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using Perennial.Import;
using Perennial.Moments;
using Perennial.Settings;
using static Perennial.Core.CustomerKeyKind;

namespace Perennial.Tests.Store;

/// <summary>What is said of customers beyond who they are.</summary>
public abstract class AttributeContract : StoreContract
{
    static readonly CustomerId ann = CustomerId.Of(External, "C-1");

    static IncomingEvent Said(int minutesAgo, CustomerKeySet who, params (string Name, string Value)[] values) =>
        SomeEvents.Event($"s{minutesAgo}-{values[0]}", minutesAgo, who) with
        {
            Details = new CustomerDetails
            {
                Attributes = [.. values.Select(one => new AttributeStatement(one.Name, one.Value))],
            },
        };

    void Say(params IncomingEvent[] events)
    {
        foreach (var one in events) Write(EventBatch.Of([one]));
    }

    string[] Held(CustomerId id) =>
    [
        .. AttributeSpans.Held([.. Store.Customers.ById(id)!.Attributes]).Select(one => $"{one.Name}={one.Value}"),
    ];

    static readonly CustomerKeySet number = new() { External = "C-1" };

    [Fact]
    public void What_was_said_last_holds_whichever_is_heard_first_and_what_held_before_is_kept()
    {
        Say(Said(10, number, ("size", "42"), ("vip", "yes")), Said(30, number, ("size", "40")),
            Said(20, number, ("size", "41"), ("vip", "no")), Said(5, number, ("size", "42")));
        Assert.Equal(["size=42", "vip=yes"], Held(ann));
        var then = AttributeSpans.AsOf(Store.Customers.ById(ann)!.Attributes, SomeEvents.At(25), Instant.Never);
        Assert.Equal("40", AttributeSpans.Holding(then, "size")!.Value);
        Say(Said(1, number, ("vip", "")));
        Assert.Equal(["size=42"], Held(ann));
        AssertSound();
    }

    [Fact]
    public void They_go_where_the_customer_goes()
    {
        var device = new CustomerKeySet { Anonymous = "device" };
        Say(Said(30, device, ("size", "40")), Said(20, device, ("size", "41")), Said(25, number, ("size", "39")));
        Say(SomeEvents.Event("j", 10, number with { Anonymous = "device" }));
        Assert.Equal(["size=41"], Held(ann));
        Assert.Equal(3, Store.Customers.ById(ann)!.Attributes.Count);
        AssertSound();
    }

    [Fact]
    public void They_go_back_to_whom_they_were_said_of()
    {
        CustomerKeySet Till(string address) => new() { External = "till", Email = address };
        Say(Said(30, Till("a@x.org"), ("size", "40")), Said(20, Till("b@x.org"), ("size", "41")));
        foreach (var address in (string[])["a@x.org", "b@x.org"])
        {
            Say(SomeEvents.Event($"o{address}", 10, Till(address)) with
            {
                Order = SomeEvents.Order(address, 10, 1_000), Details = new CustomerDetails { Email = address },
            });
        }
        Store.Intake.Unjoin(CustomerId.Of(External, "till"), Moment);
        Assert.Equal(["size=40"], Held(CustomerId.Of(Email, "a@x.org")));
        Assert.Equal(["size=41"], Held(CustomerId.Of(Email, "b@x.org")));
        Assert.Empty(Held(CustomerId.Of(External, "till")));
        AssertSound();
    }

    [Fact]
    public void Erasing_leaves_nothing_of_them()
    {
        Say(Said(30, number, ("note", "allergic to lilies")));
        Store.Erasure.Erase(new ErasureRequest([ann], "asked", Now, Actor.Terminal("tests")), Moment);
        Assert.DoesNotContain(Cells(), cell => cell.Cell.Contains("lilies", StringComparison.Ordinal));
    }

    [Fact]
    public void Staff_set_what_the_shop_has_declared_and_nothing_else()
    {
        ShopSettings.PutFirstOptions(Store, ShopOptions.Parse("attributes: {shoe_size: number, vip: yes_no}", "tests"),
            Now);
        Say(SomeEvents.Event("first", 60, number));
        var by = Actor.Terminal("tests");
        void Set(string name, string value) => AttributeEditing.Set(Store, Store.Customers.ById(ann)!,
            new Dictionary<string, string> { [name] = value }, by, Now);
        Set("Shoe size", "42.0");
        Set("vip", "TRUE");
        Set("time zone", "asia/tokyo");
        Assert.Equal(["shoe_size=42", "time_zone=Asia/Tokyo", "vip=yes"], Held(ann));
        Assert.Contains("shoe_size", Assert.Throws<BadInputException>(() => Set("shoesizes", "1")).Remedy);
        Assert.Contains("number", Assert.Throws<BadInputException>(() => Set("shoe_size", "big")).Problem);
        Assert.Contains("staff", Assert.Throws<BadInputException>(() => Set("owner", "x@example.com")).Problem);
        AttributeEditing.Put(Store, Store.Customers.ById(ann)!,
            new OtherDate("birthday", "Mum", new DateOnly(1960, 5, 12), true), by, Now);
        var lines = KnownLine.Of(Store, Store.Customers.ById(ann)!, Now);
        Assert.Equal("as was said", lines.First(line => line.Name == "time_zone").How);
        Assert.EndsWith("-05-12, every year", lines.First(line => line.Name == "birthday of Mum").Value);
        AssertSound();
    }

    [Fact]
    public void An_owner_who_is_nobody_of_the_staff_is_kept_and_told()
    {
        Store.Staff.Add(new StaffMember("id-eva", "Eva", "eva@example.com", StaffRole.Agent, Now),
            new AuditEntry(Now, Actor.Terminal("tests"), "staff added", "Eva"));
        Say(Said(10, number, ("owner", "eva@example.com")),
            Said(10, new CustomerKeySet { External = "C-2" }, ("owner", "evi@example.com")));
        string How(string key) => KnownLine.Of(Store, Store.Customers.ById(CustomerId.Of(External, key))!, Now)
            .First(line => line.Name == "owner").How;
        Assert.DoesNotContain("nobody", How("C-1"));
        Assert.EndsWith("nobody of the staff", How("C-2"));

        var path = Path.Combine(Folder, "customers.csv");
        System.IO.File.WriteAllText(path, "customer_id,owner\nC-1,eva@example.com\nC-3,ewa\nC-4,evi@example.com\n");
        var report = ImportFile.Run(Store, path, new IntakeOptions { Now = Now, RejectsPath = "none" },
            Actor.Terminal("tests"), (_, _) => { }, Stop).Report;
        Assert.Contains("2 owners are nobody of the staff, such as 'evi@example.com': kept as the file says. Staff are "
            + "known by the e-mail address with which they sign in.", report.Warnings);
    }

    [Fact]
    public void A_key_of_more_people_than_a_few_joins_nobody()
    {
        const string office = "office@example.com";
        void Ordered(int person) => Store.Intake.Write(EventBatch.Of([
            SomeEvents.Event($"o{person}", 90 - person, new() { External = $"C-{person}", Email = office }) with
            {
                Order = SomeEvents.Order($"{person}", 90 - person, 1_000),
                Details = new CustomerDetails { Email = office },
            },
        ]), new ShopMoments(Store).At(Now), cancellation: Stop);
        for (var person = 1; person <= 3; person++) Ordered(person);
        Assert.Empty(new ShopMoments(Store).At(Now).Keys.Shared);
        Ordered(4);
        Assert.Equal([CustomerId.Of(Email, office)], new ShopMoments(Store).At(Now).Keys.Shared);
        Assert.Equal(4, Store.Profiles.Load().Ids.Length);
        Store.Intake.Write(EventBatch.Of([
            SomeEvents.Event("o9", 1, new() { Email = office }) with { Order = SomeEvents.Order("9", 1, 1_000) },
        ]), new ShopMoments(Store).At(Now), cancellation: Stop);
        // Whose it is cannot be told: it is nobody's whom the shop knows.
        Assert.Equal(5, Store.Profiles.Load().Ids.Length);
        AssertSound();
    }

    [Fact]
    public void The_same_holds_of_a_file()
    {
        var file = SomeFacts.Batch([.. Enumerable.Range(1, 6).Select(i =>
            ($"C-{i}", (CustomerDetails?)new CustomerDetails { Phone = "+33155512345" }))]);
        Store.Intake.Write(file, new ShopMoments(Store).At(Now), cancellation: Stop);
        Assert.Equal([CustomerId.Of(Phone, "+33155512345")], new ShopMoments(Store).At(Now).Keys.Shared);
        Assert.Equal(6, Store.Profiles.Load().Ids.Length);
        AssertSound();
    }
}
