using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Perennial.Channels.Tracking;

/// <summary>The fields of one call that are read, found in one pass. Samples of the specification write some of them in
/// snake_case.</summary>
struct CallFields
{
    public JsonElement Type, CustomerNumber, Anonymous, Previous, Group, Message, Event, Name, Properties, Traits,
        Context, Original, Timestamp, Sent, Merged;

    /// <summary>Reads an object.</summary>
    public static CallFields Read(JsonElement call)
    {
        var fields = new CallFields();
        foreach (var field in call.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(field);
            // Written with escapes, a name is still the same name.
            if (name.Contains((byte)'\\')) name = Encoding.UTF8.GetBytes(field.Name);
            fields.Take(name, field.Value);
        }
        return fields;
    }

    void Take(ReadOnlySpan<byte> name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return;
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("type"u8): Type = value; break;
            case 4 when name.SequenceEqual("name"u8): Name = value; break;
            case 5 when name.SequenceEqual("event"u8): Event = value; break;
            case 6 when name.SequenceEqual("userId"u8): CustomerNumber = value; break;
            case 6 when name.SequenceEqual("traits"u8): Traits = value; break;
            case 6 when name.SequenceEqual("sentAt"u8): Sent = value; break;
            case 7 when name.SequenceEqual("user_id"u8): CustomerNumber = value; break;
            case 7 when name.SequenceEqual("groupId"u8): Group = value; break;
            case 7 when name.SequenceEqual("context"u8): Context = value; break;
            case 7 when name.SequenceEqual("sent_at"u8): Sent = value; break;
            case 8 when name.SequenceEqual("group_id"u8): Group = value; break;
            case 9 when name.SequenceEqual("messageId"u8): Message = value; break;
            case 9 when name.SequenceEqual("timestamp"u8): Timestamp = value; break;
            case 10 when name.SequenceEqual("message_id"u8): Message = value; break;
            case 10 when name.SequenceEqual("properties"u8): Properties = value; break;
            case 10 when name.SequenceEqual("previousId"u8): Previous = value; break;
            case 11 when name.SequenceEqual("anonymousId"u8): Anonymous = value; break;
            case 11 when name.SequenceEqual("previous_id"u8): Previous = value; break;
            case 12 when name.SequenceEqual("anonymous_id"u8): Anonymous = value; break;
            case 15 when name.SequenceEqual("mergeProperties"u8): Merged = value; break;
            case 17 when name.SequenceEqual("originalTimestamp"u8): Original = value; break;
            case 18 when name.SequenceEqual("original_timestamp"u8): Original = value; break;
        }
    }
}
