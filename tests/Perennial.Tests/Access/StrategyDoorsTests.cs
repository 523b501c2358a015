using System.Text.Json;
using Perennial.Cli;
using Perennial.Tests.Store;

namespace Perennial.Tests.Access;

/// <summary>Strategies and decisions are told alike at every door.</summary>
public sealed class StrategyDoorsTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static readonly string anna = SomeFacts.Id("anna").ToString();

    [Fact]
    public async Task Of_whom_no_strategy_has_had_to_do_with_it_is_said_who_they_are_and_nothing_else()
    {
        var told = await Run("decisions", anna);
        Assert.Equal("anna", told.GetProperty("customer").GetProperty("id").GetString());
        Assert.Equal(anna, told.GetProperty("customer").GetProperty("customer_id").GetString());
        Assert.Equal(0, told.GetProperty("decisions").GetArrayLength());
        Assert.False(told.GetProperty("may_contact").GetProperty("email").GetProperty("yes").GetBoolean());
    }

    async Task<JsonElement> Run(params string[] arguments)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(
            [.. arguments, "--json", "--store", shop.Store.Path], output, log, shop.Clock);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {log}");
        return JsonDocument.Parse(output.ToString()).RootElement;
    }
}
