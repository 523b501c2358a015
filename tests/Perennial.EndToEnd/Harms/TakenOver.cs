using System.Diagnostics;
using System.Text.Json;
using Perennial.Core.Purchases;
using Perennial.EndToEnd.Commands;
using Perennial.EndToEnd.Live;

namespace Perennial.EndToEnd.Harms;

/// <summary>How soon another process goes on with what one was at that was killed.</summary>
[Collection(ServedShop.Alone)]
public class TakenOver
{
    const int Before = 150, After = 50;
    static readonly TimeSpan most = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Whatever_a_killed_process_held_arrives_within_five_seconds()
    {
        using var database = DatabaseServer.Start();
        using var folder = new TemporaryFolder();
        var key = ServedShop.AddKey(database.Address);
        await using var receiver = await WebhookReceiver.Start();
        ServedShop.LoadDestinations(
            database.Address, receiver.DestinationFile(folder, [PurchaseColumns.Orders.Name], "external"));
        using var stays = await ServedShop.Start(database.Address, WebhookReceiver.Secret);
        using var client = stays.Client();
        for (var round = 0; round < 3; round++)
        {
            using var dies = await ServedShop.Start(database.Address, WebhookReceiver.Secret);
            var sentAt = new Dictionary<string, long>();
            using (var other = dies.Client())
            {
                // Whoever writes sends: both are at it.
                await Send([other, client], key, round, sentAt, 0, Before);
            }
            dies.Kill();
            var killedAt = Stopwatch.GetTimestamp();
            await Send([client], key, round, sentAt, Before, After);
            await Arrived(receiver, sentAt.Keys);
            var took = sentAt.Max(one =>
                Stopwatch.GetElapsedTime(Math.Max(one.Value, killedAt), receiver.OrderSeenAt[one.Key]));
            TestContext.Current.SendDiagnosticMessage($"round {round + 1}: {took.TotalSeconds:0.00} s after the kill");
            Assert.True(took < most, $"The last arrived {took.TotalSeconds:0.0} s after the kill.");
        }
    }

    static async Task Send(
        HttpClient[] clients, string key, int round, Dictionary<string, long> sentAt, int from, int many)
    {
        for (var i = from; i < from + many; i++)
        {
            var buyer = $"buyer-{round}-{i}";
            sentAt[buyer] = Stopwatch.GetTimestamp();
            await ServedShop.Post(clients[i % clients.Length], key, [Purchase(buyer)]);
        }
    }

    static async Task Arrived(WebhookReceiver receiver, IReadOnlyCollection<string> buyers)
    {
        var waited = Stopwatch.StartNew();
        while (buyers.Any(buyer => !receiver.OrderSeenAt.ContainsKey(buyer)))
        {
            Assert.True(waited.Elapsed.TotalSeconds < 90, "It never came.");
            await Task.Delay(20);
        }
    }

    static string Purchase(string buyer) => JsonSerializer.Serialize(new
    {
        type = "track", @event = "Order Completed", messageId = buyer, userId = buyer,
        properties = new { order_id = buyer, revenue = 12.5, currency = "EUR" },
    });
}
