using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perennial.Tests.Destinations;

public class HubSpotTests
{
    const string Yaml = """
          - name: hub
            kind: hubspot
            url: URL
            token: ${TOKEN}
            allow_private: true
            identity: {from: external, to: shop_id}
            mapping: [{from: orders, to: orders}]
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    // As the vendor: at most 100, nobody twice, all texts; a negative number of orders is no valid value.
    static string Answer(Received request, HttpContext http)
    {
        if (request.Headers.GetValueOrDefault("authorization") != "Bearer t0ken")
        {
            http.Response.StatusCode = 401;
            return "";
        }
        if (request.Path.EndsWith("gdpr-delete", StringComparison.Ordinal))
        {
            http.Response.StatusCode = 204;
            return "";
        }
        var inputs = request.Json.GetProperty("inputs").EnumerateArray().ToList();
        var ids = inputs.Select(one => one.GetProperty("id").GetString()).ToList();
        if (inputs.Count > 100 || ids.Distinct().Count() != ids.Count || ids.Contains("breaks-all"))
        {
            http.Response.StatusCode = 400;
            return """{"status":"error","category":"VALIDATION_ERROR"}""";
        }
        var wrong = inputs.Where(one => one.GetProperty("properties").GetProperty("orders").GetString()![..1] == "-")
            .ToList();
        if (wrong.Count == 0) return """{"status":"COMPLETE","results":[]}""";
        http.Response.StatusCode = 207;
        return JsonSerializer.Serialize(new
        {
            status = "COMPLETE", numErrors = wrong.Count, results = Array.Empty<int>(),
            errors = wrong.Select(one => new
            {
                status = "error", category = "VALIDATION_ERROR", message = "…",
                context = new { objectWriteTraceId = new[] { one.GetProperty("objectWriteTraceId").GetString() } },
            }),
        });
    }

    [Fact]
    public async Task Rows_are_upserted_and_each_error_is_tied_to_its_row()
    {
        await using var vendor = (await VendorFixture.Start(Answer)).Set("TOKEN", "t0ken");
        using var hub = vendor.Open(Yaml);
        var sent = hub.Send(
        [
            VendorFixture.Change("a", ("orders", 3L)), VendorFixture.Change("b", ("orders", -1L)),
            VendorFixture.Change("c", ("orders", 5L)),
        ], Stop);
        Assert.Equal("Delivered Refused Delivered", await VendorFixture.Kinds(sent));
        var first = vendor.Requests.Single().Json.GetProperty("inputs")[0];
        Assert.Equal(("a", "shop_id", "3"), (first.GetProperty("id").GetString(),
            first.GetProperty("idProperty").GetString(),
            first.GetProperty("properties").GetProperty("orders").GetString()));
    }

    [Fact]
    public async Task A_batch_refused_as_a_whole_is_sent_row_by_row()
    {
        await using var vendor = (await VendorFixture.Start(Answer)).Set("TOKEN", "t0ken");
        using var hub = vendor.Open(Yaml);
        var sent = hub.Send([VendorFixture.Change("a", ("orders", 3L)), VendorFixture.Change("breaks-all",
            ("orders", 1L))], Stop);
        Assert.Equal("Delivered Refused", await VendorFixture.Kinds(sent));
    }

    [Fact]
    public async Task An_expired_token_and_a_cut_connection_close_it_without_blaming_a_row()
    {
        await using var vendor = (await VendorFixture.Start(Answer)).Set("TOKEN", "expired");
        using (var hub = vendor.Open(Yaml))
            Assert.Contains("credentials", await VendorFixture.Kinds(hub.Send([VendorFixture.Change("a")], Stop)));
        vendor.Set("TOKEN", "t0ken").Failures.Enqueue((0, []));
        using (var hub = vendor.Open(Yaml))
        {
            var sent = hub.Send([VendorFixture.Change("a", ("orders", 3L))], Stop);
            Assert.Contains("cannot be reached", await VendorFixture.Kinds(sent));
        }
    }

    [Fact]
    public async Task Its_own_count_of_what_remains_slows_the_next_request()
    {
        await using var vendor = (await VendorFixture.Start(Answer)).Set("TOKEN", "t0ken");
        vendor.Failures.Enqueue((200,
            [("X-HubSpot-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "30")]));
        using var hub = vendor.Open(Yaml);
        var began = vendor.Time.GetTimestamp();
        await hub.Send([VendorFixture.Change("a", ("orders", 3L))], Stop);
        await hub.Send([VendorFixture.Change("a", ("orders", 4L))], Stop);
        Assert.True(vendor.Time.GetElapsedTime(began) > TimeSpan.FromSeconds(29));
    }

    [Fact]
    public async Task An_erased_customer_is_erased_there()
    {
        await using var vendor = (await VendorFixture.Start(Answer)).Set("TOKEN", "t0ken");
        using var hub = vendor.Open(Yaml);
        Assert.Equal("Delivered",
            await VendorFixture.Kinds(hub.Send([VendorFixture.Change("a") with { IsErased = true }], Stop)));
        Assert.EndsWith("gdpr-delete", vendor.Requests.Single().Path);
    }
}
