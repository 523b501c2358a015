using Perennial.Core;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Tests.Store;
using Perennial.Tests.Strategies;

namespace Perennial.Tests.Rules;

/// <summary>A language or a time zone that there is not would find nobody without a word: it is refused wherever rules
/// are written.</summary>
public sealed class PlaceNames : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-places-");

    [Theory]
    [InlineData("language = 'french'", 12, "no language 'french'", "Did you mean 'fr'?")]
    [InlineData("language = 'francais'", 12, "no language 'francais'", "Did you mean 'fr'?")]
    [InlineData("language = 'FR'", 12, "no language 'FR'", "Did you mean 'fr'?")]
    [InlineData("language in ('de', 'fr_CH')", 20, "no language 'fr_CH'", "Did you mean 'fr'?")]
    [InlineData("language = 'ger'", 12, "no language 'ger'", "Did you mean 'de'?")]
    [InlineData("language != 'pt-br'", 13, "no language 'pt-br'", "Did you mean 'pt-BR'?")]
    [InlineData("language = 'xx'", 12, "no language 'xx'", "two letters")]
    [InlineData("time_zone = 'Europe/Pari'", 13, "no time zone 'Europe/Pari'", "'Europe/Paris'")]
    [InlineData("time_zone = 'europe/paris'", 13, "no time zone 'europe/paris'", "'Europe/Paris'")]
    [InlineData("time_zone = 'Paris'", 13, "no time zone 'Paris'", "'Europe/Paris'")]
    [InlineData("time_zone = 'New York'", 13, "no time zone 'New York'", "'America/New_York'")]
    [InlineData("time_zone = 'on the moon'", 13, "no time zone 'on the moon'", "IANA")]
    public void One_that_there_is_not_is_refused_with_the_nearest(
        string rule, int column, string problem, string remedy)
    {
        using var store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), SomeRuleShop.Now);
        var segments = ShopLoader.Load(store, SomeRuleShop.Now).Segments;

        var error = Assert.Throws<BadInputException>(() => segments.Parse(rule));

        Assert.Equal($"rule line 1, column {column}", error.Place);
        Assert.Contains(problem, error.Problem);
        Assert.Contains(remedy, error.Remedy);
    }

    [Theory]
    [InlineData("language in ('fr', 'pt-BR', 'gsw') and time_zone = 'Europe/Paris'")]
    [InlineData("time_zone starts with 'America/' or language is unknown")]
    public void One_that_there_is_is_taken(string rule)
    {
        using var store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), SomeRuleShop.Now);
        ShopLoader.Load(store, SomeRuleShop.Now).Segments.Parse(rule);
    }

    [Fact]
    public void In_files_of_strategies_it_is_refused_too() => Assert.Contains(
        SomeStrategies.MistakesWith("strategies/win-back-big-passive.yaml", "when: not has click since entry",
            "when: time_zone = 'Europe/Pari'"),
        one => one.Contains("There is no time zone 'Europe/Pari'. Did you mean 'Europe/Paris'"));

    public void Dispose() => folder.Delete(recursive: true);
}
