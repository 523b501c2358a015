using System.Diagnostics;

namespace Perennial.EndToEnd.Harms;

/// <summary>Waits for what another process does.</summary>
static class Waiting
{
    static readonly TimeSpan between = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until something holds.</summary>
    /// <param name="atMost">How long; after that the test fails.</param>
    /// <param name="what">What is waited for, should it not come.</param>
    /// <param name="holds">Says what stands in the way; null where it holds.</param>
    public static async Task Until(TimeSpan atMost, string what, Func<Task<string?>> holds)
    {
        var waited = Stopwatch.StartNew();
        while (await holds() is { } problem)
        {
            Assert.True(waited.Elapsed < atMost, $"Not within {atMost.TotalSeconds:0} s: {what}. {problem}");
            await Task.Delay(between);
        }
    }
}
