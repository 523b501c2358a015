using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Rfm;

namespace Perennial.Tests.Ui;

/// <summary>Bookmarks, scripts and files that say what something was called before are understood still.</summary>
[Collection(OneStoredShop.Name)]
public sealed class FormerNamesTests(StoredShop shop)
{
    const string Orders = "customer,date,amount\na,2026-01-02,10\nb,2026-03-04,20\nc,2026-05-06,70\n";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/customers?segment=Champions&size=500", "/api/customers?rfm_segment=Champions&size=500")]
    [InlineData("/api/calls?segment=Champions&segment=Loyal", "/api/calls?rfm_segment=Champions&rfm_segment=Loyal")]
    [InlineData("/customers.csv?segment=Champions", "/customers.csv?rfm_segment=Champions")]
    [InlineData("/customers?segment=Champions", "/customers?rfm_segment=Champions")]
    [InlineData("/api/insights/movement?by=segment", "/api/insights/movement?by=rfm_segment")]
    public async Task An_address_of_before_answers_what_the_one_of_now_does(string before, string now)
    {
        var answer = await shop.Client.GetStringAsync(now, Cancel);
        Assert.Equal(answer, await shop.Client.GetStringAsync(before, Cancel));
        if (now.Contains("customers"))
            Assert.NotEqual(answer, await shop.Client.GetStringAsync(now[..now.IndexOf('?')], Cancel));
    }

    [Fact]
    public async Task A_stage_by_its_former_name_finds_the_same_customers_and_is_answered_with_a_hint()
    {
        var now = await Json("/api/customers?lifecycle=active&size=500");
        Assert.NotEqual(0, now.GetProperty("total").GetInt32());
        Assert.Equal(0, now.GetProperty("hints").GetArrayLength());
        string[] former =
        [
            "lifecycle=new", "lifecycle=New", $"rule={Uri.EscapeDataString("lifecycle = 'new'")}",
        ];
        foreach (var asked in former)
        {
            var before = await Json($"/api/customers?{asked}&size=500");
            Assert.Equal($"{now.GetProperty("customers")}", $"{before.GetProperty("customers")}");
            Assert.Contains("is called 'active' now", before.GetProperty("hints")[0].GetString());
            var page = System.Net.WebUtility.HtmlDecode(
                await shop.Client.GetStringAsync($"/customers?{asked}", Cancel));
            Assert.Contains("'new' is called 'active' now", page);
        }
        var count = await Json($"/api/rules/count?rule={Uri.EscapeDataString("lifecycle = 'new'")}");
        Assert.Equal(now.GetProperty("total").GetInt32(), count.GetProperty("count").GetInt32());
        Assert.Equal(1, count.GetProperty("hints").GetArrayLength());
    }

    async Task<JsonElement> Json(string address) =>
        JsonDocument.Parse(await shop.Client.GetStringAsync(address, Cancel)).RootElement;

    [Fact]
    public async Task An_option_of_before_does_what_the_one_of_now_does()
    {
        var champions = await Export("--rfm-segment", "Champions");
        Assert.Equal(champions, await Export("--segment", "Champions"));
        Assert.NotEqual(champions, await Export());
        Assert.Equal(await Run("insights", "movement", "--store", shop.Store.Path, "--by", "rfm_segment"),
            await Run("insights", "movement", "--store", shop.Store.Path, "--by", "segment"));

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Orders, Cancel);
        var scored = await Run("score", file, "--rfm-segments", "rf-grid", "--json");
        Assert.Equal("rf-grid", JsonDocument.Parse(scored).RootElement.GetProperty("scoring_run")
            .GetProperty("rfm_segment_set").GetProperty("name").GetString());
        Assert.Equal(scored, await Run("score", file, "--segments", "rf-grid", "--json"));
        File.Delete(file);
    }

    [Fact]
    public void A_set_in_a_file_of_before_is_the_same_set()
    {
        const string rules = "bins: 5\n{0}: mine\n{1}: [{{name: A, r: 1-2}}, {{name: B, r: 3-5}}]\n";
        var (before, now) = (
            RfmSegmentSets.Parse(string.Format(null, rules, "segment_set", "segments"), "a.yaml"),
            RfmSegmentSets.Parse(string.Format(null, rules, "rfm_segment_set", "rfm_segments"), "b.yaml"));
        Assert.Equal(("mine", "mine"), (before.Name, now.Name));
        Assert.Equal(now.Names, before.Names);
    }

    [Fact]
    public async Task A_program_scores_by_the_address_of_before()
    {
        await using var other = new StoredShop { Customers = 60 };
        await other.InitializeAsync();
        using var answer = await other.Client.PostAsJsonAsync("/api/runs", new { }, Cancel);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        var made = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetInt64();
        Assert.Equal(made, other.Store.ScoringRuns.Latest()!.Id);
    }

    async Task<string> Export(params string[] options)
    {
        var file = Path.GetTempFileName();
        await Run(["export", "--store", shop.Store.Path, "--out", file, .. options]);
        var written = await File.ReadAllTextAsync(file, Cancel);
        File.Delete(file);
        return written;
    }

    static async Task<string> Run(params string[] args)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(args, output, log, new FakeTimeProvider(StoredShop.Now.ToDateTimeOffset()));
        Assert.True(code == 0, log.ToString());
        return output.ToString();
    }
}
