using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Segments;

namespace Perennial.Tests.Ui;

/// <summary>What scores call a customer is an RFM segment in every answer, address and file; a segment is a rule. No
/// two of them share a name, so that a value tells which of the two its field should say.</summary>
[Collection(OneStoredShop.Name)]
public sealed class RfmSegmentWordTests(StoredShop shop) : IAsyncLifetime
{
    HashSet<string> rfmNames = [], ruleNames = [];

    public async ValueTask InitializeAsync()
    {
        var view = await shop.Views.Current();
        (rfmNames, ruleNames) = ([.. view.RfmNames], [.. view.Segments.Catalogue.All.Select(one => one.Segment.Name)]);
        Assert.True(rfmNames.Count > 5 && ruleNames.Count > 5 && !rfmNames.Overlaps(ruleNames));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    async Task<string> Get(string address) =>
        await shop.Client.GetStringAsync(address, TestContext.Current.CancellationToken);

    [Fact]
    public async Task No_field_of_the_API_calls_one_the_other()
    {
        var paths = JsonDocument.Parse(await Get("/api/openapi.json")).RootElement.GetProperty("paths")
            .EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _) && !path.Name.Contains('{'))
            .Select(path => path.Name).ToList();
        Assert.Contains("/api/rfm-segments", paths);
        var wrong = new List<string>();
        foreach (var path in paths)
        {
            using var answer = await shop.Client.GetAsync(path, TestContext.Current.CancellationToken);
            if (!answer.IsSuccessStatusCode) continue;
            Look(JsonDocument.Parse(await Get(path)).RootElement, path.TrimStart('/'), wrong);
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("segments")]
    [InlineData("segments", "--check", "rfm-125")]
    [InlineData("calls")]
    [InlineData("insights", "movement")]
    public async Task No_field_of_the_command_line_calls_one_the_other(params string[] verb)
    {
        string[] place = verb.Contains("--check") ? [] : ["--store", shop.Store.Path];
        var wrong = new List<string>();
        Look(JsonDocument.Parse(await Run([.. verb, .. place, "--json"])).RootElement, "", wrong);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/segments")]
    [InlineData("/customers?rfm_segment=Champions")]
    [InlineData("/calls?rfm_segment=Champions")]
    [InlineData("/insights/movement?by=rfm_segment")]
    public async Task Links_and_forms_of_pages_ask_for_one_or_the_other(string address)
    {
        var page = System.Net.WebUtility.HtmlDecode(await Get(address));
        Assert.DoesNotContain("?segment=", page);
        Assert.DoesNotContain("&segment=", page);
        Assert.DoesNotContain("name=\"segment\"", page);
        Assert.DoesNotContain("by=segment", page);
    }

    [Theory]
    [InlineData("/customers.csv")]
    [InlineData("/calls.csv")]
    public async Task Lists_as_files_say_it_in_their_header(string address)
    {
        var header = (await Get(address)).Split('\n')[0].Split(',');
        Assert.Contains("rfm_segment", header);
        Assert.DoesNotContain("segment", header);
    }

    static async Task<string> Run(string[] args)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(args, output, log, new FakeTimeProvider(StoredShop.Now.ToDateTimeOffset()));
        Assert.True(code == 0, log.ToString());
        return output.ToString();
    }

    // The nearest field above that speaks of either, the address for one; a field 'name' is whose object it stands in.
    void Look(JsonElement element, string said, List<string> wrong)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                    Look(field.Value, field.Name.Contains("segment") ? field.Name : said, wrong);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Look(item, said, wrong);
                break;
            case JsonValueKind.String:
                var (value, isRfm) = (element.GetString()!, said.Contains("rfm"));
                if (said.Contains("segment") && rfmNames.Contains(value) && !isRfm) wrong.Add($"{said}: {value}");
                if (ruleNames.Contains(value) && isRfm) wrong.Add($"{said}: {value}");
                break;
        }
    }
}
