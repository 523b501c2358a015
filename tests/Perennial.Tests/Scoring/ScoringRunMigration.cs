using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.ScoringRuns;
using Perennial.Tests.Postgres;
using Perennial.Tests.Ui;

namespace Perennial.Tests.Scoring;

/// <summary>Scoring runs that were stored before their fields said that they name RFM segments are read as they were
/// written, in both engines.</summary>
public sealed class ScoringRunMigration : IDisposable
{
    const int Before = 18;

    static readonly StoreOptions options = new() { NewShards = 1 };

    readonly string folder = Directory.CreateTempSubdirectory("perennial-runs-").FullName;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void A_shop_of_before_keeps_its_scoring_runs(string engine)
    {
        var place = engine == "sqlite" ? Path.Combine(folder, "shop.db") : PostgresServer.RentEmpty();
        var run = SomeShop.Of(60).View.ScoringRun!;
        // What people wrote is no name of a field.
        run = run with { RfmSegmentSet = run.RfmSegmentSet with { Note = "\"segments\": and \"segment_totals\":" } };
        var written = ScoringRunJson.Text(run)
            .Replace("\"rfm_segment_set\":", "\"segments\":").Replace("\"rfm_segment_totals\":", "\"segment_totals\":");
        using (var made = ShopPlace.Engine(place, options))
        {
            using var database = made.Connect();
            made.MarkAsOurs(database);
            Migrations.Apply(database, [.. Migrations.Known.Where(one => one.Number <= Before)], Some.Now);
            database.Execute("insert into shard (shard, version, rescored_version) values (0, 7, 7)");
            using var insert = database.Prepare(
                "insert into scoring_run (scoring_run_id, as_of_at, as_of_day, created_at, customers, run_json)"
                + " values (2, 1, 2, 3, 4, @json)", "json");
            insert.Bind(1, written).Run();
        }

        using var store = ShopStore.Open(place, Some.Now, options);
        var read = store.ScoringRuns.Latest()!;
        Assert.Equal(ScoringRunJson.Text(run), ScoringRunJson.Text(read));
        Assert.Equal(run.RfmSegmentSet.Note, read.RfmSegmentSet.Note);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
