using Perennial.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>The shipped set, and what becomes of it by a change.</summary>
static class SomeStrategies
{
    public static ReadStrategies Shipped => shipped.Value;

    static readonly Lazy<ReadStrategies> shipped = new(() => Read(ShippedStrategies.Files));

    public static ReadStrategies Read(IReadOnlyDictionary<string, string> files) =>
        StrategyFolder.Read(files, StrategyShops.BeforeAny);

    /// <summary>The shipped set with some text of a file replaced by another.</summary>
    public static ReadStrategies With(string file, string was, string becomes)
    {
        var text = ShippedStrategies.Files[file];
        Assert.Contains(was, text);
        return Read(new Dictionary<string, string>(ShippedStrategies.Files) { [file] = text.Replace(was, becomes) });
    }

    /// <summary>What is wrong that was not before.</summary>
    public static IReadOnlyList<string> MistakesWith(string file, string was, string becomes) =>
        [.. Told(With(file, was, becomes)).Except(Told(Shipped))];

    static IEnumerable<string> Told(ReadStrategies read) => read.Mistakes.All.Select(one => one.Message);
}
