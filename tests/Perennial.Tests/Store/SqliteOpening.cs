using Microsoft.Data.Sqlite;
using Perennial.Core;
using Perennial.Core.Lifecycle;
using Perennial.Core.Purchases;
using Perennial.Data;
using Perennial.Data.Engines;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

public sealed class SqliteOpening : StoreContract
{
    static BadInputException Refused(string path, StoreOptions? options = null) =>
        Assert.ThrowsAny<BadInputException>(() => ShopStore.Open(path, Now, options));

    [Fact]
    public void A_new_store_is_empty_and_sound()
    {
        Assert.Equal(0, Store.Profiles.Load().Count);
        Assert.Equal(0, Store.Profiles.Version());
        Assert.False(Store.ProfileState.RefoldNeeded);
        AssertSound();
    }

    [Fact]
    public void Opening_it_again_keeps_everything()
    {
        Write(Batch(Order("ann", "1", 10, 1000)));

        Assert.Equal([Id("ann")], Reopen().Profiles.Load().Ids);
    }

    [Fact]
    public void A_directory_is_no_store() => Assert.Contains("directory", Refused(Folder).Problem);

    [Fact]
    public void A_missing_directory_is_named()
    {
        var error = Refused(Path.Combine(Folder, "missing", "shop.db"));

        Assert.Contains(Path.Combine(Folder, "missing"), error.Problem);
        Assert.Contains("does not exist", error.Problem);
    }

    [Fact]
    public void A_text_file_is_no_database_and_stays_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("order,customer,amount\n", 100));
        System.IO.File.WriteAllText(File, text);

        Assert.Contains("not a database", Refused(File).Problem);
        Assert.Contains("not a database", Assert.ThrowsAny<BadInputException>(
            () => StoreCheck.Run(File, cancellation: Stop)).Problem);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Another_programs_database_is_refused_and_stays_as_it_is()
    {
        using (var connection = Connect(File))
        using (var command = new SqliteCommand("create table note (text text)", connection)) command.ExecuteNonQuery();
        var before = System.IO.File.ReadAllBytes(File);

        Assert.Contains("another program", Refused(File).Problem);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_made_by_the_check()
    {
        Assert.Contains("no such file", Assert.ThrowsAny<BadInputException>(
            () => StoreCheck.Run(File, cancellation: Stop)).Problem);
        Assert.False(System.IO.File.Exists(File));
    }

    // The steps of making a store; the end-to-end test that kills imports met the second.
    [Theory]
    [InlineData("")]
    [InlineData("pragma journal_mode = wal")]
    [InlineData("pragma journal_mode = wal; pragma application_id = 1347571276")]
    [InlineData("pragma application_id = 1347571276; create table migration (number integer not null primary key, "
        + "name text not null, hash text not null, applied_at bigint not null)")]
    public void A_store_whose_making_was_killed_is_sound_and_can_be_used(string made)
    {
        using (var connection = Connect(File))
        using (var command = new SqliteCommand(made.Length == 0 ? "vacuum" : made, connection))
            command.ExecuteNonQuery();

        AssertSound();
        Write(Batch(Order("ann", "1", 10, 1000)));
        AssertSound();
    }

    [Fact]
    public void So_is_one_that_has_tables_and_nothing_else_yet()
    {
        using (var engine = ShopPlace.Engine(File, new StoreOptions()))
        using (var database = engine.Connect())
        {
            engine.MarkAsOurs(database);
            Migrations.Apply(database, Migrations.Known, Now);
        }
        AssertSound();
        Write(Batch(Order("ann", "1", 10, 1000)));
        AssertSound();
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named() =>
        Assert.Contains("cannot be opened", Refused("/proc/perennial.db").Problem);

    [Fact]
    public void A_writer_that_does_not_finish_is_not_waited_for_for_ever()
    {
        using var store = ShopStore.Open(File, Now, new StoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        using var other = Connect(File);
        using var begin = new SqliteCommand("begin immediate", other);
        begin.ExecuteNonQuery();

        var error = Assert.ThrowsAny<BadInputException>(
            () => store.Intake.Write(Batch(Order("ann", "1", 10, 1000)), Moment, cancellation: Stop));

        Assert.Contains("Another process", error.Problem);
        Assert.Equal(0, store.Profiles.Load().Count);
    }

    [Fact]
    public void A_full_disk_is_said_and_leaves_nothing()
    {
        Write(Batch(Order("ann", "1", 10, 1000)));
        Close();
        var many = Batch([.. Enumerable.Range(0, 3000).Select(i => Order($"c{i}", $"n{i}", i % 900, 100 + i))]);
        using (var store = ShopStore.Open(File, Now, new StoreOptions { MaxPages = 60 }))
        {
            var error = Assert.ThrowsAny<BadInputException>(() => store.Intake.Write(many, Moment, cancellation: Stop));
            Assert.Contains("disk is full", error.Problem);
            Assert.Equal([Id("ann")], store.Profiles.Load().Ids);
        }
        Assert.Equal(3000, Write(many).Orders.Added);
        AssertSound();
    }

    [Fact]
    public void A_store_of_a_newer_program_is_refused()
    {
        _ = Store;
        Tamper("insert into migration values (9999, '9999-from-tomorrow', '', 0)");

        Assert.Contains("newer", Refused(File).Problem);
        Assert.Contains(StoreCheck.Run(File, cancellation: Stop), finding => finding.Check == "migrations");
    }

    [Fact]
    public void Columns_that_joined_the_catalogue_are_added_and_filled()
    {
        Write(Batch(Order("ann", "1", 10, 1000)));
        Tamper("alter table profile drop column revenue; alter table profile drop column lifecycle");

        Assert.True(Reopen().ProfileState.RefoldNeeded);
        Assert.Equal(
            PurchaseColumns.Revenue.NoValue, Store.Profiles.Load().Profiles.Values(PurchaseColumns.Revenue)[0]);

        Store.Folding.RefoldAll(Moment, cancellation: Stop);

        Assert.False(Store.ProfileState.RefoldNeeded);
        Assert.Equal(1000, Store.Profiles.Load().Profiles.Values(PurchaseColumns.Revenue)[0]);
        Assert.Equal("active", Store.Profiles.Load().Profiles.Label(LifecycleColumns.Stage, 0));
        Assert.False(Reopen().ProfileState.RefoldNeeded);
    }
}
