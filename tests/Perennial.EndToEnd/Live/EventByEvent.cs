using Perennial.Core.Statistics;
using Perennial.EndToEnd.Commands;

namespace Perennial.EndToEnd.Live;

/// <summary>One event a request, in any order, some of them twice: the profiles are those of all events at once, to the
/// last bit.</summary>
[Collection(ServedShop.Alone)]
public class EventByEvent
{
    const int Cases = 6, Events = 60, SideBySide = 4;

    [Fact]
    public async Task Makes_the_profiles_of_a_batch()
    {
        using var folder = new TemporaryFolder();
        await Check(folder.File("shop.db"), folder);
    }

    [Fact]
    public async Task Makes_the_profiles_of_a_batch_in_a_database_too()
    {
        using var database = DatabaseServer.Start();
        using var folder = new TemporaryFolder();
        await Check(database.Address, folder);
    }

    static async Task Check(string place, TemporaryFolder folder)
    {
        var key = ServedShop.AddKey(place);
        using var shop = await ServedShop.Start(place);
        using var client = shop.Client();
        var all = new List<string>();
        for (var seed = 1; seed <= Cases; seed++)
        {
            // People of their own for every case, so that the cases do not disturb each other in one store.
            var calls = new Calls(seed, $"s{seed}-", people: 4, ServedShop.Now).Next(Events);
            var random = new Rng((ulong)seed);
            string[] sent = [.. calls, .. calls.Take(Events / 5)];
            await Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = SideBySide },
                async (call, _) => await ServedShop.Post(client, key, [call]));
            all.AddRange(calls);
            await SameShop.AssertBatch(place, Calls.Events(all), folder);
        }
    }
}
