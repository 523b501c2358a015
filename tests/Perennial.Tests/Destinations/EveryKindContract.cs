using System.Text.Json;
using Npgsql;
using Perennial.Channels.Destinations;
using Perennial.Cli;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments;
using Perennial.Moments;
using Perennial.Tests.Postgres;
using Perennial.Tests.Store;

namespace Perennial.Tests.Destinations;

/// <summary>Every kind of destination with every kind of mapping, set up by a file and sent to by <c>perennial
/// sync</c>: everybody at first, then what changed.</summary>
public abstract class EveryKindContract : StoreContract
{
    sealed record Mapping(string Name, string[] Fields, bool Told);

    static readonly Mapping[] mappings =
    [
        new("columns", ["orders", "revenue"], false),
        new("every-column", [.. Columns.Shown.Select(column => column.Name)], false),
        new("clock", [.. Columns.Shown.Where(one => one.Kind == ColumnKind.Clock).Select(one => one.Name)], false),
        new("segment", ["segment:vip"], false),
        new("told", [], true),
        new("contact", ["phone", "address1", "address2"], false),
        new("permission", ["consent_email", "consent_phone", "may_email", "may_post"], false),
        new("person", ["name", "city", "birthday", "changed_at"], false),
        new("mixed", ["orders", "recency_days", "segment:vip", "phone", "may_call", "city"], true),
    ];

    protected static IEnumerable<string> Kinds => DestinationKind.All.Select(kind => kind.Name);

    // Each kind some mappings, and each mapping some kinds.
    static Mapping[] MappingsOf(string kind)
    {
        var place = DestinationKind.All.ToList().FindIndex(one => one.Name == kind);
        return [.. mappings.Where((_, i) => Suite.IsWhole || (i + place) % 3 == 0)];
    }

    protected async Task IsSent(string kind)
    {
        Fill();
        var mappings = MappingsOf(kind);
        var table = kind == "postgresql" ? PostgresServer.RentEmpty() : "";
        await using var vendor = await AnyVendor.Start();
        foreach (var (name, value) in AnyVendor.Secrets(GetType().Name, vendor.Url, table))
            Environment.SetEnvironmentVariable(name, value);
        var file = Path.Combine(Folder, "destinations.yaml");
        await System.IO.File.WriteAllTextAsync(file, "destinations:\n" + string.Concat(mappings.Select(one =>
            AnyVendor.Yaml(GetType().Name, kind, one.Name, vendor.Url, Folder)
                + (one.Fields.Length > 0 ? $"    mapping: [{string.Join(", ", one.Fields)}]\n" : "")
                + (one.Told ? "    segments: [vip]\n" : ""))), Stop);
        await Perennial("destinations", "--load", file);

        var first = await Perennial("sync");
        AssertSent(first, mappings, _ => 2);
        AssertArrived(kind, mappings, vendor, table);

        Buy();
        var then = await Perennial("sync");
        AssertSent(then, mappings, mapping =>
            mapping.Told || mapping.Fields.Any(field => field is "orders" or "segment:vip") ? 1 : 0);
        if (kind == "slack" && mappings.Any(one => one.Told))
            Assert.Contains(vendor.Requests, request => request.Text.Contains("*vip*: 1 entered"));
    }

    void Fill()
    {
        Write(SomeFacts.Batch([.. new[] { "ann", "bob" }.Select(key => (key, (CustomerDetails?)Known(key)))],
            SomeFacts.Order("ann", "1", 40, 1000)));
        Score(Now);
        Store.Segments.Save(new ShopSegment("vip", "orders >= 2"), Now);
    }

    void Buy() => Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("ann", "2", 10, 500)),
        new ShopMoments(Store).At(Now), cancellation: Stop);

    async Task<JsonElement> Perennial(params string[] args)
    {
        using var output = new StringWriter();
        using var log = new StringWriter();
        var code = await CommandLine.Run(
            [.. args, "--store", Address, "--json"], output, log, TimeProvider.System);
        Assert.True(code == 0, $"{log}\n{output}");
        return JsonSerializer.Deserialize<JsonElement>(output.ToString());
    }

    static void AssertSent(JsonElement reports, Mapping[] mappings, Func<Mapping, long> least)
    {
        Assert.Equal(mappings.Length, reports.GetArrayLength());
        foreach (var report in reports.EnumerateArray())
        {
            var mapping = mappings.Single(one => one.Name == report.GetProperty("destination").GetString());
            Assert.Equal(JsonValueKind.Null, report.GetProperty("problem").ValueKind);
            Assert.Equal((0, 0), (report.GetProperty("waiting").GetInt64(), report.GetProperty("dead").GetInt64()));
            Assert.True(report.GetProperty("delivered").GetInt64() >= least(mapping), $"{mapping.Name}: {report}");
        }
    }

    // Every field that is mapped has been told of everybody, by whichever name.
    void AssertArrived(
        string kind, Mapping[] mappings, Receiver vendor, string table)
    {
        if (kind == "slack") return;
        var all = string.Join('\n', vendor.Requests.Select(request => request.Text));
        foreach (var mapping in mappings)
        {
            var told = kind switch
            {
                "csv" => string.Join('\n', Directory.GetFiles(Path.Combine(Folder, mapping.Name))
                    .Select(System.IO.File.ReadAllText)),
                "postgresql" => ColumnsOf(table, mapping.Name.Replace('-', '_')),
                _ => all,
            };
            foreach (var field in mapping.Fields) Assert.Contains(FieldMapping.SegmentOf(field) ?? field, told);
        }
    }

    static string ColumnsOf(string address, string table)
    {
        using var connection = new NpgsqlConnection(address);
        connection.Open();
        using (var rows = new NpgsqlCommand($"select count(*) from {table}", connection))
            Assert.Equal(2L, rows.ExecuteScalar());
        using var command = new NpgsqlCommand($"""
            select string_agg(column_name, ' ') from information_schema.columns where table_name = '{table}'
            """, connection);
        return (string)command.ExecuteScalar()!;
    }

    static CustomerDetails Known(string key) => new()
    {
        FirstName = key, Email = $"{key}@shop.example", Phone = "+49 228 1234", Address1 = "Rue 1", City = "Bonn",
        Birthday = new DateOnly(1980, 2, 29), ConsentEmail = true,
    };
}

public sealed class SqliteEveryKind : EveryKindContract
{
    public static TheoryData<string> All => [.. Kinds];

    [Theory, MemberData(nameof(All))]
    public Task Is_sent_everybody_and_then_what_changed(string kind) => IsSent(kind);
}

/// <summary>How a kind sends knows no engine, and what it is given by each <see cref="ComposingContract"/> sees to.
/// </summary>
public sealed class PostgresEveryKind : EveryKindContract
{
    public static TheoryData<string> Some => [.. Suite.Some(2, Kinds)];

    [Theory, MemberData(nameof(Some))]
    public Task Is_sent_everybody_and_then_what_changed(string kind) => IsSent(kind);

    protected override StorePlace NewPlace() => new DatabasePlace();
}
