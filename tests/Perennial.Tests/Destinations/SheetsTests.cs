using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Perennial.Tests.Destinations;

public class SheetsTests
{
    const string Yaml = """
          - name: sheet
            kind: google_sheets
            url: URL
            spreadsheet: S1
            sheet: Customers
            credentials: ${GOOGLE}
            rate_per_second: 1000
            allow_private: true
            identity: {from: external, to: id}
            mapping: [orders, city]
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A spreadsheet of one sheet, and the place that hands out tokens for it.</summary>
    sealed class Vendor(RSA key)
    {
        public List<List<string>> Rows { get; } = [];

        public int Tokens { get; private set; }

        public string Answer(Received request, HttpContext http)
        {
            if (request.Path == "/token") return Token(request, http);
            if (request.Headers.GetValueOrDefault("authorization") != $"Bearer t{Tokens}")
            {
                http.Response.StatusCode = 401;
                return "";
            }
            var path = Uri.UnescapeDataString(request.Path);
            if (request.Method != "GET") Assert.Contains("RAW", request.Text + path);
            if (request.Method == "GET") return Read(path);
            if (path.Contains(":append", StringComparison.Ordinal))
                foreach (var row in Values(request.Json)) Rows.Add([.. row.Select(cell => cell ?? "")]);
            else if (path.Contains(":batchUpdate", StringComparison.Ordinal))
                foreach (var range in request.Json.GetProperty("data").EnumerateArray()) Put(range);
            else Put(request.Json);
            return "{}";
        }

        string Token(Received request, HttpContext http)
        {
            var form = System.Web.HttpUtility.ParseQueryString(request.Text);
            var parts = form["assertion"]!.Split('.');
            var claims = VendorFixture.Json(Encoding.UTF8.GetString(
                System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])));
            var signed = key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1);
            if (!signed || claims.GetProperty("iss").GetString() != "robot@shop.example"
                || form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer") http.Response.StatusCode = 400;
            return $$"""{"access_token":"t{{++Tokens}}","expires_in":3600,"token_type":"Bearer"}""";
        }

        string Read(string path)
        {
            if (path.Contains("!1:1", StringComparison.Ordinal))
                return JsonSerializer.Serialize(new { values = Rows.Take(1) });
            var column = Regex.Match(path, "!([A-Z]):").Groups[1].Value[0] - 'A';
            return JsonSerializer.Serialize(new { values = new[] { Rows.Select(row => row[column]) } });
        }

        void Put(JsonElement range)
        {
            var cells = range.GetProperty("range").GetString()!;
            var row = int.Parse(Regex.Match(cells, "!A([0-9]+):").Groups[1].Value) - 1;
            while (Rows.Count <= row) Rows.Add([]);
            foreach (var (i, cell) in Values(range).Single().Index())
            {
                while (Rows[row].Count <= i) Rows[row].Add("");
                // Null leaves a cell as it is.
                if (cell is not null) Rows[row][i] = cell;
            }
        }

        static IEnumerable<List<string?>> Values(JsonElement range) => range.GetProperty("values").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(cell =>
                cell.ValueKind == JsonValueKind.Null ? null : cell.ToString()).ToList());
    }

    static async Task<(VendorFixture, Vendor, RSA)> Start()
    {
        var key = RSA.Create(2048);
        var vendor = new Vendor(key);
        var fixture = await VendorFixture.Start(vendor.Answer);
        fixture.Set("GOOGLE", JsonSerializer.Serialize(new
        {
            type = "service_account", client_email = "robot@shop.example", private_key = key.ExportPkcs8PrivateKeyPem(),
            token_uri = fixture.Url + "/token",
        }));
        return (fixture, vendor, key);
    }

    [Fact]
    public async Task Rows_are_found_by_their_key_and_the_rest_is_added_with_one_token()
    {
        var (fixture, vendor, key) = await Start();
        await using var closing = fixture;
        using var disposing = key;
        // Somebody's own column stands before ours, and stays theirs.
        vendor.Rows.Add(["note", "id"]);
        vendor.Rows.Add(["call her", "a"]);
        using var sheet = fixture.Open(Yaml);
        Assert.Equal("Delivered Delivered", await VendorFixture.Kinds(sheet.Send(
            [VendorFixture.Change("a", ("orders", 2L), ("city", "=1+1")), VendorFixture.Change("b", ("orders", 1L))],
            Stop)));
        await sheet.Send([VendorFixture.Change("b", ("orders", 5L))], Stop);
        Assert.Equal("note,id,orders,city|call her,a,2,=1+1|,b,5,",
            string.Join('|', vendor.Rows.Select(row => string.Join(',', row))));
        Assert.Equal(1, vendor.Tokens);

        await sheet.Send([VendorFixture.Change("a") with { IsErased = true }], Stop);
        Assert.Equal(",,,", string.Join(',', vendor.Rows[1]));
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await sheet.Send([VendorFixture.Change("b", ("orders", 6L))], Stop);
        Assert.Equal(2, vendor.Tokens);
    }

    [Fact]
    public async Task Out_of_quota_closes_it_for_now()
    {
        var (fixture, _, key) = await Start();
        await using var closing = fixture;
        using var disposing = key;
        fixture.Failures.Enqueue((200, []));
        fixture.Failures.Enqueue((429, []));
        using var sheet = fixture.Open(Yaml);
        Assert.Contains("429", await VendorFixture.Kinds(sheet.Send([VendorFixture.Change("a")], Stop)));
    }
}
