using System.Text;
using Microsoft.AspNetCore.Http;

namespace Perennial.Tests.Destinations;

public class ZendeskTests
{
    const string Yaml = """
          - name: zen
            kind: zendesk
            url: URL
            email: me@shop.example
            token: ${TOKEN}
            allow_private: true
            identity: external
            mapping: [name, orders]
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Answers with a job, which is done at the second look; the second person of a batch fails.
    static Func<Received, HttpContext, string> Vendor()
    {
        var looks = 0;
        return (request, http) =>
        {
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("me@shop.example/token:t0ken"));
            if (request.Headers.GetValueOrDefault("authorization") != $"Basic {basic}") http.Response.StatusCode = 401;
            if (request.Path.Contains("/search", StringComparison.Ordinal))
                return """{"users":[{"id":77,"external_id":"a"}]}""";
            if (request.Method == "DELETE") return "{}";
            if (request.Method == "POST" || looks++ == 0)
                return """{"job_status":{"id":"j1","status":"queued","results":null}}""";
            return """
                {"job_status":{"id":"j1","status":"completed","results":[
                  {"id":1,"status":"Created"},{"id":null,"status":"Failed","error":"UserCreateError","details":"…"}]}}
                """;
        };
    }

    [Fact]
    public async Task A_job_is_followed_to_its_end_and_read_row_by_row()
    {
        await using var vendor = (await VendorFixture.Start(Vendor())).Set("TOKEN", "t0ken");
        using var zen = vendor.Open(Yaml);
        var sent = zen.Send([VendorFixture.Change("a", ("name", "Anna"), ("orders", 2L)),
            VendorFixture.Change("b", ("name", null), ("orders", 1L))], Stop);
        Assert.Equal("Delivered Refused", await VendorFixture.Kinds(sent));
        var people = vendor.Requests.First().Json.GetProperty("users");
        Assert.Equal("""{"external_id":"a","name":"Anna","user_fields":{"orders":2}}""", people[0].GetRawText());
        Assert.Equal("b", people[1].GetProperty("name").GetString());
        Assert.Equal(3, vendor.Requests.Count());
    }

    [Fact]
    public async Task Too_many_requests_close_it_for_as_long_as_it_says()
    {
        await using var vendor = (await VendorFixture.Start(Vendor())).Set("TOKEN", "t0ken");
        vendor.Failures.Enqueue((429, [("Retry-After", "93")]));
        using var zen = vendor.Open(Yaml);
        var result = await zen.Send([VendorFixture.Change("a")], Stop);
        Assert.Equal(TimeSpan.FromSeconds(93), result.Closed?.After);
    }

    [Fact]
    public async Task Wrong_credentials_close_it()
    {
        await using var vendor = (await VendorFixture.Start(Vendor())).Set("TOKEN", "wrong");
        using var zen = vendor.Open(Yaml);
        Assert.Contains("credentials", await VendorFixture.Kinds(zen.Send([VendorFixture.Change("a")], Stop)));
    }

    [Fact]
    public async Task An_erased_customer_is_looked_up_and_deleted()
    {
        await using var vendor = (await VendorFixture.Start(Vendor())).Set("TOKEN", "t0ken");
        using var zen = vendor.Open(Yaml);
        Assert.Equal("Delivered",
            await VendorFixture.Kinds(zen.Send([VendorFixture.Change("a") with { IsErased = true }], Stop)));
        Assert.Equal(("DELETE", "/api/v2/users/77"), (vendor.Requests.Last().Method, vendor.Requests.Last().Path));
    }
}
