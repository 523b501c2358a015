using Perennial.Core.Statistics;

namespace Perennial.EndToEnd.Live;

/// <summary>Several processes that serve one store.</summary>
sealed class Servers : IDisposable
{
    readonly string place;
    readonly (string, string) environment;
    readonly ServedShop[] all;
    int last;

    Servers(string place, (string, string) environment, ServedShop[] all) =>
        (this.place, this.environment, this.all) = (place, environment, all);

    public static async Task<Servers> Start(int count, string place, (string, string) environment) =>
        new(place, environment, await Task.WhenAll(
            Enumerable.Range(0, count).Select(_ => ServedShop.Start(place, environment))));

    /// <summary>One after the other.</summary>
    public Uri Any()
    {
        var next = unchecked((uint)Interlocked.Increment(ref last)) % all.Length;
        return all[next].Address;
    }

    /// <summary>Kills one of them and starts it again.</summary>
    public async Task KillOne(Rng random)
    {
        var which = random.NextInt(all.Length);
        Assert.True(all[which].IsRunning, $"It ended by itself:\n{all[which].Log}");
        all[which].Kill();
        all[which].Dispose();
        all[which] = await ServedShop.Start(place, environment);
    }

    public void Dispose()
    {
        foreach (var one in all) one.Dispose();
    }
}
