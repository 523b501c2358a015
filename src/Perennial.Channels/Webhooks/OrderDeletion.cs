using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks;

/// <summary>Reads that an order was deleted for good: all that is left of it is its id, and it counts no
/// longer.</summary>
static class OrderDeletion
{
    public static void Read(WebhookSource source, JsonElement body, Instant receivedAt, WebhookReading reading)
    {
        // By its name nobody knows which it was.
        if (source.OrdersByName)
        {
            reading.LeftOut++;
            return;
        }
        if (body.Text("id") is not { } number)
        {
            reading.Refuse("missing_id", "order", "It has no id.");
            return;
        }
        reading.Events.Add(new IncomingEvent
        {
            Source = source.Source,
            MessageId = $"order:{number}:deleted",
            At = receivedAt,
            Who = new CustomerKeySet(),
            Change = new OrderChange(number, null),
        });
    }
}
