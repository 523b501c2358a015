using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;

namespace Perennial.Tests.Ui;

/// <summary>perennial insights over a stored flower shop.</summary>
[Collection(OneStoredShop.Name)]
public sealed class InsightVerbTests(StoredShop shop)
{
    async Task<(int Code, string Output, string Log)> Run(params string[] args)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        string[] all = ["insights", .. args, "--store", shop.Store.Path];
        var code = await CommandLine.Run(all, output, log, new FakeTimeProvider(StoredShop.Now.ToDateTimeOffset()));
        return (code, output.ToString(), log.ToString());
    }

    [Theory]
    [InlineData("cycle", "should have come back by now", "statuses")]
    [InlineData("cohorts", "of new customers order again", "cohorts")]
    [InlineData("movement", "moved from 2026-10-22 to 2026-11-21", "moves")]
    [InlineData("pressure", "contacted clearly more than their peers", "channels")]
    [InlineData("promotion", "buy at full price", "classes")]
    [InlineData("lifetime", "likely to buy again", "tenths")]
    public async Task A_verb_begins_with_the_answer_and_prints_the_same_as_json(string verb, string says, string list)
    {
        var (code, output, log) = await Run(verb);
        Assert.Equal((0, ""), (code, log));
        Assert.Contains(says, output.Replace("\n", " "));

        var (_, json, _) = await Run(verb, "--json");
        Assert.True(JsonDocument.Parse(json).RootElement.GetProperty(list).GetArrayLength() > 0);
        Assert.DoesNotContain("NaN", json);
    }

    [Fact]
    public async Task An_earlier_day_is_answered_by_what_was_known_then()
    {
        var (code, json, _) = await Run("cohorts", "--as-of", "2026-03-31", "--json");
        Assert.Equal(0, code);
        var latest = JsonDocument.Parse(json).RootElement.GetProperty("cohorts")[0].GetProperty("month").GetString();
        Assert.True(string.CompareOrdinal(latest, "2026-03-31") <= 0, latest);

        var (_, movement, _) = await Run("movement", "--as-of", "2026-03-31", "--json");
        Assert.Empty(JsonDocument.Parse(movement).RootElement.GetProperty("scoring_runs").EnumerateArray());
    }

    [Fact]
    public async Task Movement_by_something_else_is_refused()
    {
        var (code, _, log) = await Run("movement", "--by", "mood");
        Assert.Equal(2, code);
        Assert.Contains("mood", log);
    }
}
