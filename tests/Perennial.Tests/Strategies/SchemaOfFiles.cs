using NJsonSchema;
using Perennial.Strategies;
using YamlDotNet.Serialization;

namespace Perennial.Tests.Strategies;

/// <summary>The schema that editors check strategies by, read by somebody else's validator.</summary>
public class SchemaOfFiles
{
    static readonly Lazy<Task<JsonSchema>> schema = new(() => JsonSchema.FromJsonAsync(StrategySchema.Text()));

    // As an editor reads it: numbers are numbers.
    static readonly IDeserializer yaml =
        new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    static async Task<IReadOnlyList<string>> Refused(string text)
    {
        // What is no YAML an editor underlines without a schema.
        try
        {
            yaml.Deserialize<object>(text);
        }
        catch (YamlDotNet.Core.YamlException broken)
        {
            return [broken.Message];
        }
        var json = new SerializerBuilder().JsonCompatible().Build().Serialize(yaml.Deserialize<object>(text));
        return [.. (await schema.Value).Validate(json).Select(one => $"{one.Kind} {one.Path}")];
    }

    public static TheoryData<string> Shipped => [.. ShippedStrategies.Files.Keys
        .Where(name => name.StartsWith("strategies/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task A_shipped_strategy_is_valid(string file) =>
        Assert.Empty(await Refused(ShippedStrategies.Files[file]));

    // Of the ten wrong files those that need no shop to be seen, and what is as likely.
    [Theory]
    [InlineData("late-repeat-buyers", "audience: in segment", "audiense: in segment")]
    [InlineData("welcome", "wait: 4d", "wait: 4 dais")]
    [InlineData("birthday-call", "Birthday card by hand", "Birthday card, handwritten")]
    [InlineData("mothers-day-call", "mothers day - 12d }", "mothers day - 12d, event: order }")]
    [InlineData("win-back-big-passive", "holdout: 10%", "holdout: 0.1")]
    [InlineData("win-back-big-passive", "never with:", "never_with:")]
    [InlineData("win-back-big-passive", "  - wait: 14d", "  - wiat: 14d")]
    [InlineData("win-back-big-passive", "wait: 10d", "wait: { event: click }")]
    [InlineData("win-back-big-passive", "topic: offers", "topic:")]
    [InlineData("win-back-big-passive", "reenter: after 180d", "reenter: again")]
    [InlineData("win-back-big-passive", "priority: 80", "priority: 800")]
    [InlineData("inquirer-conversion",
        "event:\n    - inbound_call\n    - form where name in ('catalogue', 'wedding')",
        "event: [inbound_call, form where name in ('catalogue', 'wedding')]")]
    public async Task A_wrong_one_is_refused(string strategy, string was, string becomes)
    {
        var text = ShippedStrategies.Files[$"strategies/{strategy}.yaml"];
        Assert.Contains(was, text);
        Assert.NotEmpty(await Refused(text.Replace(was, becomes)));
    }
}
