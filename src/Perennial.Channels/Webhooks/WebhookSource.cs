using Perennial.Core;

namespace Perennial.Channels.Webhooks;

/// <summary>A store or provider that calls us, with what its signatures are checked by.</summary>
/// <param name="Kind">The vendor, as <c>WebhookVendors</c> names it.</param>
/// <param name="Name">What the shop calls it.</param>
public sealed record WebhookSource(string Kind, string Name)
{
    /// <summary>Where its facts come from (<see cref="Core.Intake.IncomingEvent.Source"/>): the vendor, unless the shop
    /// has two stores of one vendor.</summary>
    public string Source { get; init; } = Kind;

    /// <summary>Shared secrets, or public keys where the vendor signs with a private one. Any of them may have been
    /// used: after a change the old one stays valid for as long as it stands here.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Topics that may send (Amazon SNS alone).</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>True where orders are told apart by the name that people see ("#1001"), as in files that the store
    /// exported, and not by the store's internal id.</summary>
    public bool OrdersByName { get; init; }

    /// <summary>Stands before the store's customer numbers, so that two stores' numbers never meet.</summary>
    public string CustomerPrefix { get; init; } = "";

    /// <summary>The key of a customer that the store knows by a number; null where that is nobody's, as 0 is.</summary>
    internal string? CustomerKey(string? number) =>
        KeyText.Written(CustomerKeyKind.External, number) is { } key ? CustomerPrefix + key : null;
}
