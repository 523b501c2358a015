using Perennial.Core.Statistics;

namespace Perennial.EndToEnd.Live;

/// <summary>Several processes that serve one store.</summary>
sealed class Servers : IDisposable
{
    readonly string place;
    readonly string? clock;
    readonly (string, string)[] environment;
    readonly ServedShop[] all;
    int last;

    Servers(string place, string? clock, (string, string)[] environment, ServedShop[] all) =>
        (this.place, this.clock, this.environment, this.all) = (place, clock, environment, all);

    public static async Task<Servers> Start(
        int count, string place, (string, string) environment, string? clock = null) =>
        new(place, clock, [environment], await Task.WhenAll(
            Enumerable.Range(0, count).Select(_ => ServedShop.Start(place, clock, [environment]))));

    /// <summary>All of them.</summary>
    public IReadOnlyList<ServedShop> All => all;

    /// <summary>One after the other.</summary>
    public Uri Any()
    {
        var next = unchecked((uint)Interlocked.Increment(ref last)) % all.Length;
        return all[next].Address;
    }

    /// <summary>Kills one of them.</summary>
    /// <returns>Which.</returns>
    public int Kill(Rng random)
    {
        var which = random.NextInt(all.Length);
        Assert.True(all[which].IsRunning, $"It ended by itself:\n{all[which].Log}");
        all[which].Kill();
        return which;
    }

    /// <summary>Starts one again that was killed.</summary>
    public async Task StartAgain(int which)
    {
        all[which].Dispose();
        all[which] = await ServedShop.Start(place, clock, environment);
    }

    public void Dispose()
    {
        foreach (var one in all) one.Dispose();
    }
}
