using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Sqlite;
using Perennial.Data.Erasure;

namespace Perennial.Data.Backup;

/// <summary>What is to be brought back.</summary>
/// <param name="File">The copy.</param>
/// <param name="Place">Where the shop will be: a file or a database.</param>
/// <param name="Lists">Lists of erasures; null to bring back whoever was erased since.</param>
/// <param name="Replace">Whether a shop that is there is replaced.</param>
/// <param name="By">Who does it.</param>
/// <param name="Now">The present.</param>
public sealed record RestoreRequest(
    string File, string Place, IReadOnlyList<string>? Lists, bool Replace, Actor By, Instant Now)
{
    /// <summary>What is written by in a store.</summary>
    public required Func<ShopStore, ShopMoment> Moment { get; init; }

    /// <summary>Told what is being done.</summary>
    public Action<string> Progress { get; init; } = _ => { };
}

/// <summary>What was brought back.</summary>
/// <param name="Place">Where.</param>
/// <param name="TakenAt">As of when; None where the file does not say.</param>
/// <param name="Customers">How many customers there are.</param>
/// <param name="Erased">How many erasures since were done again.</param>
public sealed record RestoreReceipt(string Place, Instant TakenAt, long Customers, int Erased);

/// <summary>Brings a shop back from a copy, without whoever was erased since it was made.</summary>
/// <remarks>All of it is done in a file beside; what is in the place changes in one step at the end, or not at all.
/// </remarks>
public static class ShopRestore
{
    /// <summary>What is written down in the shop that is brought back.</summary>
    public const string Restoring = "shop restored";

    const string Again = "erased before a copy was brought back";

    // Clocks differ, and an erasure that began before the copy may have been committed after it.
    const long MsBefore = 86_400_000;

    /// <summary>Brings it back.</summary>
    /// <exception cref="BadInputException">The file is no copy or damaged; a list of erasures is missing; there is a
    /// shop already, or somebody has it open.</exception>
    public static RestoreReceipt Run(RestoreRequest restore, CancellationToken cancellation)
    {
        var place = ShopPlace.Of(restore.Place);
        var isDatabase = ShopPlace.IsDatabase(place);
        if (!File.Exists(restore.File))
            throw new BadInputException(restore.File, "There is no such file.", "Name what perennial backup wrote.");
        if (!isDatabase && Path.GetFullPath(place) == Path.GetFullPath(restore.File))
            throw new BadInputException(place, "This is the copy itself.", "Name where the shop is to be (--store).");
        var erasures = Erasures(restore);
        if (!isDatabase && File.Exists(place) && !restore.Replace) throw IsThere(place);
        // Before the work, and once more at its end.
        if (isDatabase || File.Exists(place))
            using (var engine = ShopPlace.Engine(place, new StoreOptions()))
                engine.TakeAlone().Dispose();
        // Beside the place it is put in; for a database beside the copy.
        using var target = new DurableFile(isDatabase ? restore.File : place);
        var receipt = Prepare(restore, erasures, target.Part, cancellation) with { Place = ShopPlace.Shown(place) };
        cancellation.ThrowIfCancellationRequested();
        restore.Progress("putting it in its place");
        if (isDatabase) ShopLoad.Run(restore, place, target.Part, cancellation);
        else Put(target, place);
        return receipt;
    }

    static BadInputException IsThere(string place) =>
        new(place, "There is a shop already.", "Name another place, or say --replace to lose what is there.");

    static List<ErasureLine> Erasures(RestoreRequest restore)
    {
        if (restore.Lists is null) return [];
        foreach (var path in restore.Lists)
        {
            if (!File.Exists(path)) throw new BadInputException(path,
                "There is no list of erasures: whoever was erased since the copy was made would be back.",
                "Name it with --erasures FILE, or say --without-erasures.");
        }
        return [.. restore.Lists.SelectMany(path => new ErasureList(path).Read()).OrderBy(line => line.At.UnixMs)];
    }

    static RestoreReceipt Prepare(
        RestoreRequest restore, List<ErasureLine> erasures, string part, CancellationToken cancellation)
    {
        restore.Progress("reading the copy");
        Copy(restore.File, part, cancellation);
        // What is erased here stands in a list already.
        var list = part + ErasureList.Ending;
        try
        {
            using var shop = ShopStore.Open(part, restore.Now, new StoreOptions { Erasures = list });
            var stamp = Stamp(shop);
            var takenAt = stamp ?? Instant.None;
            restore.Progress("forgetting whoever was erased since");
            var erased = Erase(shop, restore, erasures, stamp, cancellation);
            shop.Audit.Add(new AuditEntry(restore.Now, restore.By, Restoring, Path.GetFileName(restore.File))
            {
                After = $"as of {takenAt}; {erased} erasures since"
                    + (restore.Lists is null ? ", without a list of them" : ""),
            });
            return new RestoreReceipt("", takenAt, Finish(shop, restore.Now), erased);
        }
        finally
        {
            File.Delete(list);
        }
    }

    static void Copy(string file, string part, CancellationToken cancellation)
    {
        using (var copy = StoreFile.Connect(file, new StoreOptions(), makes: false))
        {
            StoreFile.RefuseOthers(copy);
            if (StoreFile.Check(copy) is [var damage, ..])
                throw new BadInputException(file, damage.Problem, "Bring back another copy.");
            StoreFile.CopyInto(copy, part, cancellation);
        }
        using var made = StoreFile.Connect(part, new StoreOptions(), makes: false);
        StoreFile.MakeShared(made);
    }

    static Instant? Stamp(ShopStore shop)
    {
        using var rental = shop.Rent();
        var row = rental.Database.Query("backup-stamp");
        if (!row.Step()) return null;
        var at = row.Instant(0);
        row.Reset();
        return at;
    }

    static int Erase(ShopStore shop, RestoreRequest restore, List<ErasureLine> erasures, Instant? takenAt,
        CancellationToken cancellation)
    {
        var erased = 0;
        foreach (var line in erasures)
        {
            cancellation.ThrowIfCancellationRequested();
            if (takenAt is { } at && line.At.UnixMs < at.UnixMs - MsBefore) continue;
            if (shop.Erasure.ErasedKeys(line.Keys).Count == line.Keys.Distinct().Count()) continue;
            var again = new ErasureRequest(line.Keys, Again, line.At, restore.By) { CleansLater = true };
            shop.Erasure.Erase(again, restore.Moment(shop));
            erased++;
        }
        if (erased > 0 && !shop.Erasure.CleanTraces(cancellation))
            throw new InvalidOperationException("Somebody else has the file open that is being made.");
        return erased;
    }

    static long Finish(ShopStore shop, Instant now)
    {
        using var rental = shop.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        database.Query("delete-backup-stamp").Run();
        // Whoever was signed in then need not be allowed to today.
        database.Query("forget-sign-ins").Run();
        for (var shard = 0; shard < shop.ShardCount; shard++)
        {
            database.Query("forget-leases", "shard").Bind(1, shard).Run();
            database.Query("outbox-goes-on-from", "sequence", "shard").Bind(1, now.UnixMs).Bind(2, shard).Run();
        }
        transaction.Commit();
        return database.Number("select count(*) from customer");
    }

    static void Put(DurableFile target, string place)
    {
        if (!File.Exists(place))
        {
            DurableFile.Delete(place);
            target.Complete();
            return;
        }
        using (StoreFile.TakeAlone(place, new StoreOptions())) target.Complete();
    }
}
