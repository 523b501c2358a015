using Microsoft.AspNetCore.Http;

namespace Perennial.Tests.Destinations;

public class KlaviyoTests
{
    const string Yaml = """
          - name: kla
            kind: klaviyo
            url: URL
            key: ${KEY}
            list: L1
            rate_per_second: 1000
            allow_private: true
            identity: email
            mapping: [first_name, orders, city]
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static Func<Received, HttpContext, string> Vendor()
    {
        var looks = 0;
        return (request, http) =>
        {
            if (request.Headers.GetValueOrDefault("authorization") != "Klaviyo-API-Key k")
                http.Response.StatusCode = 401;
            if (request.Headers.GetValueOrDefault("revision") != "2026-07-15") http.Response.StatusCode = 400;
            if (request.Path.EndsWith("import-errors", StringComparison.Ordinal))
            {
                return """
                    {"data":[{"type":"import-error","attributes":{"code":"invalid_email","title":"…",
                      "original_payload":{"email":"not an address"}}}],"links":{"next":null}}
                    """;
            }
            if (request.Method == "POST")
            {
                http.Response.StatusCode = request.Text.Contains("malformed", StringComparison.Ordinal) ? 400 : 202;
                return """{"data":{"type":"profile-bulk-import-job","id":"j1","attributes":{"status":"queued"}}}""";
            }
            var state = looks++ == 0 ? "processing" : "complete";
            return """{"data":{"type":"profile-bulk-import-job","id":"j1","attributes":{"status":"STATE"}}}"""
                .Replace("STATE", state);
        };
    }

    [Fact]
    public async Task A_job_is_followed_to_its_end_and_its_errors_are_tied_to_profiles()
    {
        await using var vendor = (await VendorFixture.Start(Vendor())).Set("KEY", "k");
        using var klaviyo = vendor.Open(Yaml);
        var sent = klaviyo.Send([VendorFixture.Change("a@b.example", ("first_name", "Anna"), ("orders", 2L),
            ("city", "Bonn")), VendorFixture.Change("not an address", ("first_name", "Bert"))], Stop);
        Assert.Equal("Delivered Refused", await VendorFixture.Kinds(sent));
        var data = vendor.Requests.First().Json.GetProperty("data");
        Assert.Equal("""
            {"email":"a@b.example","first_name":"Anna","location":{"city":"Bonn"},"properties":{"orders":2}}
            """, data.GetProperty("attributes").GetProperty("profiles").GetProperty("data")[0].GetProperty("attributes")
                .GetRawText());
        Assert.Equal("L1", data.GetProperty("relationships").GetProperty("lists").GetProperty("data")[0]
            .GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_malformed_profile_does_not_take_its_whole_job_with_it()
    {
        await using var vendor = (await VendorFixture.Start(Vendor())).Set("KEY", "k");
        using var klaviyo = vendor.Open(Yaml);
        var sent = klaviyo.Send([VendorFixture.Change("a@b.example"), VendorFixture.Change("malformed"),
            VendorFixture.Change("c@d.example")], Stop);
        Assert.Equal("Delivered Refused Delivered", await VendorFixture.Kinds(sent));
    }

    [Fact]
    public async Task What_cannot_be_asked_about_is_not_taken_as_delivered()
    {
        await using var vendor = (await VendorFixture.Start(Vendor())).Set("KEY", "k");
        vendor.Failures.Enqueue((200, []));
        vendor.Failures.Enqueue((503, [("Retry-After", "3")]));
        using var klaviyo = vendor.Open(Yaml);
        var result = await klaviyo.Send([VendorFixture.Change("a@b.example")], Stop);
        Assert.Equal(TimeSpan.FromSeconds(3), result.Closed?.After);
    }
}
