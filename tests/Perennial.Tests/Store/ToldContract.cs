using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Destinations;
using Perennial.Data.Erasure;
using Perennial.Data.Profiles;
using Perennial.Import;
using Perennial.Live;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Tests.Store;

/// <summary>
/// Whatever is done to a shop, by whichever process, in whatever order: what destinations have been told, added up, is
/// what the profiles say, and the segments they have been told of are those that the rules hold of.
/// </summary>
public abstract class ToldContract : StoreContract
{
    static readonly (string Name, string Rule)[] segments =
    [
        ("buyers", "orders > 0"),
        ("fresh", "recency_days < 20"),
        ("lookers", "has product_view within 30d and not in segment 'fresh'"),
        ("Parisians", "city = 'T1'"),
        ("best", "r >= 4 or priority_tier = 1"),
    ];

    const int Steps = 14;

    protected override int PerChunk => 2;

    /// <summary>How many processes there are.</summary>
    protected abstract int Processes { get; }

    /// <summary>One thing that is done to the shop.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="Process">By which process.</param>
    /// <param name="Hours">How long after the one before.</param>
    /// <param name="Draw">What else has to be drawn.</param>
    /// <param name="Events">Facts to write, where it writes any.</param>
    public sealed record Deed(int Kind, int Process, int Hours, int Draw, IncomingEvent[] Events);

    Gen<Deed[]> Deeds => (
        from kind in Gen.Choose(0, 12)
        from process in Gen.Choose(0, Processes - 1)
        from hours in Gen.Frequency((3, Gen.Choose(0, 5)), (2, Gen.Choose(20, 24 * 30)))
        from draw in Gen.Choose(0, 1_000)
        from events in SomeEvents.Some
        select new Deed(kind, process, hours, draw, events)).ArrayOf(Steps);

    [Fact]
    public void What_was_told_adds_up_to_the_profiles()
    {
        var property = Prop.ForAll(Deeds.ToArbitrary(), deeds =>
        {
            using var one = Another<ToldContract>();
            one.Do(deeds);
        });
        // More than a suite has time for: PERENNIAL_CASES=500 ./test --fast -class '*Told'
        var asked = Environment.GetEnvironmentVariable("PERENNIAL_CASES");
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(asked is null ? CasesHere(12) : int.Parse(asked)));
    }

    void Do(Deed[] deeds)
    {
        Store.Tell();
        ShopStore[] stores = [Store, .. Enumerable.Range(1, Processes - 1).Select(_ => OpenAnother())];
        ShopMoments[] moments = [.. stores.Select(store => new ShopMoments(store))];
        var now = Now;
        // Events get numbers of their own: the same message again would be no news.
        var number = 0;
        foreach (var deed in deeds)
        {
            now = new Instant(now.UnixMs + deed.Hours * 3_600_000L);
            Do(stores[deed.Process], moments[deed.Process], deed, now, ref number);
        }
        new Tick(stores[0], moments[^1], new FakeTimeProvider(now.ToDateTimeOffset()), () => { }).Once(Stop);
        AssertTold(now);
        foreach (var store in stores[1..]) store.Dispose();
        AssertSoundHere();
    }

    void Do(ShopStore store, ShopMoments moments, Deed deed, Instant now, ref int number)
    {
        IncomingEvent[] Events(ref int next)
        {
            var first = next += 100;
            return [.. deed.Events.Select((one, i) => one with { MessageId = $"m{first + i}" })];
        }
        switch (deed.Kind)
        {
            case 0 or 1 or 2:
                foreach (var one in Events(ref number))
                    store.Intake.Write(EventBatch.Of([one]), moments.At(now), cancellation: Stop);
                break;
            case 3:
                store.Intake.Write(EventBatch.Of(Events(ref number)), moments.At(now), cancellation: Stop);
                break;
            case 4:
                Import(store, deed.Draw, now);
                break;
            case 5:
                Score(store, moments, null, now, refoldAll: deed.Draw % 3 == 0);
                break;
            case 6:
                // A look back, from which the next run returns.
                Score(store, moments, new DateOnly(2026, 6, 1 + deed.Draw % 28), now);
                Score(store, moments, null, now);
                break;
            case 7:
                Scoring(store, moments, now, () => ChangeSettings(store, deed.Draw, now));
                break;
            case 11 or 12:
                var events = new Queue<IncomingEvent>(Events(ref number));
                ScoreWhileEventsCome(store, moments, deed, now, events);
                break;
            case 8:
                ChangeSegments(store, moments, deed.Draw, now);
                break;
            case 9 when store.Profiles.Load().Ids is { Length: > 0 } ids && deed.Draw % 2 == 0:
                store.Erasure.Erase(
                    new ErasureRequest([ids[deed.Draw % ids.Length]], "asked", now, Actor.Terminal("tests")),
                    moments.At(now));
                break;
            default:
                new Tick(store, moments, new FakeTimeProvider(now.ToDateTimeOffset()), () => { }).Once(Stop);
                break;
        }
    }

    static void Score(ShopStore store, ShopMoments moments, DateOnly? asOf, Instant now, bool refoldAll = false) =>
        Scoring(store, moments, now, () => Rescore.Run(store, null, asOf, now, (_, _) => { }, Stop, refoldAll));

    static void Scoring(ShopStore store, ShopMoments moments, Instant now, Action act)
    {
        try
        {
            act();
        }
        catch (BadInputException)
        {
            // Nobody has an order as of then. What was folded for it is brought back as the next run would.
            store.ProfileState.PutFoldedAsOf(null);
            store.Folding.RefoldAll(moments.At(now), cancellation: Stop);
        }
    }

    // Or the process is killed meanwhile, and the next deed goes on from there.
    static void ScoreWhileEventsCome(
        ShopStore store, ShopMoments moments, Deed deed, Instant now, Queue<IncomingEvent> events)
    {
        var left = deed.Draw % 12;
        void Saving(string phase, double done)
        {
            if (phase != "saving" || done <= 0.9) return;
            if (deed.Draw % 3 == 0 && left-- == 0) throw new OperationCanceledException("Killed.");
            if (events.TryDequeue(out var one))
                store.Intake.Write(EventBatch.Of([one]), moments.At(now), cancellation: Stop);
        }
        Scoring(store, moments, now, () =>
        {
            try
            {
                Rescore.Run(store, null, null, now, Saving, Stop, refoldAll: deed.Draw % 5 == 0);
            }
            catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
            {
                // What it left is seen to by whoever comes next.
            }
        });
    }

    void Import(ShopStore store, int draw, Instant now)
    {
        var file = Path.Combine(Folder, "orders.csv");
        System.IO.File.WriteAllLines(file, ["order_id,customer_id,date,total", .. Enumerable.Range(0, 1 + draw % 4)
            .Select(i => $"F{draw}-{i},C-{(draw + i) % 6},2026-0{1 + (draw + i) % 6}-1{i},{draw}.50")]);
        ImportFile.Run(store, file, new Channels.Intake.Formats.IntakeOptions { Now = now },
            Actor.Terminal("tests"), (_, _) => { }, Stop);
    }

    static void ChangeSettings(ShopStore store, int draw, Instant now)
    {
        var options = ShopSettings.Of(store).Options with
        {
            Lifecycle = new() { ActiveDays = 1 + draw % 30, RecentDays = 40 + draw % 70, OlderDays = 200 },
        };
        SettingsEditing.Put(store, options,
            new AuditEntry(now, Actor.Terminal("tests"), "settings changed", "options"), now, (_, _) => { }, Stop);
    }

    static void ChangeSegments(ShopStore store, ShopMoments moments, int draw, Instant now)
    {
        var (name, rule) = segments[draw % segments.Length];
        // A segment that another refers to must stay.
        if (draw % 4 == 0 && name != "fresh") store.Segments.Remove(name, now);
        else
        {
            if (name == "lookers") store.Segments.Save(new ShopSegment("fresh", segments[1].Rule), now);
            store.Segments.Save(new ShopSegment(name, draw % 3 == 0 ? $"not ({rule})" : rule), now);
        }
        // Who was killed before this leaves it to the next tick.
        if (draw % 5 > 0) store.Stays.Recount(moments.At(now));
    }

    void AssertTold(Instant now)
    {
        var told = new Dictionary<CustomerId, (Dictionary<string, string?> Columns, SortedSet<string> In)>();
        for (var shard = 0; shard < Store.ShardCount; shard++)
            foreach (var row in Store.Outbox.After(shard, 0, int.MaxValue)) Add(told, row);
        var snapshot = Store.Profiles.Load();
        var empty = new ProfileTable(Columns.All, snapshot.Profiles.Keys);
        var text = new ChangeText(new ColumnChanges(empty, snapshot.Profiles, ShardStep.Told),
            ChangeText.BinsOf(Store.ScoringRuns.Latest()));
        var view = ShopLoader.Load(Store, now);
        var watched = new ShopMoments(Store).At(now).Segments!;
        for (var row = 0; row < snapshot.Count; row++)
        {
            var id = snapshot.Ids[row];
            var (columns, segmentsIn) = told[id];
            AssertColumns(text.Of(row, row), columns);
            var rules = watched.Segments.Select(one => one.Name)
                .Where(name => view.Segments.Members(name).Contains(view.RowOf(id))).ToArray();
            Assert.Equal(rules.Order(StringComparer.Ordinal), segmentsIn);
            Assert.Equal(segmentsIn, new SortedSet<string>(
                Store.Stays.Of(id).Where(stay => !stay.LeftAt.HasValue).Select(stay => stay.Segment),
                StringComparer.Ordinal));
        }
    }

    static void Add(
        Dictionary<CustomerId, (Dictionary<string, string?> Columns, SortedSet<string> In)> told, OutboxRow row)
    {
        var change = JsonNode.Parse(row.Change)!.AsObject();
        if (change.ContainsKey("gone"))
        {
            told.Remove(row.Customer);
            return;
        }
        // Who is new, or was gone and comes back, begins with nothing.
        if (change.ContainsKey("new") || !told.ContainsKey(row.Customer))
            told[row.Customer] = ([], new SortedSet<string>(StringComparer.Ordinal));
        var (columns, segmentsIn) = told[row.Customer];
        foreach (var (name, value) in change["columns"]?.AsObject() ?? []) columns[name] = value?.ToJsonString();
        foreach (var name in change["left"]?.AsArray() ?? []) Assert.True(segmentsIn.Remove((string)name!));
        foreach (var name in change["entered"]?.AsArray() ?? []) Assert.True(segmentsIn.Add((string)name!));
    }

    // What is not said of a profile is what a column says where there is no value.
    static void AssertColumns(string? profile, Dictionary<string, string?> told)
    {
        var expected = profile is null ? [] : JsonNode.Parse(profile)!["columns"]!.AsObject()
            .ToDictionary(column => column.Key, column => column.Value?.ToJsonString());
        foreach (var column in ShardStep.Told.Select(column => column.Name))
        {
            var (is_, was) = (expected.GetValueOrDefault(column), told.GetValueOrDefault(column));
            if (is_ is null && was is "0" or "false") continue;
            Assert.True(is_ == was, $"{column} is {is_ ?? "nothing"}, and was told to be {was ?? "nothing"}.");
        }
    }

    // An order may be said of two keys that nothing joins: whose it is, nobody knows.
    void AssertSoundHere() => Assert.DoesNotContain(Findings(),
        finding => finding.Check != "an-order-belongs-to-one-customer");
}

public sealed class SqliteTold : ToldContract
{
    protected override int Processes => 1;
}

public sealed class PostgresTold : ToldContract
{
    protected override int Processes => 2;

    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
