using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Access;
using Perennial.Cli;
using Perennial.Contacts;
using Perennial.Customers;
using Perennial.Data.Access;
using Perennial.Destinations;
using Perennial.Moments;
using Perennial.Privacy;
using Perennial.Scoring;
using Perennial.Sources;
using Perennial.Tests.Store;
using Perennial.Web;

namespace Perennial.Tests.Access;

/// <summary>Whatever is changed is changed and written down alike, whichever door it is asked for at.</summary>
public sealed partial class DoorsTests
{
    static readonly string ben = SomeFacts.Id("ben").ToString(), anna = SomeFacts.Id("anna").ToString();

    /// <summary>One change, and how each door is asked for it; null where a door is not.</summary>
    sealed record Change(
        string What, Func<GuardedShop, Task>? Page, Func<GuardedShop, Task>? Api, Func<GuardedShop, Task>? Terminal)
    {
        public Action<GuardedShop> Before { get; init; } = _ => { };
    }

    static readonly IReadOnlyList<Change> changes =
    [
        new(SegmentEditing.Saving,
            shop => Post(shop, "/segments/save", ("name", "loyal"), ("rule", "orders >= 2"), ("edit", "loyal")),
            shop => Send(shop, "PUT", "/api/segments/loyal", """{"rule":"orders >= 2"}"""),
            shop => Load(shop, "segments", "segments: [{name: loyal, rule: orders >= 2}]", "--replace"))
        { Before = Loyal },
        new(SegmentEditing.Removing,
            shop => Post(shop, "/segments/remove", ("name", "loyal")),
            shop => Send(shop, "DELETE", "/api/segments/loyal"), null) { Before = Loyal },
        new(SegmentWatching.Watching,
            shop => Post(shop, "/segments/watch", ("name", "Late")),
            shop => Send(shop, "PUT", "/api/segments/Late/watch"),
            shop => Run(shop, "segments", "--watch", "Late"))
        { Before = shop => shop.Store.Stays.Unwatch(["Late"]) },
        new(SegmentWatching.Ending,
            shop => Post(shop, "/segments/unwatch", ("name", "Late")),
            shop => Send(shop, "DELETE", "/api/segments/Late/watch"),
            shop => Run(shop, "segments", "--unwatch", "Late"))
        { Before = shop => shop.Store.Stays.Watch(["Late"], shop.Now, "tests") },
        new(AttributeEditing.Setting,
            shop => Post(shop, $"/customers/{anna}/attributes", ("name", "language"), ("value", "fr")),
            shop => Send(shop, "PUT", $"/api/customers/{anna}/attributes", """{"name":"language","value":"fr"}"""),
            shop => Run(shop, "customer", "anna", "--set", "language=fr")),
        new(AttributeEditing.Dating, null,
            shop => Send(shop, "PUT", $"/api/customers/{anna}/dates", """{"label":"birthday","date":"1960-05-12"}"""),
            null),
        new(StrategyFiles.Publishing,
            shop => Post(shop, "/strategies/publish", ("draft", Draft(shop))),
            shop => Send(shop, "POST", "/api/strategies/apply", Files),
            shop => OnFolder(shop, "apply")) { Before = Keep },
        new(StrategyFiles.Stopping,
            shop => Post(shop, "/strategies/stop", ("name", Thanks)),
            shop => Send(shop, "POST", $"/api/strategies/{Thanks}/stop"),
            shop => Run(shop, "stop", Thanks)),
        new(StrategyFiles.Starting,
            shop => Post(shop, "/strategies/start", ("name", Thanks)),
            shop => Send(shop, "POST", $"/api/strategies/{Thanks}/start"),
            shop => Run(shop, "start", Thanks)),
        new(StrategyFiles.Moving, null,
            shop => Send(shop, "POST", $"/api/strategies/{Thanks}/move"),
            shop => Run(shop, "apply", "--move", Thanks)),
        new(StrategyDrafts.Keeping, null,
            shop => Send(shop, "POST", "/api/strategies/keep", Files), shop => OnFolder(shop, "plan", "--keep")),
        new(StrategyDrafts.Discarding,
            shop => Post(shop, "/strategies/discard", ("draft", Draft(shop))),
            shop => Send(shop, "POST", "/api/strategies/discard"), null) { Before = Keep },
        new(StaffEditing.Adding,
            shop => Post(shop, "/settings/staff/add", ("name", "Bo"), ("email", "bo@x.org"), ("role", "viewer")),
            shop => Send(shop, "POST", "/api/staff", """{"name":"Bo","email":"bo@x.org","role":"viewer"}"""),
            shop => Run(shop, "staff", "add", "bo@x.org", "--name", "Bo", "--role", "viewer")),
        new(StaffDoor.Linking,
            shop => Post(shop, "/settings/staff/link", ("id", Ann(shop))),
            shop => Send(shop, "POST", $"/api/staff/{Ann(shop)}/link"),
            shop => Run(shop, "staff", "link", "ann@x.org")) { Before = AddAnn },
        new(StaffEditing.Changing,
            shop => Post(shop, "/settings/staff/role", ("id", Ann(shop)), ("role", "agent")),
            shop => Send(shop, "PUT", $"/api/staff/{Ann(shop)}/role", """{"role":"agent"}"""),
            shop => Run(shop, "staff", "role", "ann@x.org", "--role", "agent")) { Before = AddAnn },
        new(StaffEditing.Removing,
            shop => Post(shop, "/settings/staff/remove", ("id", Ann(shop))),
            shop => Send(shop, "DELETE", "/api/staff/" + Ann(shop)),
            shop => Run(shop, "staff", "remove", "ann@x.org")) { Before = AddAnn },
        new(KeyEditing.Adding,
            shop => Post(shop, "/settings/keys/add", ("source", "warehouse"), ("scope", "read")),
            shop => Send(shop, "POST", "/api/keys", """{"source":"warehouse","scope":"read"}"""),
            shop => Run(shop, "keys", "add", "warehouse", "--scope", "read")),
        new(KeyEditing.Revoking,
            shop => Post(shop, "/settings/keys/revoke", ("id", Key(shop))),
            shop => Send(shop, "DELETE", "/api/keys/" + Key(shop)),
            shop => Run(shop, "keys", "revoke", Key(shop)))
        { Before = shop => KeyEditing.Add(shop.Store, "old", KeyScope.Track, GuardedShop.By, shop.Now) },
        new(DestinationEditing.SendingAgain,
            shop => Post(shop, "/data/send-again", ("destination", "crm")),
            shop => Send(shop, "POST", "/api/destinations/crm/send-again"), null) { Before = Crm },
        new(DestinationEditing.Restarting,
            shop => Post(shop, "/data/restart", ("destination", "crm")),
            shop => Send(shop, "POST", "/api/destinations/crm/restart"), null) { Before = Crm },
        new(DestinationEditing.SendingAll, null,
            shop => Send(shop, "POST", "/api/destinations/crm/send-all"), null) { Before = Crm },
        new(DestinationEditing.Removing, null,
            shop => Send(shop, "DELETE", "/api/destinations/crm"),
            shop => Load(shop, "destinations", "destinations: []")) { Before = Crm },
        new(DestinationEditing.Adding, null, null, shop => Load(shop, "destinations", Hook("orders"))),
        new(DestinationEditing.Changing, null, null, shop => Load(shop, "destinations", Hook("revenue"))),
        new(SettingsEditing.Changing, null,
            shop => Send(shop, "PUT", "/api/settings", """{"lifecycle":{"active_days":45}}"""),
            shop => Load(shop, "settings", "lifecycle: {active_days: 45}")),
        new(SourceEditing.Loading, null,
            shop => Send(shop, "PUT", "/api/sources",
                """{"sources":[{"kind":"shopify","name":"main","secrets":["${SECRET}"]}]}"""),
            shop => Load(shop, "sources", "sources: [{kind: shopify, name: main, secrets: ['${SECRET}']}]")),
        new(ScoreAnew.Scoring, null,
            shop => Send(shop, "POST", "/api/scoring-runs", "{}"), shop => Run(shop, "rescore")),
        new(ExportCustomer.Exporting,
            async shop => (await shop.As(StaffRole.Admin).GetAsync($"/customers/{ben}/export", Cancel))
                .EnsureSuccessStatusCode(),
            shop => Send(shop, "GET", $"/api/customers/{ben}/export"),
            shop => Run(shop, "customer", ben, "--export", File(shop, "ben.zip"))),
        new(Duplicates.Settling,
            shop => Post(shop, "/customers/duplicates/apart", ("one", ben), ("other", anna)),
            shop => Send(shop, "POST", "/api/duplicates/apart", $$"""{"one":"{{ben}}","other":"{{anna}}"}"""),
            shop => Run(shop, "duplicates", "--apart", ben, anna)),
        new(Duplicates.Joining,
            shop => Post(shop, "/customers/duplicates/join", ("one", ben), ("other", anna)),
            shop => Send(shop, "POST", "/api/duplicates/join", $$"""{"one":"{{ben}}","other":"{{anna}}"}"""),
            shop => Run(shop, "duplicates", "--join", ben, anna)),
        new(EraseCustomer.Erasing,
            shop => Post(shop, $"/customers/{ben}/erase", ("sure", "yes")),
            shop => Send(shop, "DELETE", $"/api/customers/{ben}?sure=yes"),
            shop => Run(shop, "erase", ben, "--yes")),
    ];

    [Fact]
    public async Task What_is_done_is_written_down_alike_at_every_door()
    {
        var kinds = new[] { "staff", "key", "terminal" };
        var shops = kinds.ToDictionary(kind => kind, _ => new GuardedShop());
        foreach (var shop in shops.Values) await shop.InitializeAsync();
        try
        {
            foreach (var change in changes)
            {
                var written = new Dictionary<string, (string, string, string, string)>();
                foreach (var (kind, ask) in kinds.Zip([change.Page, change.Api, change.Terminal]))
                {
                    if (ask is null) continue;
                    var shop = shops[kind];
                    change.Before(shop);
                    if (kind == "key") _ = shop.Program();
                    // The clock stands still, so the log's order says nothing.
                    var known = shop.Store.Audit.Last(500).Select(one => one.Id).ToHashSet();
                    await ask(shop);
                    var entries = shop.Store.Audit.Last(500).Where(one => !known.Contains(one.Id)
                        && one.What == change.What).ToList();
                    Assert.True(entries.Count == 1, $"{change.What} at {kind}: {entries.Count} entries");
                    Assert.Equal(kind, entries[0].By.Kind);
                    written.Add(kind, Shown(entries[0]));
                }
                Assert.True(written.Values.Distinct().Count() == 1, $"{change.What}: {string.Join(" | ", written)}");
            }
        }
        finally
        {
            foreach (var shop in shops.Values) await shop.DisposeAsync();
        }
    }

    [Fact]
    public async Task Every_change_of_the_app_is_in_the_list()
    {
        await using var shop = new GuardedShop();
        await shop.InitializeAsync();
        var effects = shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<Effect>()?.What).OfType<string>().Distinct();
        Assert.Empty(effects.Except(changes.Select(change => change.What)));
    }

    // Keys are named by chance.
    [GeneratedRegex(@"\([0-9a-f]{8}\)")]
    private static partial Regex KeyId();

    static (string, string, string, string) Shown(AuditEntry entry) =>
        (entry.What, KeyId().Replace(entry.Subject, "(id)"), entry.Before, entry.After);

    const string Thanks = "thanks";

    static readonly Dictionary<string, string> files = new()
    {
        ["strategies/thanks.yaml"] = """
            strategy: thanks
            goal: { metric: margin, window: 60d }
            audience: orders >= 1
            trigger: { enters: audience }
            steps:
              - wait: 7d
            """,
    };

    static string Files { get; } = System.Text.Json.JsonSerializer.Serialize(new { files });

    static void Keep(GuardedShop shop) => StrategyDrafts.Keep(shop.Store, files, GuardedShop.By, shop.Now);

    static string Draft(GuardedShop shop) => StrategyDraft.MarkOf(shop.Store.Strategies.Draft()!.Value.Set);

    static async Task OnFolder(GuardedShop shop, string verb, params string[] more)
    {
        foreach (var (name, text) in files)
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(File(shop, $"files/{name}"))!);
            await System.IO.File.WriteAllTextAsync(File(shop, $"files/{name}"), text, Cancel);
        }
        await Run(shop, [verb, File(shop, "files"), .. more]);
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static void Loyal(GuardedShop shop) =>
        shop.Store.Segments.Save(new("loyal", "orders >= 1") { Description = "" }, shop.Now);

    static void AddAnn(GuardedShop shop)
    {
        if (shop.Store.Staff.ByEmail("ann@x.org") is null)
            StaffEditing.Add(shop.Store, "Ann", "ann@x.org", StaffRole.Viewer, GuardedShop.By, shop.Now);
    }

    static string Ann(GuardedShop shop) => shop.Store.Staff.ByEmail("ann@x.org")!.Id;

    static string Key(GuardedShop shop) =>
        shop.Store.ApiKeys.All().Single(key => key.Source == "old" && !key.RevokedAt.HasValue).Id;

    static void Crm(GuardedShop shop)
    {
        shop.Store.Destinations.Put("crm", "webhook", "{}", shop.Now);
        shop.Store.Destinations.Disable("crm", "It answered 410.");
    }

    static string Hook(string column) => $$"""
        destinations:
          - name: hook
            kind: webhook
            url: https://hooks.example.com/perennial
            secret: ${HOOK_SECRET}
            mapping: [{{column}}]
        """;

    static async Task Post(GuardedShop shop, string address, params (string, string)[] fields)
    {
        var answer = await GuardedShop.Post(shop.As(StaffRole.Admin), address, fields);
        Assert.True((int)answer.StatusCode < 400, $"{address}: {answer.StatusCode}");
    }

    static async Task Send(GuardedShop shop, string method, string address, string? body = null)
    {
        var program = shop.Program();
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is not null) request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await program.SendAsync(request, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {address}: {answer.StatusCode} "
            + await answer.Content.ReadAsStringAsync(Cancel));
    }

    static async Task Load(GuardedShop shop, string verb, string yaml, params string[] more)
    {
        await System.IO.File.WriteAllTextAsync(File(shop, "loaded.yaml"), yaml, Cancel);
        await Run(shop, [verb, "--load", File(shop, "loaded.yaml"), .. more]);
    }

    static string File(GuardedShop shop, string name) => Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, name);

    static async Task Run(GuardedShop shop, params string[] arguments)
    {
        var log = new StringWriter();
        var code = await CommandLine.Run([.. arguments, "--store", shop.Store.Path], TextWriter.Null, log, shop.Clock);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {log}");
    }
}
