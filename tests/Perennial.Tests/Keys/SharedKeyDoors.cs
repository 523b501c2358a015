using System.Text.Json;
using Perennial.Cli;
using Perennial.Core.Intake;
using Perennial.Data.Access;
using Perennial.Tests.Access;
using Perennial.Tests.Store;

namespace Perennial.Tests.Keys;

/// <summary>A key of more people than one key can be joins nobody, and every door says so.</summary>
public sealed class SharedKeyDoors(GuardedShop shop) : IClassFixture<GuardedShop>
{
    const string Office = "office@firm.example";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    void Say(params CustomerKeySet[] people)
    {
        foreach (var (i, who) in people.Index())
        {
            shop.Store.Intake.Write(EventBatch.Of([new IncomingEvent
            {
                Source = "test", MessageId = $"{who}", At = SomeFacts.At(9 - i), Who = who,
                Order = new OrderStatement($"{who}", SomeFacts.At(9 - i)) { GrossCents = 1_000 },
            }]), shop.Store.Moment());
        }
    }

    async Task<string> Terminal(params string[] further)
    {
        using var output = new StringWriter();
        string[] all = ["duplicates", "--store", shop.Store.Path, .. further];
        Assert.Equal(0, await CommandLine.Run(all, output, TextWriter.Null, shop.Clock));
        return output.ToString();
    }

    [Fact]
    public async Task A_key_of_many_joins_nobody_and_is_shown()
    {
        Say([.. Enumerable.Range(1, 4).Select(i => new CustomerKeySet { External = $"O-{i}", Email = Office })]);
        Say(new CustomerKeySet { Email = Office });
        Assert.InRange(shop.Store.Customers.Find(Office).Count, 4, 5);

        var answer = await shop.As(StaffRole.Admin).GetStringAsync("/api/duplicates/keys", Stop);
        using var api = JsonDocument.Parse(answer);
        using var terminal = JsonDocument.Parse(await Terminal("--keys", "--json"));
        foreach (var door in new[] { api, terminal })
        {
            var one = Assert.Single(door.RootElement.EnumerateArray());
            Assert.Equal(("email", Office), (one.GetProperty("kind").GetString(), one.GetProperty("key").GetString()));
            Assert.InRange(one.GetProperty("customers").GetInt32(), 4, 5);
        }
        Assert.Contains(Office, await Terminal("--keys"));
        Assert.Contains($"email {Office}, ",
            await shop.As(StaffRole.Admin).GetStringAsync("/customers/duplicates", Stop));
    }
}
