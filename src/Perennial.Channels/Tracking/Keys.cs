using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>Tells what can be a key of one person from what was typed into a form.</summary>
static class Keys
{
    const int FewestDigits = 6;

    /// <summary>The text if it is an e-mail address, else null.</summary>
    public static string? Email(string? text)
    {
        if (text is null) return null;
        var at = text.IndexOf('@');
        var isOne = at > 0 && at == text.LastIndexOf('@') && text.IndexOf('.', at) > at + 1 && !text.EndsWith('.')
            && !text.Contains(' ');
        return isOne ? text : null;
    }

    /// <summary>The text if it has the digits of a telephone number, else null.</summary>
    public static string? Phone(string? text) =>
        text is not null && text.Count(char.IsAsciiDigit) >= FewestDigits
        && CustomerId.Normalise(CustomerKeyKind.Phone, text).Length >= FewestDigits ? text : null;
}

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

    static CustomerKeySet? Add(CustomerKeySet keys, string? type, string? value) => (type?.ToLowerInvariant()) switch
    {
        _ when value is null => null,
        "userid" or "user_id" => keys.External is null ? keys with { External = value } : More(keys, value),
        "anonymousid" or "anonymous_id" => keys.Anonymous is null ? keys with { Anonymous = value } : More(keys, value),
        "email" when Keys.Email(value) is not null && keys.Email is null => keys with { Email = value },
        "mobile" or "phone" when Keys.Phone(value) is not null && keys.Phone is null => keys with { Phone = value },
        _ => null,
    };

    static CustomerKeySet More(CustomerKeySet keys, string value) =>
        keys with { Previous = [.. keys.Previous, value] };
}
