using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perennial.Tests.Destinations;

/// <summary>A server that takes whatever any kind of destination sends, as that kind's vendor would answer.</summary>
static class AnyVendor
{
    // Of a service account's: one for all, as finding such a key takes longer than a test.
    static readonly Lazy<string> key = new(() =>
    {
        using var made = RSA.Create(2048);
        return made.ExportPkcs8PrivateKeyPem();
    });

    /// <summary>The secrets that files of <see cref="Yaml"/> name, for a server at an address.</summary>
    /// <param name="mark">Sets them apart from those of tests that run at the same time.</param>
    /// <param name="url">Where the server is.</param>
    /// <param name="table">A database.</param>
    public static IEnumerable<(string Name, string Value)> Secrets(string mark, string url, string table) =>
    [
        ($"HOOK_{mark}", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), ($"TABLE_{mark}", table),
        ($"TOKEN_{mark}", "t0ken-us1"), ($"SLACK_{mark}", url + "/slack"),
        ($"GOOGLE_{mark}", JsonSerializer.Serialize(new
        {
            type = "service_account", client_email = "robot@shop.example", private_key = key.Value,
            token_uri = url + "/token",
        })),
    ];

    /// <summary>What a kind needs to know in a destinations file.</summary>
    /// <param name="mark">As of the secrets.</param>
    /// <param name="kind">Its name.</param>
    /// <param name="name">The destination's.</param>
    /// <param name="url">Where the server is.</param>
    /// <param name="folder">Where files may go.</param>
    public static string Yaml(string mark, string kind, string name, string url, string folder)
    {
        string[] more = kind switch
        {
            "webhook" => [$"url: {url}", $"secret: ${{HOOK_{mark}}}"],
            "postgresql" => [$"connection: ${{TABLE_{mark}}}", $"table: {name.Replace('-', '_')}",
                "identity: external"],
            "csv" => [$"folder: {folder}/{name}"],
            "google_sheets" => [$"url: {url}", "spreadsheet: S1", "sheet: All", $"credentials: ${{GOOGLE_{mark}}}",
                "rate_per_second: 1000", "identity: external"],
            "salesforce" => [$"url: {url}", $"client_id: ${{TOKEN_{mark}}}", $"client_secret: ${{TOKEN_{mark}}}",
                "identity: {from: external, to: Ext__c}"],
            "zendesk" => [$"url: {url}", "email: me@shop.example", $"token: ${{TOKEN_{mark}}}", "identity: external"],
            "hubspot" => [$"url: {url}", $"token: ${{TOKEN_{mark}}}", "identity: {from: external, to: shop_id}"],
            "klaviyo" => [$"url: {url}", $"key: ${{TOKEN_{mark}}}", "rate_per_second: 1000", "identity: external"],
            "mailchimp" => [$"url: {url}", $"key: ${{TOKEN_{mark}}}", "list: L1", "identity: email"],
            "slack" => [$"url: ${{SLACK_{mark}}}", "rate_per_second: 1000"],
            _ => throw new ArgumentException($"Nobody answers for {kind}.", nameof(kind)),
        };
        return string.Join('\n',
        [
            $"  - name: {name}", $"    kind: {kind}", "    allow_private: true",
            .. more.Select(line => $"    {line}"), "",
        ]);
    }

    public static Task<Receiver> Start() =>
        Receiver.Start((request, http) => http.Response.WriteAsync(Answer(request)));

    static string Answer(Received request) => request.Path switch
    {
        "/token" or "/services/oauth2/token" => """{"access_token":"t","expires_in":3600,"token_type":"Bearer"}""",
        var path when path.Contains("/composite/") => JsonSerializer.Serialize(
            request.Json.GetProperty("records").EnumerateArray().Select(_ => new { success = true, id = "1" })),
        var path when path.StartsWith("/api/v2/users/search", StringComparison.Ordinal) =>
            """{"users":[{"id":77,"external_id":"OLD"}]}""",
        var path when path.StartsWith("/crm/v3/objects/contacts/", StringComparison.Ordinal)
            && request.Method == "GET" => """{"id":"77"}""",
        var path when path.StartsWith("/api/profiles", StringComparison.Ordinal) =>
            path.Contains("OLD") ? """{"data":[{"id":"p-old"}]}""" : """{"data":[{"id":"p-new"}]}""",
        var path when path.StartsWith("/api/v2/", StringComparison.Ordinal) =>
            """{"job_status":{"id":"j","status":"completed","results":[]}}""",
        var path when path.Contains("import-errors") => """{"data":[],"links":{"next":null}}""",
        "/api/profile-bulk-import-jobs" =>
            """{"data":{"type":"profile-bulk-import-job","id":"j","attributes":{"status":"complete"}}}""",
        var path when path.StartsWith("/v4/spreadsheets", StringComparison.Ordinal) && request.Method == "GET" =>
            Uri.UnescapeDataString(request.Path).Contains("!1:1") ? """{"values":[["external","orders"]]}"""
                : """{"values":[["external","OLD"]]}""",
        _ => "{}",
    };
}
