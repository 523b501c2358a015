using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Tests.Store;

namespace Perennial.Tests.Verbs;

/// <summary>What a verb lists of a shop: a sentence where there is nothing, the shop's time where there is.</summary>
public sealed class NothingToListTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-lists-");

    string Shop => Path.Combine(folder.FullName, "shop.db");

    async Task<(string Output, string Log)> Run(string verb, params string[] more)
    {
        using var output = new StringWriter();
        using var log = new StringWriter();
        var clock = new FakeTimeProvider(Some.Now.ToDateTimeOffset());
        var code = await CommandLine.Run([.. verb.Split(' '), "--store", Shop, .. more], output, log, clock);
        Assert.True(code == 0, $"{log}");
        return (output.ToString(), log.ToString());
    }

    [Theory]
    [InlineData("duplicates")]
    [InlineData("imports")]
    [InlineData("audit")]
    [InlineData("keys list")]
    [InlineData("staff list")]
    [InlineData("sources")]
    [InlineData("destinations")]
    [InlineData("destinations --dead")]
    [InlineData("sync")]
    public async Task Where_there_is_nothing_to_list_a_sentence_says_so(string verb)
    {
        EmptyStore.Open(Shop, Some.Now).Dispose();
        var (output, log) = await Run(verb);
        Assert.Equal("", output);
        Assert.EndsWith(".\n", log);
        Assert.Single(log, '\n');
        Assert.NotEqual("", (await Run(verb, "--json")).Output);
    }

    [Fact]
    public async Task Imports_and_changes_are_told_in_the_shops_time_and_programs_in_UTC()
    {
        var file = Path.Combine(folder.FullName, "orders.csv");
        File.WriteAllText(file, "customer_id,ordered_at,amount\nann,2025-03-01,10.00\nann,2025-04-01,12.00\n");
        using (var store = EmptyStore.Open(Shop, Some.Now))
            store.Settings.Put("time_zone", "Asia/Tokyo", Some.Now);
        await Run($"import {file}");
        await Run("keys add warehouse --scope read");
        var (utc, tokyo) = (Some.Now.ToDateTimeOffset(), Some.Now.ToDateTimeOffset().AddHours(9));
        foreach (var verb in (string[])["imports", "audit"])
        {
            Assert.Contains($"{tokyo:yyyy-MM-dd HH:mm:ss}", (await Run(verb)).Output);
            Assert.Contains($"{utc:yyyy-MM-ddTHH:mm:ss}", (await Run(verb, "--json")).Output);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
