using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>What decides whether a customer may be contacted.</summary>
public sealed record CustomerPermissions
{
    /// <summary>Nothing was ever said, and no address is known.</summary>
    public static CustomerPermissions None { get; } = new();

    /// <summary>Whether the person asked to be forgotten.</summary>
    public bool IsErased { get; init; }

    /// <summary>Every statement, in any order.</summary>
    public IReadOnlyList<ConsentStatement> Consents { get; init; } = [];

    /// <summary>Every suppression, in any order.</summary>
    public IReadOnlyList<Suppression> Suppressions { get; init; } = [];

    /// <summary>Country as the source wrote it; null where it is not known.</summary>
    public string? Country { get; init; }

    /// <summary>Whether an e-mail address is known.</summary>
    public bool HasEmail { get; init; }

    /// <summary>Whether a telephone number is known.</summary>
    public bool HasPhone { get; init; }

    /// <summary>Whether a postal address is known.</summary>
    public bool HasAddress { get; init; }

    /// <summary>Whether an address for a channel is known; for advertisements whatever accounts are matched by.
    /// </summary>
    public bool HasAddressFor(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => HasEmail,
        ContactChannel.Sms or ContactChannel.Call => HasPhone,
        ContactChannel.Letter => HasAddress,
        _ => HasEmail || HasPhone,
    };

    /// <summary>What the shop knew of by an instant, whenever it was said.</summary>
    public CustomerPermissions KnownBy(Instant instant) => this with
    {
        Consents = [.. Consents.Where(said => said.IsKnownBy(instant))],
        Suppressions = [.. Suppressions.Where(one => one.IsKnownBy(instant))],
    };

    /// <summary>What the customer last said to everything by a channel, whatever became of it; null where nothing.
    /// Of two statements of one instant the no counts.</summary>
    public bool? LastSaid(ContactChannel channel)
    {
        ConsentStatement? last = null;
        foreach (var said in Consents)
        {
            if (said.Channel != channel || said.Topic.Length > 0) continue;
            if (last is null || said.SaidAt > last.SaidAt || (said.SaidAt == last.SaidAt && !said.IsGranted))
                last = said;
        }
        return last?.IsGranted;
    }
}
