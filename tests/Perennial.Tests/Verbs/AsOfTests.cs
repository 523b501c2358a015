using System.CommandLine;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Perennial.Cli;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Tests.Access;
using Perennial.Tests.Tidy;

namespace Perennial.Tests.Verbs;

/// <summary>A day that has not come, and one before everything: every verb says so.</summary>
public sealed class AsOfTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    // What else each verb with --as-of needs; STORE and FILE stand for the shop's.
    static readonly Dictionary<string, string[]> verbs = new()
    {
        ["calls"] = ["--store", "STORE"],
        ["settings"] = ["--store", "STORE"],
        ["segments"] = ["--store", "STORE"],
        ["export"] = ["--store", "STORE", "--out", "OUT"],
        ["customer"] = ["anna", "--store", "STORE"],
        ["rescore"] = ["--store", "STORE"],
        ["insights common"] = ["orders > 1", "--store", "STORE"],
        ["insights cycle"] = ["--store", "STORE"],
        ["insights cohorts"] = ["--store", "STORE"],
        ["insights movement"] = ["--store", "STORE"],
        ["insights offers"] = ["--store", "STORE"],
        ["insights pressure"] = ["--store", "STORE"],
        ["insights reach"] = ["--store", "STORE"],
        ["insights promotion"] = ["--store", "STORE"],
        ["insights lifetime"] = ["--store", "STORE"],
        ["validate cycle"] = ["--store", "STORE"],
        ["validate lifetime"] = ["--store", "STORE"],
        ["score"] = ["FILE"],
        ["lifetime"] = ["FILE"],
    };

    public static TheoryData<string> Verbs => [.. verbs.Keys];

    [Fact]
    public void Every_verb_that_looks_back_is_asked() =>
        Assert.Equal(verbs.Keys.Order(), Looking(Commands.Root(), "").Order());

    static IEnumerable<string> Looking(Command command, string above, string by = "--as-of")
    {
        foreach (var verb in command.Subcommands)
        {
            var name = $"{above} {verb.Name}".Trim();
            if (verb.Options.Any(option => option.Name == by)) yield return name;
            foreach (var below in Looking(verb, name, by)) yield return below;
        }
    }

    // A file is known as of its reading; what was set was known when it was set; and profiles that are written are read
    // by whoever does not know by what they were made.
    static readonly string[] byAllThatIsKnown = ["score", "lifetime", "settings", "rescore"];

    [Fact]
    public void Every_verb_that_only_reads_the_store_goes_by_what_was_known_then_where_it_is_asked() => Assert.Equal(
        verbs.Keys.Except(byAllThatIsKnown).Order(), Looking(Commands.Root(), "", "--as-known").Order());

    public static TheoryData<string> OfTheStore => [.. verbs.Keys.Except(["score", "lifetime", "settings"])];

    [Theory]
    [MemberData(nameof(OfTheStore))]
    public async Task Which_it_went_by_is_said(string verb)
    {
        var day = $"{shop.Now.ToDateTimeOffset().AddDays(-1):yyyy-MM-dd}";
        Assert.Contains($"As of the end of {day}, by everything that is known now.", (await Run(verb, day)).Said);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_day_that_has_not_come_is_told_so(string verb)
    {
        var (code, said) = await Run(verb, "2126-01-01");
        Assert.Equal(1, code);
        Assert.Contains("--as-of: 2126-01-01 has not come yet. Give today, ", said);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_day_before_everything_is_told_so(string verb)
    {
        var runs = shop.Store.ScoringRuns.Last().Count;
        var (code, said) = await Run(verb, "1999-12-31");
        Assert.Equal(1, code);
        Assert.Contains("--as-of: On 1999-12-31 nothing had happened yet. Give 20", said);
        Assert.Equal(runs, shop.Store.ScoringRuns.Last().Count);
    }

    [Fact]
    public async Task The_day_of_the_first_fact_and_today_are_answered()
    {
        var first = DateOnly.FromDateTime(shop.Store.Facts.FirstAt().ToDateTimeOffset().UtcDateTime);
        foreach (var day in new[] { first, DateOnly.FromDateTime(shop.Now.ToDateTimeOffset().UtcDateTime) })
        {
            Assert.Equal((0, $"As of the end of {day:yyyy-MM-dd}, by everything that is known now.\n"),
                await Run("segments", $"{day:yyyy-MM-dd}"));
        }
        var (_, said) = await Run("segments", $"{first.AddDays(-1):yyyy-MM-dd}");
        Assert.Contains($"Give {first:yyyy-MM-dd}, ", said);
    }

    [Fact]
    public async Task By_what_was_known_when_is_said_and_needs_a_day()
    {
        var today = DateOnly.FromDateTime(shop.Now.ToDateTimeOffset().UtcDateTime);
        var day = $"{today.AddDays(-1):yyyy-MM-dd}";
        Assert.Equal((0, $"As of the end of {day}, by what was known at the end of {today:yyyy-MM-dd}.\n"),
            await Run("segments", day, "--as-known", $"{today:yyyy-MM-dd}"));
        Assert.Contains("--as-known: By the end of 2001-01-01 the shop knew of no order of then.",
            (await Run("segments", day, "--as-known", "2001-01-01")).Said);
        var (code, said) = await Run("segments", null, "--as-known", day);
        Assert.Equal(1, code);
        Assert.Contains("--as-known: It says what was known of a day, and no day is given.", said);
    }

    [Theory]
    [InlineData("/api/settings?as_of=1999-12-31", "\"place\":\"as_of\",\"problem\":\"On 1999-12-31 nothing")]
    [InlineData("/api/segments?as_of=2126-01-01", "\"place\":\"as_of\",\"problem\":\"2126-01-01 has not come yet.")]
    [InlineData("/api/segments?as_of=31.1.2026", "'31.1.2026' is no day.")]
    [InlineData("/api/segments?as_known=2026-01-31", "\"place\":\"as_known\"")]
    public async Task An_address_of_no_day_is_told_so(string address, string said)
    {
        using var answer = await shop.As(StaffRole.Admin).GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Settings_and_segments_of_a_day_are_asked_for_by_HTTP_too()
    {
        var admin = shop.As(StaffRole.Admin);
        // Anna ordered ten days ago, Ben twenty.
        var day = DateOnly.FromDateTime(shop.Now.ToDateTimeOffset().UtcDateTime).AddDays(-15);
        using var segments = await admin.GetAsync($"/api/segments?as_of={day:yyyy-MM-dd}", Stop);
        Assert.Equal(($"{day:yyyy-MM-dd}", "now"), (segments.Headers.GetValues("As-Of").Single(),
            segments.Headers.GetValues("As-Known").Single()));
        var then = await segments.Content.ReadFromJsonAsync<JsonElement>(Stop);
        var now = await admin.GetFromJsonAsync<JsonElement>("/api/segments", Stop);
        Assert.Equal((1, 2), (MostIn(then), MostIn(now)));
        using var known = await admin.GetAsync(
            $"/api/segments?as_of={day:yyyy-MM-dd}&as_known={day.AddDays(2):yyyy-MM-dd}", Stop);
        Assert.Contains("knew of no order", await known.Content.ReadAsStringAsync(Stop));
        Assert.Equal(await admin.GetStringAsync("/api/settings", Stop),
            await admin.GetStringAsync($"/api/settings?as_of={day:yyyy-MM-dd}", Stop));
    }

    static int MostIn(JsonElement segments) =>
        segments.EnumerateArray().Max(one => one.GetProperty("customers").GetInt32());

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_shop_without_facts_began_never()
    {
        using var store = ShopStore.Open(Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, "empty.db"), shop.Now);
        Assert.False(store.Facts.FirstAt().HasValue);
    }

    Task<(int Code, string Said)> Run(string verb, string? asOf, params string[] further) =>
        Run(shop, verb, asOf, further);

    internal static async Task<(int Code, string Said)> Run(
        GuardedShop shop, string verb, string? asOf, params string[] further)
    {
        var folder = Path.GetDirectoryName(shop.Store.Path)!;
        var file = Path.Combine(folder, "orders.csv");
        await File.WriteAllTextAsync(file,
            "customer,date,amount\na,2026-01-05,10.00\nb,2026-02-05,20.00\nc,2026-03-05,1\n",
            TestContext.Current.CancellationToken);
        string[] more = [.. verbs[verb].Select(word => word switch
        {
            "STORE" => shop.Store.Path, "FILE" => file, "OUT" => Path.Combine(folder, "out.csv"), _ => word,
        })];
        using var said = new StringWriter();
        var code = await CommandLine.Run(
            [.. verb.Split(' '), .. more, .. asOf is null ? [] : (string[])["--as-of", asOf], .. further],
            TextWriter.Null, said, shop.Clock);
        return (code, said.ToString());
    }
}
