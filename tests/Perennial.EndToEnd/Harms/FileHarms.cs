using System.Diagnostics;
using System.Globalization;
using Perennial.Data;
using Perennial.Data.Engines;

namespace Perennial.EndToEnd.Harms;

/// <summary>What befalls the file that a shop is kept in.</summary>
/// <remarks>Its bytes are touched by other programs: a process that opens and closes a file beside SQLite takes away
/// the locks that SQLite has in that process.</remarks>
static class FileHarms
{
    public static IReadOnlyList<Harm> All(string file, LoadedShop shop) => [TableAway(file), Deleted(file),
        DeletedWithItsLog(file), Damaged(file, shop)];

    public static Harm TableAway(string place) => new("a table away for five seconds",
        ["The database refuses a statement"],
        () => Run(place, "alter table activity rename to elsewhere"),
        () => Run(place, "alter table elsewhere rename to activity"))
    {
        Lasts = TimeSpan.FromSeconds(5),
    };

    // What is deleted has another name by which it can be put back.
    static Harm Deleted(string file) => new("the file deleted", ["deleted or replaced"],
        () =>
        {
            Start("ln", file, file + ".kept");
            File.Delete(file);
            return Task.CompletedTask;
        },
        () =>
        {
            File.Move(file + ".kept", file);
            return Task.CompletedTask;
        })
    {
        StopsIntake = true,
    };

    static Harm DeletedWithItsLog(string file) => new("the file deleted with all that stands beside it",
        ["deleted or replaced"],
        () =>
        {
            string[] all = [file, file + "-wal", file + "-shm"];
            foreach (var one in all) Start("ln", one, one + ".kept");
            foreach (var one in all) File.Delete(one);
            return Task.CompletedTask;
        },
        () =>
        {
            foreach (var one in (string[])[file + "-shm", file + "-wal", file]) File.Move(one + ".kept", one);
            return Task.CompletedTask;
        })
    {
        StopsIntake = true,
    };

    static Harm Damaged(string file, LoadedShop shop)
    {
        long page = 0, size = 0;
        return new Harm("a page overwritten", ["The store is damaged"], Begin, End);

        async Task Begin()
        {
            await shop.Loader.Pause();
            using (var engine = ShopPlace.Engine(file, new StoreOptions()))
            using (var database = engine.Connect())
            {
                page = database.Number("select rootpage from sqlite_master where name = 'activity'");
                size = database.Number("pragma page_size");
                await EmptyLog(database);
                // So that nobody has the page in mind.
                database.Execute("create table harm (done integer); drop table harm");
            }
            Copy(file, page - 1, file + ".page", 0, size);
            Start("dd", "if=/dev/urandom", $"of={file}", $"bs={size}", "count=1", $"seek={page - 1}", "conv=notrunc");
            shop.Loader.Resume();
        }

        Task End()
        {
            Copy(file + ".page", 0, file, page - 1, size);
            return Task.CompletedTask;
        }
    }

    // Whoever reads meanwhile keeps the log from being emptied. A page that stands there too is another in the file,
    // and would be put back over what was written since.
    static Task EmptyLog(Database database) => Waiting.Until(TimeSpan.FromSeconds(30), "the log is empty",
        () => Task.FromResult(database.Number("pragma wal_checkpoint(truncate)") == 0 ? null : "Somebody reads it."));

    static void Copy(string from, long skip, string to, long seek, long size) => Start("dd", $"if={from}", $"of={to}",
        string.Create(CultureInfo.InvariantCulture, $"bs={size}"), "count=1", $"skip={skip}", $"seek={seek}",
        "conv=notrunc");

    static Task Run(string place, string sql)
    {
        using var engine = ShopPlace.Engine(place, new StoreOptions());
        using var database = engine.Connect();
        database.Execute(sql);
        return Task.CompletedTask;
    }

    static void Start(string program, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
