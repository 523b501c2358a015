using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Access;
using Perennial.Data.Destinations;
using Perennial.Data.Erasure;
using Perennial.Destinations;
using Perennial.Tests.Postgres;
using Perennial.Tests.Store;

namespace Perennial.Tests.Destinations;

/// <summary>What tools hear of customers who are there no more: that they have left their segments, then that they were
/// erased or are another now.</summary>
public abstract class GoneContract : StoreContract
{
    static readonly CustomerId old = SomeFacts.Id("OLD"), other = SomeFacts.Id("NEW");

    readonly Dictionary<string, string> environment = [];
    TimeProvider time = TimeProvider.System;

    new ShopMoment Moment => Store.Moment(watch: ("vip", "orders >= 1"));

    static IncomingEvent Says(string id, int daysAgo, CustomerKeySet who) =>
        new() { Source = "test", MessageId = id, At = SomeFacts.At(daysAgo), Who = who };

    static IncomingEvent Buys(string number, int daysAgo, CustomerKeySet who) => Says("o" + number, daysAgo, who) with
    {
        Order = new OrderStatement(number, SomeFacts.At(daysAgo)) { GrossCents = 500 },
    };

    void Say(params IncomingEvent[] events)
    {
        foreach (var one in events) Store.Intake.Write(EventBatch.Of([one]), Moment, cancellation: Stop);
    }

    // Two numbers of the shop's, each with an address of its own, of somebody who has bought under both.
    void WriteBoth() => Say(
        Buys("1", 9, new() { External = "OLD", Email = "old@shop.example" }) with
        {
            Details = new CustomerDetails { Email = "old@shop.example" },
        },
        Buys("2", 5, new() { External = "NEW", Email = "new@shop.example" }) with
        {
            Details = new CustomerDetails { Email = "new@shop.example" },
        });

    void Merge() => Say(Says("merge", 1, new CustomerKeySet { External = "NEW", Previous = ["OLD"] }));

    ErasureReceipt Erase(CustomerId id) => Store.Erasure.Erase(
        new ErasureRequest([id], "asked", Now, Actor.Terminal("tests")), Moment);

    DestinationEntry Load(string yaml)
    {
        var settings = DestinationFile.Parse("destinations:\n" + yaml, "destinations.yaml", ["vip"]).Single();
        Store.Destinations.Put(settings.Name, settings.Kind, settings.ToJson(), Now);
        return Store.Destinations.All().Single(entry => entry.Name == settings.Name);
    }

    Task<SyncReport> Sync(DestinationEntry entry) =>
        new SyncShop(Store, time, environment.GetValueOrDefault).Run(entry, Stop);

    static IEnumerable<JsonElement> Changes(Receiver receiver) => receiver.Requests
        .SelectMany(request => request.Json.GetProperty("data").GetProperty("changes").EnumerateArray());

    static string Words(JsonElement change) => string.Join(' ', new[]
    {
        change.GetProperty("external").GetString()!,
        change.TryGetProperty("first", out _) ? "first" : "",
        change.TryGetProperty("left", out var left) ? $"left {string.Join(',', left.EnumerateArray())}" : "",
        change.TryGetProperty("erased", out _) ? "erased" : "",
        change.TryGetProperty("merged_into", out var into) ? $"merged into {into.GetProperty("external")}" : "",
    }.Where(word => word.Length > 0));

    string Hook(Receiver receiver, string more = "")
    {
        environment["SECRET"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        return $$"""
              - name: hook
                kind: webhook
                url: {{receiver.Url}}
                secret: ${SECRET}
                allow_private: true
                identity: external
                mapping: [orders]
                segments: [vip]
                {{more}}
            """;
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData("", "OLD left vip|OLD merged into NEW")]
    [InlineData("mode: upsert", "OLD left vip merged into NEW")]
    [InlineData("merged: ignore", "OLD left vip")]
    public async Task A_merged_customer_has_left_its_segments_and_is_another_now(string more, string told)
    {
        await using var receiver = await Receiver.Start((_, _) => Task.CompletedTask);
        Store.Tell();
        WriteBoth();
        var hook = Load(Hook(receiver, more));
        await Sync(hook);
        Merge();
        var report = await Sync(hook);

        Assert.Null(report.Problem);
        var heard = Changes(receiver).Where(one => one.GetProperty("customer_id").GetString() == $"{old}").ToList();
        Assert.Equal($"OLD first|{told}", string.Join('|', heard.Select(Words)));
        Assert.Contains(Changes(receiver), one => one.GetProperty("external").GetString() == "NEW"
            && one.GetProperty("columns").TryGetProperty("orders", out var orders) && orders.GetInt32() == 2);
        if (more == "merged: ignore") Assert.Equal(1, report.Unsent["not_wanted"]);
        AssertNothingIsKept("OLD");
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData("", "OLD left vip|OLD erased")]
    [InlineData("mode: upsert", "OLD left vip erased")]
    [InlineData("erasure: ignore", "OLD left vip")]
    public async Task An_erased_customer_has_left_its_segments_and_is_gone(string more, string told)
    {
        await using var receiver = await Receiver.Start((_, _) => Task.CompletedTask);
        Store.Tell();
        WriteBoth();
        var hook = Load(Hook(receiver, more));
        await Sync(hook);
        Assert.True(Erase(old).ToldDestinations);
        var report = await Sync(hook);

        Assert.Null(report.Problem);
        var heard = Changes(receiver).Where(one => one.GetProperty("customer_id").GetString() == $"{old}").ToList();
        Assert.Equal($"OLD first|{told}", string.Join('|', heard.Select(Words)));
        if (more == "erasure: ignore") Assert.Equal(1, report.Unsent["not_wanted"]);
        AssertNothingIsKept("OLD");
    }

    // Told, it is gone: no row of what is sent holds the key any more.
    void AssertNothingIsKept(string key)
    {
        Store.Destinations.Remove("told");
        for (var shard = 0; shard < Store.ShardCount; shard++) Store.Outbox.Trim(shard);
        Assert.DoesNotContain(Cells(), cell => cell.Table is "outbox" or "delivery"
            && cell.Cell.Contains($"\"{key}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_tool_did_not_take_is_told_later_in_order_though_the_customer_is_erased_twice()
    {
        var clock = new FakeTimeProvider(Now.ToDateTimeOffset());
        time = clock;
        var status = 200;
        await using var receiver = await Receiver.Start((_, http) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        Store.Tell();
        WriteBoth();
        var hook = Load(Hook(receiver));
        await Sync(hook);
        status = 500;
        Merge();
        await Sync(hook);
        // Whoever has become another is erased before the tool has heard even of that.
        Erase(other);
        Erase(other);
        await Sync(hook);
        status = 200;
        receiver.Requests.Clear();
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(0, (await Sync(hook)).Waiting);

        var heard = Changes(receiver).Select(Words).ToList();
        Assert.Equal(["OLD left vip", "OLD erased"], heard.Where(one => one.StartsWith("OLD ")));
        Assert.Equal(["NEW left vip", "NEW erased"], heard.Where(one => one.StartsWith("NEW ")));
        AssertNothingIsKept("OLD");
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public async Task A_record_that_is_the_other_customers_by_the_same_key_stays_and_is_counted()
    {
        await using var vendor = await AnyVendor.Start();
        Store.Tell();
        Say(Buys("1", 9, new() { Email = "ann@shop.example" }));
        environment["TOKEN_A"] = "t0ken-us1";
        var chimp = Load(AnyVendor.Yaml("A", "mailchimp", "chimp", vendor.Url, Folder) + "    mapping: [orders]\n");
        await Sync(chimp);
        Say(Says("2", 1, new CustomerKeySet { Email = "ann@shop.example", External = "C-1" }) with
        {
            Details = new CustomerDetails { Email = "ann@shop.example" },
        });
        var report = await Sync(chimp);

        Assert.Equal(1, report.Unsent["same_key"]);
        Assert.DoesNotContain(vendor.Requests, request => request.Method == "DELETE");
        Assert.Equal(1, Store.Deliveries.States()["chimp"].Unsent[UnsentReason.SameKey]);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public async Task Whoever_has_no_key_there_and_whoever_is_gone_by_then_is_counted()
    {
        await using var receiver = await Receiver.Start((_, _) => Task.CompletedTask);
        Store.Tell();
        var hook = Load(Hook(receiver));
        await Sync(hook);
        WriteBoth();
        Say(Buys("3", 2, new() { Email = "nobody@shop.example" }));
        Merge();
        var report = await Sync(hook);

        Assert.Equal(1, report.Unsent["no_key"]);
        // What the old number had bought: it is told of the one whom it has become.
        Assert.Equal(1, report.Unsent["gone"]);
        Assert.Equal(0, report.Waiting + report.Dead);
    }

    [Fact]
    public async Task What_a_tool_did_not_take_of_somebody_who_was_erased_meanwhile_is_counted()
    {
        var erases = false;
        await using var receiver = await Receiver.Start((_, http) =>
        {
            if (!erases) return Task.CompletedTask;
            erases = false;
            Erase(old);
            http.Response.StatusCode = 422;
            return Task.CompletedTask;
        });
        Store.Tell();
        var hook = Load(Hook(receiver));
        await Sync(hook);
        erases = true;
        Say(Buys("1", 9, new() { External = "OLD" }));
        await Sync(hook);

        Assert.False(erases);
        var state = Store.Deliveries.States()["hook"];
        Assert.Equal(1, state.Unsent[UnsentReason.Gone]);
        Assert.Equal(0, state.Waiting + state.Dead);
    }

    protected static IEnumerable<(string Kind, string How)> Kinds =>
        from kind in DestinationKind.All
        from how in (string[])["merged", "erased"]
        select (kind.Name, how);

    protected async Task SaysItInItsOwnWay(string kind, string how)
    {
        await using var vendor = await AnyVendor.Start();
        var table = kind == "postgresql" ? PostgresServer.RentEmpty() : "";
        foreach (var (name, value) in AnyVendor.Secrets("A", vendor.Url, table)) environment[name] = value;
        Store.Tell();
        WriteBoth();
        var entry = Load(AnyVendor.Yaml("A", kind, "it", vendor.Url, Folder)
            + "    mapping: [orders]\n    segments: [vip]\n");
        await Sync(entry);
        vendor.Requests.Clear();
        if (how == "merged") Merge();
        else Erase(old);
        var report = await Sync(entry);

        Assert.Null(report.Problem);
        Assert.Equal(0, report.Waiting + report.Dead);
        var said = string.Join('\n', vendor.Requests.Select(one => $"{one.Method} {one.Path} {one.Text}"));
        switch (kind, how)
        {
            case ("postgresql", _):
                Assert.Equal("NEW", PostgresTableTests.Read(table, "select external from it"));
                break;
            case ("csv", _):
                said = string.Join('\n', Directory.GetFiles(Path.Combine(Folder, "it"))
                    .Order().SelectMany(System.IO.File.ReadAllLines));
                Assert.Matches(how == "merged" ? @"OLD,[^\n]*,vip,,NEW" : @"OLD,[^\n]*,vip,yes,", said);
                break;
            default:
                Assert.Contains(Said(kind, how), said);
                break;
        }
    }

    static string Said(string kind, string how) => (kind, how) switch
    {
        ("webhook", "merged") => $$"""
            "columns":{},"merged_into":{"customer_id":"{{other}}"}
            """.Trim(),
        ("webhook", _) => "\"erased\":true",
        ("slack", "merged") => "1 left\\n1 customer became another",
        ("slack", _) => "1 left\\n1 customer erased",
        ("hubspot", "merged") => "DELETE /crm/v3/objects/contacts/77",
        ("hubspot", _) => "POST /crm/v3/objects/contacts/gdpr-delete",
        ("klaviyo", "merged") => "POST /api/profile-merge",
        ("klaviyo", _) => "POST /api/data-privacy-deletion-jobs",
        ("mailchimp", "merged") => $"DELETE /3.0/lists/L1/members/{MailchimpDestination.Hash("old@shop.example")} ",
        ("mailchimp", _) => $"members/{MailchimpDestination.Hash("old@shop.example")}/actions/delete-permanent",
        ("salesforce", _) => "DELETE /services/data/v62.0/sobjects/Contact/Ext__c/OLD",
        ("zendesk", _) => "DELETE /api/v2/users/77",
        ("google_sheets", _) => "'All'!A2:",
        _ => throw new ArgumentException(kind),
    };
}

public sealed class SqliteGone : GoneContract
{
    public static TheoryData<string, string> All => [.. Kinds];

    [Theory, MemberData(nameof(All))]
    public Task Every_kind_says_it_in_its_own_way(string kind, string how) => SaysItInItsOwnWay(kind, how);
}

/// <summary>In which way a kind says it knows no engine.</summary>
public sealed class PostgresGone : GoneContract
{
    public static TheoryData<string, string> Some => [.. Suite.Some(3, Kinds)];

    [Theory, MemberData(nameof(Some))]
    public Task Every_kind_says_it_in_its_own_way(string kind, string how) => SaysItInItsOwnWay(kind, how);

    protected override StorePlace NewPlace() => new DatabasePlace();
}
