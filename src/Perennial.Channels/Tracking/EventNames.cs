using System.Collections.Frozen;
using Perennial.Channels.Intake.Formats;
using Perennial.Core.History;

namespace Perennial.Channels.Tracking;

/// <summary>What is made of a <c>track</c> call.</summary>
enum EventUse : byte
{
    /// <summary>Something a customer did.</summary>
    Activity,

    /// <summary>An order, as it is now: placed, or stated again.</summary>
    Order,

    /// <summary>Money was given back.</summary>
    OrderRefunded,

    /// <summary>An order was taken back as a whole.</summary>
    OrderCancelled,

    /// <summary>What became of an e-mail.</summary>
    Email,

    /// <summary>Another tool contacted somebody.</summary>
    Contact,
}

/// <summary>What a named event means.</summary>
/// <param name="Use">What is made of it.</param>
/// <param name="Activity">For an activity: its kind.</param>
/// <param name="Response">For an e-mail: what came back.</param>
/// <param name="Channel">For a contact: by which channel, where its name says so.</param>
readonly record struct EventMeaning(EventUse Use, ActivityKind Activity = default, ResponseKind Response = default,
    ContactChannel Channel = default);

/// <summary>
/// The events of the e-commerce (V2, and V1's names) and the e-mail specification. Letters and digits count, case does
/// not; what neither knows may still be a word for an activity that files use.
/// </summary>
static class EventNames
{
    static readonly FrozenDictionary<string, EventMeaning> Meanings = new Dictionary<string, EventMeaning>
    {
        ["ordercompleted"] = new(EventUse.Order),
        ["completedorder"] = new(EventUse.Order),
        ["orderupdated"] = new(EventUse.Order),
        ["updatedorder"] = new(EventUse.Order),
        ["orderrefunded"] = new(EventUse.OrderRefunded),
        ["refundedorder"] = new(EventUse.OrderRefunded),
        ["ordercancelled"] = new(EventUse.OrderCancelled),
        ["ordercanceled"] = new(EventUse.OrderCancelled),
        ["cancelledorder"] = new(EventUse.OrderCancelled),
        ["productviewed"] = new(EventUse.Activity, ActivityKind.ProductView),
        ["viewedproduct"] = new(EventUse.Activity, ActivityKind.ProductView),
        ["productadded"] = new(EventUse.Activity, ActivityKind.CartAdd),
        ["addedproduct"] = new(EventUse.Activity, ActivityKind.CartAdd),
        ["wishlistproductaddedtocart"] = new(EventUse.Activity, ActivityKind.CartAdd),
        ["cartviewed"] = new(EventUse.Activity, ActivityKind.CartView),
        ["viewedcart"] = new(EventUse.Activity, ActivityKind.CartView),
        ["checkoutstarted"] = new(EventUse.Activity, ActivityKind.CheckoutStart),
        ["startedcheckout"] = new(EventUse.Activity, ActivityKind.CheckoutStart),
        ["productreviewed"] = new(EventUse.Activity, ActivityKind.Review),
        ["couponapplied"] = new(EventUse.Activity, ActivityKind.Other),
        ["emaildelivered"] = new(EventUse.Email, default, ResponseKind.Delivered),
        ["emailopened"] = new(EventUse.Email, default, ResponseKind.Open),
        ["emaillinkclicked"] = new(EventUse.Email, default, ResponseKind.Click),
        ["emailbounced"] = new(EventUse.Email, default, ResponseKind.Bounce),
        ["emailmarkedasspam"] = new(EventUse.Email, default, ResponseKind.Complaint),
        ["unsubscribed"] = new(EventUse.Email, default, ResponseKind.Unsubscribe),
        ["emailunsubscribed"] = new(EventUse.Email, default, ResponseKind.Unsubscribe),
        ["emailreplied"] = new(EventUse.Email, default, ResponseKind.Reply),
        ["emailsent"] = new(EventUse.Contact, Channel: ContactChannel.Email),
        ["smssent"] = new(EventUse.Contact, Channel: ContactChannel.Sms),
        ["callmade"] = new(EventUse.Contact, Channel: ContactChannel.Call),
        ["lettersent"] = new(EventUse.Contact, Channel: ContactChannel.Letter),
        ["adshown"] = new(EventUse.Contact, Channel: ContactChannel.Ad),
        ["contactmade"] = new(EventUse.Contact),
    }.ToFrozenDictionary();

    static readonly FrozenDictionary<string, EventMeaning>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Meanings.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What the event of a name means.</summary>
    public static EventMeaning Find(string name)
    {
        Span<char> plain = stackalloc char[TrackingLimits.NameLength];
        var length = 0;
        foreach (var c in name)
            if (char.IsAsciiLetterOrDigit(c) && length < plain.Length) plain[length++] = char.ToLowerInvariant(c);
        if (BySpan.TryGetValue(plain[..length], out var meaning)) return meaning;
        return new(EventUse.Activity, KindWords.Activity(name) ?? ActivityKind.Other);
    }
}
