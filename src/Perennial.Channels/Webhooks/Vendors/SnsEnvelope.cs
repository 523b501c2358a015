using System.Text;
using System.Text.Json;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>What Amazon SNS wraps around a message.</summary>
sealed record SnsEnvelope(
    string Type, string MessageId, string TopicArn, string Message, string Timestamp, string SignatureVersion,
    byte[] Signature, string SigningCertUrl)
{
    public string? Subject { get; init; }

    public string? SubscribeUrl { get; init; }

    public string? Token { get; init; }

    /// <summary>Reads an envelope; null where a part is missing that every envelope has.</summary>
    public static SnsEnvelope? Of(JsonElement body)
    {
        // Signed text is taken as it stands: neither trimmed nor cut.
        string? Part(string name) =>
            body.At(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        if (Part("Type") is not { } type || Part("MessageId") is not { } id || Part("TopicArn") is not { } topic
            || Part("Message") is not { } message || Part("Timestamp") is not { } timestamp
            || Part("SigningCertURL") is not { } certificate
            || !Webhooks.Signature.TryBase64(Part("Signature"), out var signature))
            return null;
        return new SnsEnvelope(
            type, id, topic, message, timestamp, Part("SignatureVersion") ?? "1", signature, certificate)
        {
            Subject = Part("Subject"),
            SubscribeUrl = Part("SubscribeURL"),
            Token = Part("Token"),
        };
    }

    /// <summary>The bytes that are signed; null for a type that SNS does not sign.</summary>
    public byte[]? Signed()
    {
        var text = new StringBuilder();
        void Add(string name, string value) => text.Append(name).Append('\n').Append(value).Append('\n');

        Add("Message", Message);
        Add("MessageId", MessageId);
        switch (Type)
        {
            case "Notification":
                if (Subject is not null) Add("Subject", Subject);
                Add("Timestamp", Timestamp);
                break;
            case "SubscriptionConfirmation" or "UnsubscribeConfirmation"
                when SubscribeUrl is not null && Token is not null:
                Add("SubscribeURL", SubscribeUrl);
                Add("Timestamp", Timestamp);
                Add("Token", Token);
                break;
            default:
                return null;
        }
        Add("TopicArn", TopicArn);
        Add("Type", Type);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
