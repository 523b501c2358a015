using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perennial.Tests.Destinations;

public class SalesforceTests
{
    const string Yaml = """
          - name: sf
            kind: salesforce
            url: URL
            client_id: ${ID}
            client_secret: ${SECRET}
            allow_private: true
            identity: {from: external, to: Ext_Id__c}
            mapping: [{from: last_name, to: LastName}]
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    sealed class Vendor
    {
        public int Tokens { get; private set; }

        public string Csv { get; private set; } = "";

        int polls;

        // A token ends when another is asked for; a person without a last name is refused, a locked one may be later.
        public string Answer(Received request, HttpContext http)
        {
            if (request.Path == "/services/oauth2/token")
            {
                if (request.Text != "grant_type=client_credentials&client_id=id&client_secret=secret")
                {
                    http.Response.StatusCode = 400;
                    return """{"error":"invalid_client"}""";
                }
                return $$"""{"access_token":"token-{{++Tokens}}","token_type":"Bearer"}""";
            }
            if (request.Headers.GetValueOrDefault("authorization") != $"Bearer token-{Tokens}")
            {
                http.Response.StatusCode = 401;
                return """[{"errorCode":"INVALID_SESSION_ID"}]""";
            }
            return request.Path.Contains("/jobs/ingest", StringComparison.Ordinal)
                ? Bulk(request) : Rows(request, http);
        }

        public void Expire() => Tokens++;

        static string Rows(Received request, HttpContext http)
        {
            if (request.Method == "DELETE")
            {
                http.Response.StatusCode = request.Path.EndsWith("/gone", StringComparison.Ordinal) ? 404 : 204;
                return "";
            }
            var records = request.Json.GetProperty("records").EnumerateArray().ToList();
            if (records.Count > 200 || request.Method != "PATCH") http.Response.StatusCode = 400;
            return JsonSerializer.Serialize(records.Select(one => one.GetProperty("LastName").GetString() switch
            {
                null => Failure("REQUIRED_FIELD_MISSING"),
                "locked" => Failure("UNABLE_TO_LOCK_ROW"),
                _ => new { success = true, errors = Array.Empty<object>() },
            }));
        }

        static object Failure(string code) => new { success = false, errors = new[] { new { statusCode = code } } };

        string Bulk(Received request)
        {
            if (request.Method == "POST") return """{"id":"750","state":"Open","contentUrl":"x"}""";
            if (request.Method == "PUT") Csv = request.Text;
            else if (request.Path.EndsWith("failedResults", StringComparison.Ordinal))
                return "\"sf__Id\",\"sf__Error\",Ext_Id__c,LastName\n\"\",\"DUPLICATE_VALUE:twice:--\",\"c7\",\"N7\"\n";
            else if (request.Path.EndsWith("unprocessedrecords", StringComparison.Ordinal))
                return "Ext_Id__c,LastName\n\"c9\",\"N9\"\n";
            else if (request.Method == "GET") return polls++ < 2 ? """{"state":"InProgress"}"""
                : """{"state":"JobComplete"}""";
            return """{"state":"UploadComplete"}""";
        }
    }

    static async Task<(VendorFixture, Vendor)> Start()
    {
        var vendor = new Vendor();
        return ((await VendorFixture.Start(vendor.Answer)).Set("ID", "id").Set("SECRET", "secret"), vendor);
    }

    [Fact]
    public async Task Each_record_has_its_own_outcome()
    {
        var (fixture, _) = await Start();
        await using var closing = fixture;
        using var salesforce = fixture.Open(Yaml);
        var sent = salesforce.Send([VendorFixture.Change("1", ("LastName", "Doe")), VendorFixture.Change("2",
            ("LastName", null)), VendorFixture.Change("3", ("LastName", "locked"))], Stop);
        Assert.Equal("Delivered Refused Retry", await VendorFixture.Kinds(sent));
        Assert.Equal("/services/data/v62.0/composite/sobjects/Contact/Ext_Id__c", fixture.Requests.Last().Path);
    }

    [Fact]
    public async Task A_token_is_kept_and_fetched_anew_once_it_is_refused()
    {
        var (fixture, vendor) = await Start();
        await using var closing = fixture;
        using var salesforce = fixture.Open(Yaml);
        for (var i = 0; i < 2; i++) await salesforce.Send([VendorFixture.Change("1", ("LastName", "Doe"))], Stop);
        Assert.Equal(1, vendor.Tokens);
        vendor.Expire();
        Assert.Equal("Delivered",
            await VendorFixture.Kinds(salesforce.Send([VendorFixture.Change("1", ("LastName", "Doe"))], Stop)));
        Assert.Equal(3, vendor.Tokens);
    }

    [Fact]
    public async Task Wrong_credentials_close_it()
    {
        var (fixture, _) = await Start();
        await using var closing = fixture.Set("SECRET", "wrong");
        using var salesforce = fixture.Open(Yaml);
        Assert.Contains("credentials",
            await VendorFixture.Kinds(salesforce.Send([VendorFixture.Change("1", ("LastName", "Doe"))], Stop)));
    }

    [Fact]
    public async Task A_first_sync_of_many_goes_by_one_job_whose_failures_are_read()
    {
        var (fixture, vendor) = await Start();
        await using var closing = fixture;
        using var salesforce = fixture.Open(Yaml);
        var many = Enumerable.Range(0, 2001)
            .Select(i => VendorFixture.Change($"c{i}", ("LastName", i == 3 ? null : $"N\"{i}"))).ToList();
        var result = await salesforce.SendFirst(many, Stop);
        Assert.Null(result.Closed);
        Assert.Equal(1999, result.Outcomes.Count(one => one.Kind == Channels.Outgoing.OutcomeKind.Delivered));
        Assert.Equal("Salesforce refused it: DUPLICATE_VALUE.", result.Outcomes[7].Error);
        Assert.Equal(Channels.Outgoing.OutcomeKind.Retry, result.Outcomes[9].Kind);
        Assert.StartsWith("\"Ext_Id__c\",\"LastName\"\n\"c0\",\"N\"\"0\"\n", vendor.Csv);
        Assert.Contains("\"c3\",\"#N/A\"\n", vendor.Csv);
    }

    [Fact]
    public async Task Erasing_somebody_who_is_not_there_is_done()
    {
        var (fixture, _) = await Start();
        await using var closing = fixture;
        using var salesforce = fixture.Open(Yaml);
        Assert.Equal("Delivered Delivered", await VendorFixture.Kinds(salesforce.Send(
            [VendorFixture.Change("1") with { IsErased = true }, VendorFixture.Change("gone") with { IsErased = true }],
            Stop)));
    }
}
