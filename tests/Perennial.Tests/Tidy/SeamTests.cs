
namespace Perennial.Tests.Tidy;

/// <summary>One seam: what may be written about a customer, and where. Whoever goes round it is named here.</summary>
public class SeamTests
{
    // What each part of the seam alone may say.
    static readonly (string Words, string[] Where)[] reserved =
    [
        (".LockShard(", ["Shards/StoreShards.cs", "Sqlite/SqliteDatabase.cs"]),
        (".TryLockShard(", ["Shards/StoreShards.cs"]),
        ("\"set-shard-version\"", ["ShardTransaction.cs"]),
        ("\"set-rescored-version\"", ["ShardTransaction.cs"]),
        ("new OutboxWriter(", ["ShardTransaction.cs"]),
        ("\"add-change\"", ["OutboxWriter.cs"]),
        ("\"put-stay\"", ["StayWriter.cs"]),
        ("new StayWriter(", ["ProfileWriter.cs", "ScoreWriter.cs", "StayRecount.cs"]),
        ("ProfileSql.Put,", ["ProfileWriter.cs"]),
        ("ProfileSql.Add,", ["ScoreWriter.cs"]),
        ("ProfileSql.Score,", ["ScoreWriter.cs"]),
        ("ProfileSql.ScoreAlone,", ["ScoreWriter.cs"]),
        ("\"take-scored-chunk\"", ["ScoredChunk.cs"]),
        ("\"bring-forward\"", ["StayRecount.cs", "StepWriter.cs"]),
        ("new ProfileWriter(",
        [
            "Intake/ShardWrite.cs", "Intake/TakenBack.cs", "Intake/DetailsBack.cs",
            "Scoring/ScoreWriter.cs", "Folding/FoldStore.cs",
        ]),
        ("new ShardTransaction(", ["Shards/StoreShards.cs"]),
    ];

    static readonly IReadOnlyList<RepositoryFile> store =
        [.. RepositoryFile.All.Where(file => file.Is(".cs") && file.IsUnder("src/Perennial.Data"))];

    [Fact]
    public void Shards_are_locked_written_and_told_in_one_place()
    {
        var complaints = new Complaints();
        foreach (var (words, where) in reserved)
        {
            var found = store.Where(file => file.Text.Contains(words, StringComparison.Ordinal)).ToList();
            Assert.True(found.Count > 0, $"Nobody says {words} any more: the list is out of date.");
            foreach (var file in found.Where(file => !where.Any(one => file.Path.EndsWith($"/{one}"))))
                complaints.Add($"{file.Path} says {words}, which is for {string.Join(", ", where)}");
        }
        complaints.AssertNone();
    }

    // What goes on by itself is started by the supervisor, or ends by itself soon.
    static readonly (string Words, string[] Where)[] beginnings =
    [
        ("PeriodicTimer", []), ("new Timer(", []), ("CreateTimer(", []), ("new Thread(", []), ("BackgroundService", []),
        ("IHostedService", []), ("LongRunning", []),
        ("_ = Task.Run(", ["Access/KeyUse.cs", "Access/StaffDoor.cs", "Shop/ShopViews.cs"]),
    ];

    [Fact]
    public void Loops_are_started_by_their_supervisor()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.All.Where(file => file.Is(".cs") && file.IsUnder("src/Perennial")))
        {
            foreach (var (words, where) in beginnings)
                if (file.Text.Contains(words, StringComparison.Ordinal) && !where.Any(one => file.Path.EndsWith(one)))
                    complaints.Add($"{file.Path} says {words}: what goes on for long is for Loops/Supervisor.cs");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Moments_are_made_in_one_place()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.All.Where(file => file.Is(".cs") && file.IsUnder("src")))
        {
            if (file.Text.Contains("MomentParts()") && !file.Path.EndsWith("/ShopMoments.cs")
                && !file.Path.EndsWith("/StoreWatch.cs"))
                complaints.Add($"{file.Path} makes a moment of its own");
        }
        complaints.AssertNone();
    }
}
