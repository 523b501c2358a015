using System.Text;
using System.Text.Json;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Recommendations;
using Perennial.Core.Shards;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>What has to be left of a person who asked to be forgotten: nothing that names them.</summary>
public abstract class ErasureContract : StoreContract
{
    const string Number = "GONE-4711", Email = "gone.person@example.com", Phone = "+4930555777";
    const string Visitor = "visitor-gone-0815", Name = "Erasmine", City = "Vergessenheim";

    static readonly CustomerId gone = Id(Number);
    static readonly CustomerId email = CustomerId.Of(CustomerKeyKind.Email, Email);
    static readonly CustomerId visitor = CustomerId.Of(CustomerKeyKind.Anonymous, Visitor);

    ErasureReceipt Erase(params CustomerId[] keys) =>
        Store.Erasure.Erase(new ErasureRequest(keys, "asked", Now, Actor.Terminal("tests")), Moment);

    static IncomingEvent Event(string id, int daysAgo, CustomerKeySet who) =>
        new() { Source = "test", MessageId = id, At = At(daysAgo), Who = who };

    static CustomerDetails Details(string address) => new()
    {
        FirstName = Name, LastName = "Person", Email = address, Phone = Phone, City = City, ConsentEmail = true,
    };

    static OrderStatement Bought(string number, int daysAgo, long cents, string product) => new(number, At(daysAgo))
    {
        GrossCents = cents, Lines = [new LineStatement(product, 1, cents, 0), new LineStatement("lily", 1, 0, 0)],
    };

    // A visitor looks, buys, is told apart by number and address; two others buy as well.
    void WriteShop()
    {
        var who = new CustomerKeySet { External = Number, Email = Email, Anonymous = Visitor };
        IncomingEvent[] events =
        [
            Event("1", 40, new CustomerKeySet { Anonymous = Visitor }) with
            {
                Activity = new ActivityStatement(ActivityKind.ProductView) { Product = "rose" },
            },
            Event("2", 30, who) with { Details = Details(Email), Order = Bought("G-1", 30, 5_000, "rose") },
            Event("3", 20, who) with { Change = new OrderChange("G-1", 1_000) },
            Event("4", 19, who) with { Contact = new ContactStatement(ContactChannel.Email, "m-1") },
            Event("5", 18, new CustomerKeySet { Email = Email }) with
            {
                Response = new ResponseStatement(ResponseKind.Click, ContactChannel.Email),
            },
            Event("6", 10, new CustomerKeySet { External = "stays" }) with { Order = Bought("S-1", 10, 700, "rose") },
            Event("7", 9, new CustomerKeySet { External = "too" }) with { Order = Bought("T-1", 9, 900, "lily") },
        ];
        Store.Tell();
        foreach (var some in events) Store.Intake.Write(EventBatch.Of([some]), Watching, cancellation: Stop);
        Score(Now);
        Store.Folding.RefoldAll(Watching, cancellation: Stop);
        Store.Recommendations.CountBoughtTogether(new RecommendationOptions(), Moment, Stop);
    }

    ShopMoment Watching => Store.Moment(watch: ("everybody", "everybody"));

    [Fact]
    public void No_table_holds_anything_that_names_the_person()
    {
        WriteShop();
        string[] keys = [Number, Email, Phone, Phone[1..], Visitor, Name, City];
        var before = Cells();
        // The visitor's own key was joined to the number: of it there is the hash alone, from the start.
        Assert.All(keys.Where(key => key != Visitor),
            key => Assert.Contains(before, cell => cell.Cell.Contains(key, StringComparison.Ordinal)));
        string[] ids = [$"{gone}", $"{email}", $"{visitor}"];
        Assert.All(ids, id => Assert.Contains(before, cell => cell.Cell.Contains(id, StringComparison.Ordinal)));

        Store.Destinations.Remove("told");
        var receipt = Erase(gone);

        Assert.Equal([gone], receipt.Customers);
        Assert.Equal((1, 2, 1), (receipt.Rows["customer_order"], receipt.Rows["order_line"], receipt.Rows["profile"]));
        var left = Cells();
        Assert.DoesNotContain(left,
            cell => keys.Any(key => cell.Cell.Contains(key, StringComparison.OrdinalIgnoreCase)));
        // Their hashes are what is kept on purpose, and whom the audit speaks of.
        Assert.All(left.Where(cell => ids.Any(id => cell.Cell.Contains(id, StringComparison.Ordinal))),
            cell => Assert.True(cell.Table is "erased_key" or "audit", cell.Table));
        AssertSound();
    }

    [Fact]
    public void Others_stay_as_they_are_and_the_shops_past_does_not_shrink()
    {
        WriteShop();
        var (hours, known) = (Store.Facts.OrdersByHour(Now), Store.Profiles.Load());
        var others = known.Ids.Where(id => id != gone).ToArray();

        Erase(gone);

        Assert.Equal(hours, Store.Facts.OrdersByHour(Now));
        var left = Store.Profiles.Refresh(known);
        Assert.Equal(others, left.Ids);
        AssertSameProfiles(left, Store.Profiles.Load());
        Assert.Null(Store.Customers.ById(gone));
        // What was bought together is as if the person had never bought.
        var counts = Store.Recommendations.BoughtTogether();
        Assert.Equal(2, counts.Counts.Customers);
        Assert.Equal(1, counts.Counts.CustomersOf(counts.Ids.ToList().IndexOf("rose")));
        Assert.Equal([Id("stays"), Id("too")], Store.Stays.Members("everybody").OrderBy(id => id != Id("stays")));
    }

    [Fact]
    public void Destinations_hear_of_it_last_with_the_keys_by_which_they_know_the_person()
    {
        WriteShop();
        Assert.True(Erase(email).ToldDestinations);

        var told = Store.Erasure.RowsAbout(gone)["outbox"];
        Assert.Equal(2, told.Count);
        var before = JsonDocument.Parse((string)told[0]["change"]!).RootElement;
        Assert.Equal("everybody", before.GetProperty("left").EnumerateArray().Single().GetString());
        var change = JsonDocument.Parse((string)told[1]["change"]!).RootElement;
        Assert.True(change.GetProperty("erased").GetBoolean());
        Assert.Equal(Number, change.GetProperty("external").GetString());
        Assert.Equal(Email, change.GetProperty("email").GetString());
        Assert.Equal(Phone, change.GetProperty("phone").GetString());
        // The next change of the shard comes after it.
        var neighbour = Enumerable.Range(0, 1_000).Select(i => $"neighbour {i}")
            .First(key => Id(key).Shard(Store.ShardCount) == gone.Shard(Store.ShardCount));
        Store.Intake.Write(EventBatch.Of([Event("8", 1, new CustomerKeySet { External = neighbour }) with
        {
            Order = Bought("S-2", 1, 700, "rose"),
        }]), Moment, cancellation: Stop);
        Assert.True((long)Store.Erasure.RowsAbout(Id(neighbour))["outbox"].Max(row => row["sequence"])!
            > (long)told[1]["sequence"]!);
        AssertSound();
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData("external")]
    [InlineData("email")]
    [InlineData("anonymous")]
    [InlineData("another account with the address")]
    public void The_same_person_is_recognised_and_refused(string how)
    {
        WriteShop();
        Erase(gone);
        var who = how switch
        {
            "external" => new CustomerKeySet { External = Number },
            "email" => new CustomerKeySet { Email = Email.ToUpperInvariant() },
            "anonymous" => new CustomerKeySet { Anonymous = Visitor },
            _ => new CustomerKeySet { External = "new account", Email = Email },
        };
        var again = Event("9", 1, who) with { Order = Bought("G-9", 1, 5_000, "rose") };
        var other = Event("10", 1, new CustomerKeySet { External = "fresh" }) with
        {
            Order = Bought("F-1", 1, 100, "rose"),
        };

        var written = Store.Intake.Write(EventBatch.Of([again, other]), Moment, cancellation: Stop);

        Assert.Equal((1, 1L, 1L), (written.Erased, written.Customers.Added, written.Orders.Added));
        Assert.Equal(3, Store.Profiles.Load().Count);
        Assert.DoesNotContain(Cells(), cell => cell.Cell.Contains(Email, StringComparison.OrdinalIgnoreCase)
            && cell.Table != "outbox");
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_key_of_somebody_erased_takes_nobody_along()
    {
        var (device, address) = (new CustomerKeySet { Anonymous = "another device" }, "left@example.com");
        void Say(IncomingEvent one) => Store.Intake.Write(EventBatch.Of([one]), Moment, cancellation: Stop);
        Say(Event("1", 9, device) with { Activity = new ActivityStatement(ActivityKind.PageView) });
        Say(Event("2", 8, new CustomerKeySet { Email = address }) with { Order = Bought("X-1", 8, 100, "rose") });
        Erase(CustomerId.Of(CustomerKeyKind.Email, address));

        Say(Event("3", 7, device with { Email = address }) with { Order = Bought("Y-1", 7, 200, "rose") });

        var known = CustomerId.Of(CustomerKeyKind.Anonymous, "another device");
        Assert.Equal([known], Store.Profiles.Load().Ids);
        Assert.Single(Store.Customers.ById(known)!.History.Activities!.At);
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void An_import_of_the_same_file_brings_the_others_alone()
    {
        FactBatch File() => Batch([(Number, Details(Email)), ("stays", null)],
            Order(Number, "1", 5, 100), Order("stays", "2", 5, 100));
        Write(File());
        Erase(gone);
        var again = Write(File());
        Assert.Equal((1, 0L, 1L), (again.Erased, again.Customers.Added, again.Customers.Unchanged));
        Assert.Equal([Id("stays")], Store.Profiles.Load().Ids);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void An_address_that_somebody_else_has_too_stays_theirs()
    {
        Write(Batch([(Number, Details(Email)), ("partner", new CustomerDetails { Email = Email })],
            Order(Number, "1", 5, 100), Order("partner", "2", 5, 100)));
        Erase(gone);
        Assert.False(Store.Erasure.IsErased(email));
        Assert.True(Store.Erasure.IsErased(gone));
        var more = Write(Batch([("partner", new CustomerDetails { Email = Email })], Order("partner", "3", 4, 100)));
        Assert.Equal((0, 1L), (more.Erased, more.Orders.Added));
        // What is answered from the address is the partner's now.
        Store.Intake.Write(EventBatch.Of([Event("1", 1, new CustomerKeySet { Email = Email }) with
        {
            Response = new ResponseStatement(ResponseKind.Click, ContactChannel.Email),
        }]), Moment, cancellation: Stop);
        Assert.Single(Store.Erasure.RowsAbout(Id("partner"))["response"]);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Whoever_is_not_known_is_refused_from_now_on_and_twice_is_once()
    {
        var nobody = Erase(gone);
        Assert.Empty(nobody.Customers);
        Assert.False(nobody.ToldDestinations);
        Assert.True(Store.Erasure.IsErased(gone));
        Write(Batch(Order(Number, "1", 5, 100), Order("stays", "2", 5, 100)));
        Assert.Equal([Id("stays")], Store.Profiles.Load().Ids);
        Erase(gone);
        Assert.Equal(2, Store.Audit.Last(10).Count(entry => entry.What == "customer erased"));
        Assert.Equal([gone], Store.Erasure.ErasedKeys([gone, Id("stays")]));
    }

    [Fact]
    public void All_rows_about_a_person_can_be_read()
    {
        WriteShop();
        var rows = Store.Erasure.RowsAbout(gone);
        Assert.Equal(Email, rows["customer"].Single()["email"]);
        Assert.Equal(5_000L, rows["customer_order"].Single()["gross_cents"]);
        Assert.Equal($"{At(30)}", rows["customer_order"].Single()["placed_at"]);
        foreach (var table in new[] { "identity", "consent", "order_line", "activity", "contact", "response",
            "segment_member", "score_history", "outbox" })
            Assert.True(rows[table].Count > 0, table);
        var text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(rows));
        Assert.True(text.Length > 1_000);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void What_tells_destinations_is_gone_when_all_of_them_were_told()
    {
        WriteShop();
        var receipt = Erase(gone);
        Assert.Equal(At(-30), receipt.Remains.ToldUntil);
        Assert.Equal(new ForgottenNotices(0, 0), Store.Erasure.ForgetNotices(Now));

        foreach (var shard in Store.Outbox.ShardsToSync())
        {
            var cursor = Store.Cursors.Lease(shard, "told", "me", Now, At(-1))!;
            Assert.True(Store.Cursors.Move(
                cursor with { Sequence = Store.Outbox.LastSequence(shard) }, 1, [], [], Now));
        }

        Assert.Equal(new ForgottenNotices(2, 0), Store.Erasure.ForgetNotices(Now));
        Assert.DoesNotContain(Cells(), cell => cell.Cell.Contains(Email, StringComparison.OrdinalIgnoreCase));
        // The next change of the shard has a number of its own all the same.
        Assert.True(Store.Outbox.LastSequence(gone.Shard(Store.ShardCount)) > 0);
        AssertSound();
    }

    [Fact]
    public void What_waits_to_tell_of_it_or_was_given_up_is_gone_after_thirty_days_and_counted()
    {
        WriteShop();
        Erase(gone);
        var row = Store.Outbox.After(gone.Shard(Store.ShardCount), 0, 1_000).Last(row => row.Customer == gone);
        foreach (var shard in Store.Outbox.ShardsToSync())
        {
            var cursor = Store.Cursors.Lease(shard, "told", "me", Now, At(-1))!;
            Store.Cursors.Move(cursor with { Sequence = Store.Outbox.LastSequence(shard) }, 0,
                shard != gone.Shard(Store.ShardCount) ? []
                : [new Data.Destinations.Delivery(row.Sequence, gone, Now, row.Change, true, 9, Now, $"no {Email}")],
                [], Now);
        }

        // Of the customer who had become this one all were told.
        Assert.Equal(new ForgottenNotices(1, 0), Store.Erasure.ForgetNotices(Now));
        Assert.Equal(new ForgottenNotices(0, 0), Store.Erasure.ForgetNotices(At(-30)));
        Assert.Equal(new ForgottenNotices(0, 1), Store.Erasure.ForgetNotices(new(At(-30).UnixMs + 1)));

        Assert.DoesNotContain(Cells(), cell => cell.Cell.Contains(Email, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(new ForgottenNotices(0, 0), Store.Erasure.ForgetNotices(At(-60)));
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_reason_and_a_problem_that_name_the_person_name_them_no_more()
    {
        WriteShop();
        Store.Destinations.NoteProblem("told", $"It has no member {Email}.");
        Store.Erasure.Erase(
            new ErasureRequest([gone], $"{Name} Person wrote from {Email}", Now, Actor.Terminal("tests")), Moment);

        Assert.DoesNotContain(Cells(), cell => cell.Table is not ("outbox" or "copied_table")
            && (cell.Cell.Contains(Email, StringComparison.Ordinal)
                || cell.Cell.Contains(Name, StringComparison.Ordinal)));
        Assert.Contains(Cells(), cell => cell is { Table: "audit", Cell: "… … wrote from …" });
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void The_list_outside_the_store_has_it_before_the_person_is_gone()
    {
        WriteShop();
        Erase(gone);
        var line = Assert.Single(Store.Erasure.List.Read());
        Assert.Equal(Now, line.At);
        Assert.Superset(new HashSet<CustomerId> { gone, email, visitor }, line.Keys.ToHashSet());

        // What cannot be written down is not done.
        System.IO.File.Delete(Store.Erasure.List.Path);
        Directory.CreateDirectory(Store.Erasure.List.Path);
        Assert.Throws<BadInputException>(() => Erase(Id("stays")));
        Assert.NotNull(Store.Customers.ById(Id("stays")));
        Directory.Delete(Store.Erasure.List.Path);
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Nothing_is_left_to_be_done_once_it_is_finished()
    {
        WriteShop();
        Store.Destinations.Remove("told");
        var receipt = Erase(gone);
        Assert.Equal(receipt.Remains.InFiles, Store.Erasure.TracesAreLeft);
        Assert.NotEqual(Store.Erasure.CleansAtOnce, receipt.Remains.InFiles);
        Assert.True(Store.Erasure.CleanTraces(Stop));
        Assert.False(Store.Erasure.TracesAreLeft);
        AssertSound();
    }
}
