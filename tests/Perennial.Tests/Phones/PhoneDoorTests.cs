using System.Net.Http.Json;
using System.Text.Json;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Import;
using Perennial.Scoring;
using Perennial.Settings;
using Perennial.Tests.Intake;
using Perennial.Tests.Serving;
using Perennial.Tests.Watch;

namespace Perennial.Tests.Phones;

/// <summary>One telephone, written as each door's people write it, is one customer; what else is said of them there is
/// kept.</summary>
public sealed class PhoneDoorTests(OpenShop shop) : IClassFixture<OpenShop>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static Actor By { get; } = Actor.Terminal("tests");

    [Fact]
    public async Task File_tracker_and_search_mean_one_person()
    {
        SettingsEditing.Load(shop.Store, "country: FR\nattributes: {shoe_size: number}", "tests", By, shop.Now,
            (_, _) => { }, Stop);
        using var inbox = new Inbox();
        var settings = ShopSettings.Of(shop.Store);
        ImportFile.Run(shop.Store, inbox.File("phone,city,shoe size,language\n06 12 34 56 78,Lyon,43,fr_FR\n"),
            Inbox.Options with { Now = shop.Now, Phones = settings.Phones, Attributes = settings.Attributes }, By,
            (_, _) => { }, Stop);
        var known = Assert.Single(shop.Store.Customers.Find("+33612345678"));

        // Other processes hear of settings within a second, and so does this one's tracker.
        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        await WatchedShop.Until(() => Task.FromResult(shop.Knows("shoe_size")));
        using var tracker = shop.Browser();
        var call = new
        {
            writeKey = shop.Key(KeyScope.Track), userId = "F-7", messageId = "f7",
            traits = new { phone = "+33 (0)6 12 34 56 78", shoeSize = 44, timezone = "europe/paris" },
        };
        using var answer = await tracker.PostAsJsonAsync("/v1/identify", call, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));

        var one = shop.Store.Customers.ById(CustomerId.Of(CustomerKeyKind.External, "F-7"))!;
        Assert.Null(shop.Store.Customers.ById(known));
        Assert.Equal(("Lyon", "+33612345678"), (one.Details.City, one.Details.Phone));

        using var program = shop.Program();
        var found = await program.GetFromJsonAsync<JsonElement>("/api/customers?q=06%2012%2034%2056%2078", Stop);
        Assert.Equal(1, found.GetProperty("total").GetInt32());
        using var set = await program.PutAsJsonAsync($"/api/customers/{one.Id}/attributes",
            new { name = "owner", value = "" }, Stop);
        Assert.Equal(204, (int)set.StatusCode);
        using var wrong = await program.PutAsJsonAsync($"/api/customers/{one.Id}/attributes",
            new { name = "shoe_size", value = "big" }, Stop);
        Assert.Equal(400, (int)wrong.StatusCode);
        using var dated = await program.PutAsJsonAsync($"/api/customers/{one.Id}/dates",
            new { label = "birthday", recipient = "Mum", date = "1960-05-12", not_in = "2027" }, Stop);
        Assert.Equal(204, (int)dated.StatusCode);
        var lines = await program.GetFromJsonAsync<JsonElement>($"/api/customers/{one.Id}/attributes", Stop);
        var said = lines.EnumerateArray().ToDictionary(line => line.GetProperty("name").GetString()!,
            line => line.GetProperty("value").GetString());
        Assert.Equal(("fr", "Europe/Paris", "44"), (said["language"], said["time_zone"], said["shoe_size"]));
        Assert.EndsWith("every year, not in 2027", said["birthday of Mum"]);

        var rule = await program.GetFromJsonAsync<JsonElement>(
            "/api/rules/count?rule=" + Uri.EscapeDataString("attributes.shoe_size > 43 and language = 'fr'"), Stop);
        Assert.Equal(1, rule.GetProperty("count").GetInt32());
    }
}
