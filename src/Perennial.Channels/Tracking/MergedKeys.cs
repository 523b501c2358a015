using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>Two keys of one person, as RudderStack's merge call has them.</summary>
static class MergedKeys
{
    /// <summary>Reads a list of <c>{type, value}</c>; null with a fault where there are not two.</summary>
    public static CustomerKeySet? Read(JsonElement list, EventObject all, EventFaults faults)
    {
        var keys = new CustomerKeySet();
        var found = 0;
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object) continue;
                var pair = new EventObject(item, "mergeProperties", faults);
                if (Add(keys, pair.Text("type"u8), pair.Text("value"u8, TrackingLimits.KeyLength)) is not { } more)
                    continue;
                keys = more;
                found++;
            }
        }
        if (found == 2) return keys;
        all.Fault("mergeProperties"u8, "names not just two keys of one person");
        return null;
    }

    // What is nobody's key names nobody.
    static CustomerKeySet? Add(CustomerKeySet keys, string? type, string? value)
    {
        CustomerKeyKind? found = type?.ToLowerInvariant() switch
        {
            "userid" or "user_id" => CustomerKeyKind.External,
            "anonymousid" or "anonymous_id" => CustomerKeyKind.Anonymous,
            "email" => CustomerKeyKind.Email,
            "mobile" or "phone" => CustomerKeyKind.Phone,
            _ => null,
        };
        if (found is not { } kind || KeyText.Written(kind, value) is not { } key) return null;
        return kind switch
        {
            CustomerKeyKind.External => keys.External is null ? keys with { External = key } : More(keys, key),
            CustomerKeyKind.Anonymous => keys.Anonymous is null ? keys with { Anonymous = key } : More(keys, key),
            CustomerKeyKind.Email => keys.Email is null ? keys with { Email = key } : null,
            _ => keys.Phone is null ? keys with { Phone = key } : null,
        };
    }

    static CustomerKeySet More(CustomerKeySet keys, string value) =>
        keys with { Previous = [.. keys.Previous, value] };
}
