using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Insights;
using Perennial.Scoring;
using Perennial.Shop;
using Perennial.Tests.Postgres;

namespace Perennial.Tests.Store;

/// <summary>A shop that was written before facts were dated (its folder has a README) opens, is sound, and says what it
/// said.</summary>
public sealed class OldShopTests : StoreContract
{
    const int Shards = 4;

    static readonly Instant exported = Instant.From(DateTimeOffset.Parse("2026-11-29T23:41:00Z"));

    // What a scoring run gives follows from everybody and is another with the next.
    static readonly string[] ofScoringRuns =
        [.. Columns.All.Where(column => column.FollowsScoringRun).Select(column => column.Name), "rfm", "segment"];

    static string PathTo(string name) =>
        Repository.PathTo("tests", "Perennial.Tests", "Store", "Before", name);

    void Unpack()
    {
        using var from = new GZipStream(System.IO.File.OpenRead(PathTo("schema-18.db.gz")), CompressionMode.Decompress);
        using var to = System.IO.File.Create(File);
        from.CopyTo(to);
    }

    static Dictionary<string, Dictionary<string, string>> Rows(IEnumerable<string> csv)
    {
        var lines = csv.Select(line => line.Split(',')).ToList();
        return lines.Skip(1).ToDictionary(cells => cells[0], cells => lines[0].Index()
            .ToDictionary(column => column.Item, column => AsNow(column.Item, cells[column.Index])));
    }

    // What says the same by another name says the same.
    static string AsNow(string column, string value) =>
        column == LifecycleColumns.Stage.Name && value == "new" ? "active" : value;

    async Task AssertSaysTheSame(string place, params string[] but)
    {
        var file = Path.Combine(Folder, "now.csv");
        using var log = new StringWriter();
        var clock = new FakeTimeProvider(exported.ToDateTimeOffset());
        string[] export = ["export", "--store", place, "--out", file];
        Assert.True(await CommandLine.Run(export, TextWriter.Null, log, clock) == 0, $"{log}");
        var (before, now) = (Rows(System.IO.File.ReadAllLines(PathTo("schema-18.csv"))),
            Rows(System.IO.File.ReadAllLines(file)));
        Assert.Equal(before.Keys.Order(), now.Keys.Order());
        var differing = from customer in before
                        from column in customer.Value
                        where !but.Any(name => column.Key == name || column.Key.StartsWith($"{name}_"))
                        let says = now[customer.Key].GetValueOrDefault(column.Key)
                        where says != column.Value
                        select $"{column.Key} of {customer.Key}: {column.Value} became {says}";
        Assert.Empty(differing);
    }

    [Fact]
    public async Task It_opens_is_sound_and_says_what_it_said()
    {
        Unpack();
        using (var store = ShopStore.Open(File, exported))
        {
            Assert.Equal(37, store.Profiles.Load().Count);
            Assert.Equal(2, store.ScoringRuns.Last().Count);
        }
        Assert.Empty(StoreCheck.Run(File, cancellation: Stop));
        await AssertSaysTheSame(File);
    }

    [Fact]
    public void Whoever_was_new_is_active_in_all_that_is_kept_and_tools_hear_it()
    {
        Unpack();
        using var store = ShopStore.Open(File, exported);
        var moment = new RuleMoment(exported, ShopCalendar.Utc);
        Assert.Equal(4, store.Rules.Count(RuleParser.Parse("lifecycle = 'active'"), moment));
        // A rule of then means whom it meant.
        Assert.Equal(4, store.Rules.Count(RuleParser.Parse("lifecycle = 'new'"), moment));
        Assert.Equal(4, store.Profiles.Load() is var all
            ? all.Profiles.Values(LifecycleColumns.Stage).Count(stage => stage == (byte)LifecycleStage.Active) : 0);
        var told = store.Outbox.After(0, 0, 100);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], told.Select(one => one.Sequence));
        Assert.DoesNotContain(told, one => one.Change.Contains("\"lifecycle\":\"new\""));
        Assert.Equal(4, told.Count(one => one.Change == """{"columns":{"lifecycle":"active"}}"""));
        Assert.Equal(7, store.Outbox.LastSequence(0));
        store.Dispose();
        Assert.Equal([["active", "2"]], Ask("""
            select lifecycle, count(*) from score_history where lifecycle in ('new', 'active') group by lifecycle
            """));
    }

    [Fact]
    public void What_an_old_scoring_run_does_not_say_is_unknown_and_no_fault()
    {
        Unpack();
        using var store = ShopStore.Open(File, exported);
        var insights = ShopLoader.Load(store, exported).Insights;
        Assert.Empty(insights.Pressure.Values);
        Assert.Empty(insights.Offers.Methods);
        Assert.Contains(insights.Offers.Method, new[] { "", "ease" });
    }

    [Fact]
    public async Task Computed_anew_it_says_the_same_of_facts()
    {
        Unpack();
        using (var store = ShopStore.Open(File, exported))
            Rescore.Run(store, null, null, exported, (_, _) => { }, Stop, refoldAll: true);
        Assert.Empty(StoreCheck.Run(File, cancellation: Stop));
        await AssertSaysTheSame(File, ofScoringRuns);
    }

    [Fact, InWholeRuns]
    public async Task It_moves_into_a_database_of_many_shards()
    {
        Unpack();
        var address = PostgresServer.Rent(Shards);
        using (var from = ShopStore.Open(File, exported))
        using (var to = ShopStore.Open(address, exported, new StoreOptions { NewShards = Shards }))
            ShopCopy.Run(from, to, (_, _) => { }, Stop);
        Assert.Empty(StoreCheck.Run(address, cancellation: Stop));
        await AssertSaysTheSame(address);
        PostgresServer.GiveBack(address, Shards);
    }
}
