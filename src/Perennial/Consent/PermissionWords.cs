using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;

namespace Perennial.Consent;

/// <summary>Why somebody may not be contacted, in words for the person who would.</summary>
static class PermissionWords
{
    /// <summary>The channels with what people call them, in the order in which they are shown.</summary>
    public static IReadOnlyList<(ContactChannel Channel, string Label)> Channels { get; } =
    [
        (ContactChannel.Call, "Phone"), (ContactChannel.Email, "E-mail"), (ContactChannel.Sms, "SMS"),
        (ContactChannel.Letter, "Post"), (ContactChannel.Ad, "Ads"),
    ];

    /// <summary>The channel's name for programs.</summary>
    public static string Name(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "email",
        ContactChannel.Sms => "sms",
        ContactChannel.Call => "call",
        ContactChannel.Letter => "letter",
        _ => "ads",
    };

    /// <summary>The reason for programs: "consent_needed".</summary>
    public static string Name(PermissionReason reason) => string.Concat(reason.ToString().Select((c, i) =>
        i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>For example "refused calls on 2026-03-01"; "may be contacted" where nothing speaks against it.
    /// </summary>
    public static string Of(Permission permission, ShopCalendar calendar)
    {
        string Day() => $"{ShopCalendar.Date(calendar.DayOf(permission.Since)):yyyy-MM-dd}";
        var what = What(permission.Channel);
        return permission.Reason switch
        {
            PermissionReason.Allowed => "may be contacted",
            PermissionReason.Erased => "asked to be forgotten",
            PermissionReason.Suppressed => Suppressed(permission, Day()),
            PermissionReason.Refused => $"refused {what} on {Day()}",
            PermissionReason.LeftTopic => $"left the topic '{permission.Topic}' on {Day()}",
            PermissionReason.ConsentExpired => $"consent to {what} expired on {Day()}",
            PermissionReason.ConsentNeeded => $"never agreed to {what}",
            PermissionReason.LawNeedsConsent =>
                $"never agreed to {what}, and the law in {permission.Country} asks for it",
            _ => $"no {Address(permission.Channel)}",
        };
    }

    /// <summary>The same of many customers: "never agreed".</summary>
    public static string Short(PermissionReason reason) => reason switch
    {
        PermissionReason.Allowed => "may be contacted",
        PermissionReason.Erased => "asked to be forgotten",
        PermissionReason.Suppressed => "never to be contacted by it: complained, bounced or asked for it",
        PermissionReason.Refused => "refused",
        PermissionReason.LeftTopic => "left the topic",
        PermissionReason.ConsentExpired => "consent expired",
        PermissionReason.ConsentNeeded => "never agreed: could be asked",
        PermissionReason.LawNeedsConsent => "never agreed, and the law asks for it",
        _ => "no address known",
    };

    static string Suppressed(Permission permission, string day) => (permission.Suppression, permission.Channel) switch
    {
        (SuppressionReason.Complaint, ContactChannel.Call) => $"complained about a call on {day}",
        (SuppressionReason.Complaint, ContactChannel.Letter) => $"complained about a letter on {day}",
        (SuppressionReason.Complaint, _) => $"marked a message as spam on {day}",
        (SuppressionReason.HardBounce, _) => $"the {Address(permission.Channel)} does not exist (found on {day})",
        (_, ContactChannel.Call) => $"asked on {day} never to be called again",
        _ => $"asked on {day} never to be contacted again",
    };

    static string What(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "e-mail",
        ContactChannel.Sms => "text messages",
        ContactChannel.Call => "calls",
        ContactChannel.Letter => "letters",
        _ => "advertisements",
    };

    static string Address(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "e-mail address",
        ContactChannel.Sms or ContactChannel.Call => "telephone number",
        ContactChannel.Letter => "postal address",
        _ => "e-mail address or telephone number",
    };
}
