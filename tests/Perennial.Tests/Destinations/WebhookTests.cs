using System.Text;
using System.Text.Json;
using Perennial.Channels.Destinations;
using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Tests.Store;

namespace Perennial.Tests.Destinations;

public class WebhookTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Yaml(Receiver receiver, string more = "") => $$"""
          - name: hook
            kind: webhook
            url: {{receiver.Url}}/in
            secret: ${SECRET}
            allow_private: true
            segments: all
            mapping: [orders, {from: revenue, to: revenue_cents, transform: cents}]
            {{more}}
        """;

    static Task<Receiver> Answers(int status, params (string, string)[] headers) => Receiver.Start((_, http) =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
        return Task.CompletedTask;
    });

    static List<JsonElement> Changes(Received message) =>
        [.. message.Json.GetProperty("data").GetProperty("changes").EnumerateArray()];

    static List<JsonElement> Changes(Receiver receiver) => [.. receiver.Requests.SelectMany(Changes)];

    // Source: the vector of the Standard Webhooks libraries.
    [Fact]
    public void Signs_as_Standard_Webhooks_does() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            new WebhookSignature(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "here")
                .Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));

    [Theory]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("not base64 at all!")]
    public void A_secret_that_is_none_is_refused_without_showing_it(string secret)
    {
        var error = Assert.Throws<BadInputException>(() => new WebhookSignature([secret], "here"));
        Assert.DoesNotContain(secret, error.Message);
    }

    [Fact]
    public async Task A_change_arrives_signed_with_what_changed_and_a_key_that_stays()
    {
        using var shop = new SyncShopFixture("anna");
        await using var receiver = await Answers(200);
        var hook = await shop.LoadAfterFirst(Yaml(receiver, "identity: external"));
        shop.Watched.Add(("vip", "orders >= 2"));
        var sequence = shop.Orders("anna", 2, cents: 625);

        var report = await shop.Sync(hook);

        Assert.Equal((1, null), (report.Delivered, report.Problem));
        var message = Assert.Single(receiver.Requests);
        Assert.Equal($"hook:0:{sequence}", message.Headers["webhook-id"]);
        var signature = new WebhookSignature([shop.Environment["SECRET"]], "here");
        Assert.Equal(message.Headers["webhook-signature"], signature.Sign($"hook:0:{sequence}",
            long.Parse(message.Headers["webhook-timestamp"]), message.Body));
        Assert.Equal("customers.changed", message.Json.GetProperty("type").GetString());
        var change = Assert.Single(Changes(receiver));
        Assert.Equal("anna", change.GetProperty("external").GetString());
        Assert.Equal("""{"orders":2,"revenue_cents":1250}""", change.GetProperty("columns").GetRawText());
        Assert.Equal("""["vip"]""", change.GetProperty("entered").GetRawText());
    }

    [Fact]
    public async Task What_touches_nothing_mapped_is_not_sent()
    {
        using var shop = new SyncShopFixture("anna");
        await using var receiver = await Answers(200);
        var hook = await shop.LoadAfterFirst(Yaml(receiver));
        shop.View("anna");
        Assert.Equal(1, shop.Store.Deliveries.States()["hook"].Behind);
        await shop.Sync(hook);
        Assert.Empty(receiver.Requests);
        Assert.Equal(0, shop.Store.Deliveries.States()["hook"].Behind);
    }

    [Fact]
    public async Task While_a_secret_is_replaced_messages_carry_a_signature_by_each()
    {
        using var shop = new SyncShopFixture("anna");
        await using var receiver = await Answers(200);
        shop.Environment["NEXT"] = "whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('k', 32)));
        var hook = await shop.LoadAfterFirst(
            Yaml(receiver).Replace("secret: ${SECRET}", "secret: ['${NEXT}', '${SECRET}']"));
        shop.Orders("anna", 2);
        await shop.Sync(hook);
        Assert.Equal(2, Assert.Single(receiver.Requests).Headers["webhook-signature"].Split(' ').Distinct().Count());
    }

    [Fact]
    public async Task Gone_takes_it_out_of_use_until_it_is_loaded_again()
    {
        using var shop = new SyncShopFixture("anna");
        await using var receiver = await Answers(410);
        var hook = await shop.LoadAfterFirst(Yaml(receiver));
        shop.Orders("anna", 2);
        Assert.NotNull((await shop.Sync(hook)).Problem);
        Assert.Contains("410", shop.Store.Destinations.All().Single().Disabled);
        await shop.Sync(shop.Store.Destinations.All().Single());
        Assert.Single(receiver.Requests);

        shop.Store.Destinations.Put(hook.Name, hook.Kind, hook.Settings, shop.Now);
        Assert.Null(shop.Store.Destinations.All().Single().Disabled);
        Assert.True(shop.Store.Deliveries.States()["hook"].IsFirstSync);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("date")]
    public async Task Retry_after_is_honoured_in_both_its_forms(string form)
    {
        using var shop = new SyncShopFixture("anna");
        var header = form == "7" ? "7" : shop.Time.GetUtcNow().AddSeconds(8).ToString("R");
        await using var receiver = await Answers(429, ("Retry-After", header));
        var hook = await shop.LoadAfterFirst(Yaml(receiver));
        shop.Orders("anna", 2);
        await shop.Sync(hook);
        var wait = shop.Store.Deliveries.States()["hook"].NextTryAt.UnixMs - shop.Now.UnixMs;
        Assert.InRange(wait, 4_000, 8_100);
        Assert.Equal(0, shop.Store.Deliveries.States()["hook"].Waiting);
    }

    [Fact]
    public async Task A_change_that_is_put_off_is_not_sent_again_before_the_receiver_wants_it()
    {
        using var shop = new SyncShopFixture("anna");
        await using var receiver = await Answers(500, ("Retry-After", "3600"));
        var hook = await shop.LoadAfterFirst(Yaml(receiver));
        shop.Orders("anna", 2);
        await shop.Sync(hook);
        // Its own schedule would have had it again after five seconds.
        shop.Time.Advance(TimeSpan.FromMinutes(59));
        await shop.Sync(hook);
        Assert.Single(receiver.Requests);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Sync(hook);
        Assert.Equal(2, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var shop = new SyncShopFixture("anna");
        await using var receiver = await Answers(302, ("Location", "/elsewhere"));
        var hook = await shop.LoadAfterFirst(Yaml(receiver));
        shop.Orders("anna", 2);
        Assert.Contains("302", (await shop.Sync(hook)).Problem);
        Assert.Equal("/in", Assert.Single(receiver.Requests).Path);
    }

    [Fact]
    public async Task One_that_is_refused_does_not_take_the_others_of_its_message_with_it()
    {
        using var shop = new SyncShopFixture("anna", "bert", "carl");
        await using var receiver = await Receiver.Start((request, http) =>
        {
            if (request.Text.Contains("\"bert\"")) http.Response.StatusCode = 422;
            return Task.CompletedTask;
        });
        var hook = await shop.LoadAfterFirst(Yaml(receiver, "identity: external"));
        foreach (var name in new[] { "anna", "bert", "carl" }) shop.Orders(name, 2);
        var report = await shop.Sync(hook);
        Assert.Equal((2, 1), (report.Delivered, report.Dead));
        Assert.Equal(SyncShopFixture.Id("bert"), Assert.Single(shop.Store.Deliveries.DeadLetters()).Delivery.Customer);
    }

    [Fact]
    public async Task What_was_not_tried_because_the_receiver_went_away_was_not_tried_once_more()
    {
        using var shop = new SyncShopFixture("anna", "bert", "carl");
        await using var receiver = await Receiver.Start((request, http) =>
        {
            // All together are refused, and one by one it is gone after the first.
            var several = Changes(request).Count > 1;
            http.Response.StatusCode = several ? 422 : request.Text.Contains("\"anna\"") ? 200 : 503;
            return Task.CompletedTask;
        });
        var hook = await shop.LoadAfterFirst(Yaml(receiver, "identity: external"));
        foreach (var name in new[] { "anna", "bert", "carl" }) shop.Orders(name, 2);
        Assert.Equal(1, (await shop.Sync(hook)).Delivered);
        var carl = Assert.Single(shop.Store.Deliveries.WaitingOf(0, "hook", SyncShopFixture.Id("carl")));
        Assert.Equal(0, carl.Attempts);
    }

    [Fact]
    public async Task Two_customers_of_one_address_never_meet_in_a_message_where_an_address_is_one_row()
    {
        using var shop = new SyncShopFixture("anna", "bert", "carl");
        shop.Write(SomeFacts.Batch([("bert", new CustomerDetails { Email = "anna@shop.example" })]));
        await using var receiver = await Answers(200);
        var hook = await shop.LoadAfterFirst(Yaml(receiver, "identity: email\n    mode: upsert"));
        foreach (var name in new[] { "anna", "bert", "carl" }) shop.Orders(name, 2);
        Assert.Equal(3, (await shop.Sync(hook)).Delivered);
        Assert.Equal([1, 2], receiver.Requests.Select(message => Changes(message).Count));
    }

    [Fact]
    public async Task An_address_in_a_private_network_is_refused_unless_allowed()
    {
        using var shop = new SyncShopFixture("anna");
        await using var receiver = await Answers(200);
        var settings = new DestinationSettings
        {
            Name = "hook", Kind = "webhook", Values = new Dictionary<string, IReadOnlyList<string>>
            {
                ["url"] = [receiver.Url.Replace("http:", "https:")], ["secret"] = ["${SECRET}"],
            },
        };
        using var destination = DestinationKind.Open(settings, shop.Context);
        var result = await destination.Send([new OutgoingChange
        {
            Key = "k", Customer = default, Identity = "", At = shop.Now,
        }], Stop);
        Assert.Contains("private network", result.Closed?.Reason);
        Assert.Empty(receiver.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("64:ff9b::a00:1")]
    public void Addresses_that_are_not_of_the_open_internet_are_known(string address) =>
        Assert.True(AddressGuard.IsPrivate(System.Net.IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    public void Those_that_are_pass(string address) =>
        Assert.False(AddressGuard.IsPrivate(System.Net.IPAddress.Parse(address)));
}
