using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Sqlite;
using Perennial.Data.Intake;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

public sealed class SqliteMigrations : StoreContract
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    static Migrations.Migration Next(string text) => new(Migrations.Known[^1].Number + 1, "next", text);

    [Fact]
    public void Migrations_are_numbered_from_one_without_gaps() => Assert.Equal(
        Enumerable.Range(1, Migrations.Known.Count), Migrations.Known.Select(migration => migration.Number));

    [Fact]
    public void A_store_of_version_1_with_data_is_brought_up_to_date()
    {
        using (var database = SqliteDatabase.Open(File, patience))
        {
            StoreFile.Claim(database);
            Migrations.Apply(database, [Migrations.Known[0]], Now);
            database.Execute("""
                insert into shard values (0, 7, 3);
                insert into setting values ('shop_name', 'Fleurs');
                """);
            Assert.Equal(1, Migrations.Applied(database));
        }

        Assert.Equal("Fleurs", Store.Settings.Of("shop_name"));
        Assert.Equal(7, Store.Profiles.Version());
        Write(Batch(Order("ann", "1", 10, 1000)));
        AssertSound();
    }

    [Fact]
    public void What_two_tables_counted_before_there_was_one_is_counted_still()
    {
        var (hour, at) = (IntakeCount.HourOf(Now), Now.UnixMs - Now.UnixMs % 3_600_000);
        using (var database = SqliteDatabase.Open(File, patience))
        {
            StoreFile.Claim(database);
            Migrations.Apply(database, [.. Migrations.Known.Where(migration => migration.Number < 14)], Now);
            // What a tracker refused stood in both tables; what a webhook refused in one, without its words.
            database.Execute($"""
                insert into intake_hour values ('web', {hour}, '', 5, 600, {at}, {at});
                insert into intake_hour values ('web', {hour}, 'bad_value', 3, 0, null, {at});
                insert into intake_hour values ('shopify/main', {hour}, 'bad_signature', 2, 0, null, {at});
                insert into intake_refusal values ({at}, 'web', 'bad_value', 'total is no number', 'Send one.', 2);
                insert into intake_refusal values ({at}, 'web', 'bad_value', '', '', 1);
                """);
        }

        Assert.Equal(
            [
                ("shopify/main", "bad_signature", "", 2L, 0L), ("web", "", "", 5, 5), ("web", "bad_value", "", 1, 0),
                ("web", "bad_value", "total is no number", 2, 0),
            ],
            Store.IntakeCounts.OfLast(Now, 24)
                .Select(one => (one.Source, one.Reason, one.Problem, one.Events, one.Timed)));
        AssertSound();
    }

    [Fact]
    public void Each_migration_is_applied_once_and_noted()
    {
        using var database = SqliteDatabase.Open(File, patience);
        var known = Migrations.Known.Append(Next("create table next_one (a integer)")).ToList();

        Migrations.Apply(database, Migrations.Known, Now);
        Migrations.Apply(database, known, Now);
        Migrations.Apply(database, known, Now);

        Assert.Equal(known.Count, database.Number("select count(*) from migration"));
        Assert.Equal(Now.UnixMs, database.Number("select max(applied_at) from migration"));
        Assert.Equal(0, database.Number("select count(*) from next_one"));
    }

    [Fact]
    public void A_failed_migration_fails_the_opening_and_leaves_nothing_of_itself()
    {
        using var database = SqliteDatabase.Open(File, patience);
        Migrations.Apply(database, Migrations.Known, Now);
        var broken = Next("create table half (a integer); insert into half values (1); insert into nowhere values (1)");

        Assert.ThrowsAny<Exception>(() => Migrations.Apply(database, [.. Migrations.Known, broken], Now));

        Assert.False(database.InTransaction);
        Assert.Equal(0, database.Number("select count(*) from sqlite_master where name = 'half'"));
        Assert.Equal(Migrations.Known[^1].Number, Migrations.Applied(database));
    }

    [Fact]
    public void An_edited_migration_is_found()
    {
        _ = Store;
        Tamper("update migration set hash = 'other' where number = 1");

        var finding = Assert.Single(StoreCheck.Run(File, cancellation: Stop));
        Assert.Equal("migrations", finding.Check);
    }
}
