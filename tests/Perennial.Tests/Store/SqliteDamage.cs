using Perennial.Data;
using Perennial.Data.Engines;

namespace Perennial.Tests.Store;

/// <summary>A file that could not be read for a moment.</summary>
public sealed class SqliteDamage : StoreContract
{
    const int Customers = 300;

    [Fact]
    public void A_page_that_is_whole_again_is_read_again_though_nobody_writes()
    {
        Write(SomeFacts.Batch([.. Enumerable.Range(0, Customers).Select(
            i => SomeFacts.Order($"c{i}", $"n{i}", i % 90, 100 + i))]));
        var (page, size) = PageOf("customer_order");
        var whole = new byte[size];
        // What a connection has in mind it reads anew.
        Beside("pragma wal_checkpoint(truncate); create table harm (done integer); drop table harm");
        using (var file = new FileStream(File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = (page - 1) * size;
            file.ReadExactly(whole);
            Put(file, page, [.. Enumerable.Repeat((byte)0xA5, (int)size)]);

            Assert.Equal(StoreFault.Damaged, Assert.Throws<StoreAwayException>(
                () => Store.Watch.Try(wasDamaged: true)).Fault);
            Assert.Throws<StoreAwayException>(() => Store.Facts.Histories().ToList());
            Assert.Throws<StoreAwayException>(() => Write(SomeFacts.Batch(SomeFacts.Order("c1", "more", 1, 100))));
            Put(file, page, whole);

            Store.Watch.Try(wasDamaged: true);
            Write(SomeFacts.Batch(SomeFacts.Order("c1", "more", 1, 100)));
        }
        Assert.Equal(Customers + 1, Store.Facts.Histories().Sum(some => some.History.Orders.At.Length));
        AssertSound();
    }

    (long Page, long Size) PageOf(string table)
    {
        using var engine = ShopPlace.Engine(File, new StoreOptions());
        using var database = engine.Connect();
        return (database.Number($"select rootpage from sqlite_master where name = '{table}'"),
            database.Number("pragma page_size"));
    }

    static void Put(FileStream file, long page, byte[] bytes)
    {
        file.Position = (page - 1) * bytes.Length;
        file.Write(bytes);
        file.Flush();
    }
}
