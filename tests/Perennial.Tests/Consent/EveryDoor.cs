using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Scoring;
using Perennial.Data.Access;
using Perennial.Destinations;
using Perennial.Tests.Access;
using Perennial.Tests.Store;

namespace Perennial.Tests.Consent;

/// <summary>Whoever refused is shown everywhere, and nowhere with an address or a number to contact them by.</summary>
public sealed class EveryDoor : IAsyncLifetime
{
    const string Refused = "refusa", Agreed = "agreea";

    readonly GuardedShop shop = new();
    readonly string folder = Directory.CreateTempSubdirectory("perennial-doors-").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Email(string who) => $"{who}@mail.example";

    static string Phone(string who) => who == Refused ? "+49 30 111222" : "+49 30 999888";

    static string Street(string who) => $"9 {who} Street";

    static CustomerDetails Person(string who, bool yes) => new()
    {
        FirstName = who, LastName = "Person", Email = Email(who), Phone = Phone(who), Address1 = Street(who),
        City = "Graz", Country = "AT", ConsentEmail = yes, ConsentPhone = yes, ConsentSms = yes, ConsentPost = yes,
    };

    public async ValueTask InitializeAsync()
    {
        await shop.InitializeAsync();
        shop.Store.Intake.Write(SomeFacts.Batch([(Refused, Person(Refused, false)), (Agreed, Person(Agreed, true))],
            SomeFacts.Order(Refused, "r1", 5, 90_000), SomeFacts.Order(Agreed, "a1", 6, 80_000)),
            shop.Store.Moment(shop.Now), cancellation: Stop);
        var snapshot = shop.Store.Profiles.Load();
        snapshot.Profiles.ReadAt(shop.Now, ShopCalendar.Utc);
        var run = Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, SomeFacts.HowToScore, null);
        shop.Store.Scoring.Save(run, snapshot, shop.Store.Moment(shop.Now), cancellation: Stop);
    }

    static void AssertShows(string where, string text, params string[] kept)
    {
        text = WebUtility.HtmlDecode(text).Replace("\\u002B", "+");
        Assert.True(text.Contains(Refused, StringComparison.Ordinal), $"{where} does not show who refused.");
        foreach (var hidden in (string[])[Email(Refused), Phone(Refused), "+4930111222", Street(Refused)])
            Assert.False(text.Contains(hidden, StringComparison.Ordinal), $"{where} shows {hidden}.");
        foreach (var shown in kept)
            Assert.True(text.Contains(shown, StringComparison.Ordinal), $"{where} does not show {shown}.");
    }

    [Fact]
    public async Task Pages_lists_files_and_answers_withhold_what_was_refused()
    {
        var browser = shop.As(StaffRole.Marketer);
        var (refused, agreed) = (SomeFacts.Id(Refused), SomeFacts.Id(Agreed));
        (string Address, string[] Kept)[] doors =
        [
            ("/customers", [Email(Agreed)]), ("/customers?q=person", [Email(Agreed)]),
            ("/customers.csv", [Email(Agreed), Phone(Agreed)]), ("/api/customers", [Email(Agreed), Phone(Agreed)]),
            ("/calls", [Phone(Agreed), "refused calls on 2026-06-30"]),
            ("/calls.csv", [Phone(Agreed), "refused calls on 2026-06-30"]),
            ("/api/calls", [Phone(Agreed), "refused calls on 2026-06-30"]),
            ($"/customers/{refused}",
                ["refused calls on 2026-06-30", "refused e-mail on 2026-06-30", "refused text messages on 2026-06-30",
                 "refused letters on 2026-06-30"]),
            ($"/api/customers/{refused}", ["refused calls on 2026-06-30", "\"yes\":false"]),
        ];
        foreach (var (address, kept) in doors)
            AssertShows(address, await browser.GetStringAsync(address, Stop), kept);
        foreach (var address in (string[])[$"/customers/{agreed}", $"/api/customers/{agreed}"])
        {
            var page = WebUtility.HtmlDecode(await browser.GetStringAsync(address, Stop)).Replace("\\u002B", "+");
            Assert.Contains(Email(Agreed), page);
            Assert.Contains(Phone(Agreed), page);
        }
        // An agent has the call list and its customers, and no more than others.
        foreach (var address in (string[])["/calls", $"/customers/{refused}"])
            AssertShows(address, await shop.As(StaffRole.Agent).GetStringAsync(address, Stop));
        // Who administers the shop sees what is known, and that it is not for contact.
        var sheet = WebUtility.HtmlDecode(await shop.As(StaffRole.Admin).GetStringAsync($"/customers/{refused}", Stop));
        Assert.Contains($"Do not call {Phone(Refused)}", sheet);
        Assert.DoesNotContain("href=\"tel:", sheet);
        Assert.DoesNotContain("href=\"mailto:", sheet);
    }

    // Whatever is added later is asked too: every address that answers a plain GET.
    [Fact]
    public async Task No_page_at_all_shows_what_was_refused()
    {
        var browser = shop.As(StaffRole.Marketer);
        var id = SomeFacts.Id(Refused).ToString();
        string[] addresses =
        [
            .. shop.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(one => one.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false)
                .Select(one => "/" + one.RoutePattern.RawText!.TrimStart('/'))
                .Select(route => route.Replace("{Id}", id).Replace("{id}", id))
                .Where(route => !route.Contains('{')).Distinct(),
        ];
        Assert.Contains("/customers", addresses);
        Assert.Contains($"/api/customers/{id}", addresses);
        foreach (var address in addresses)
        {
            using var answer = await browser.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Stop);
            if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream") continue;
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)).Replace("\\u002B", "+");
            foreach (var hidden in (string[])[Email(Refused), Phone(Refused), "+4930111222", Street(Refused)])
                Assert.False(text.Contains(hidden, StringComparison.Ordinal), $"{address} shows {hidden}.");
        }
    }

    async Task<string> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var log = new StringWriter();
        var code = await CommandLine.Run([.. arguments, "--store", shop.Store.Path], output, log,
            new FakeTimeProvider(shop.Now.ToDateTimeOffset()));
        Assert.True(code == 0, $"{log}");
        return output.ToString();
    }

    [Fact]
    public async Task The_terminals_call_list_keeps_the_rank_and_says_why_there_is_no_number()
    {
        AssertShows("calls", await Run("calls"), Phone(Agreed), "refused calls");
        var json = await Run("calls", "--json");
        AssertShows("calls --json", json, Phone(Agreed), "refused calls on 2026-06-30");
        // The best customer stays the first of the list.
        Assert.True(json.IndexOf(Refused, StringComparison.Ordinal) < json.IndexOf(Agreed, StringComparison.Ordinal));
        var only = await Run("calls", "--json", "--with-phone");
        Assert.DoesNotContain(Refused, only);
        Assert.Contains("refused calls on 2026-06-30", await Run("customer", Refused));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("addresses: permitted", false)]
    [InlineData("addresses: all", true)]
    public async Task Destinations_hear_what_is_allowed_and_get_no_address_for_contact(string setting, bool sent)
    {
        var settings = DestinationFile.Parse($$"""
            destinations:
              - name: crm
                kind: csv
                folder: {{folder}}
                identity: external
                {{setting}}
                mapping: [email, phone, address1, city, consent_email, consent_phone, may_email, may_call, may_post]
            """, "destinations.yaml", []).Single();
        shop.Store.Destinations.Put(settings.Name, settings.Kind, settings.ToJson(), shop.Now);
        await new SyncShop(shop.Store, shop.Clock, _ => null)
            .Run(shop.Store.Destinations.All().Single(), Stop);
        var lines = (await File.ReadAllLinesAsync(Directory.GetFiles(folder).Single(), Stop))
            .ToDictionary(line => line.Split(',')[0]);
        var refused = lines[Refused];
        foreach (var address in (string[])[Email(Refused), Street(Refused)])
            Assert.Equal(sent, refused.Contains(address, StringComparison.Ordinal));
        Assert.Equal(sent, refused.Contains("111222", StringComparison.Ordinal));
        Assert.Contains("Graz,false,false,false,false,false", refused);
        Assert.Contains(Email(Agreed), lines[Agreed]);
        Assert.Contains("Graz,true,true,true,true,true", lines[Agreed]);
    }

    public async ValueTask DisposeAsync()
    {
        await shop.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
