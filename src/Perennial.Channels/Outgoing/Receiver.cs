namespace Perennial.Channels.Outgoing;

/// <summary>Somebody outside who is called, and within which bounds.</summary>
/// <param name="Place">Who, for messages: "destination 'crm'".</param>
/// <param name="RatePerSecond">Most requests a second.</param>
/// <param name="AllowPrivate">Whether it may stand in a private network and be spoken to without encryption.</param>
public sealed record Receiver(string Place, double RatePerSecond, bool AllowPrivate);
