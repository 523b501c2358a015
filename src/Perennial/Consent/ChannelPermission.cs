using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;

namespace Perennial.Consent;

/// <summary>Whether one customer may be contacted by one channel, ready to read.</summary>
/// <param name="Channel">By which: email, sms, call, letter, ads.</param>
/// <param name="IsAllowed">Whether it may.</param>
/// <param name="Reason">Why, for programs; "allowed" where it may.</param>
/// <param name="Words">Why, for people.</param>
sealed record ChannelPermission(string Channel, bool IsAllowed, string Reason, string Words)
{
    /// <summary>All channels of a customer.</summary>
    public static IReadOnlyList<ChannelPermission> Of(
        ShopPermissions shop, CustomerPermissions customer, ShopCalendar calendar) =>
        [.. PermissionWords.Channels.Select(channel => Of(shop.Ask(customer, channel.Channel), calendar))];

    static ChannelPermission Of(Permission permission, ShopCalendar calendar) => new(
        PermissionWords.Name(permission.Channel), permission.IsAllowed, PermissionWords.Name(permission.Reason),
        PermissionWords.Of(permission, calendar));

    /// <summary>Whether one of them lets the shop use a channel.</summary>
    public static bool Allow(IReadOnlyList<ChannelPermission> all, ContactChannel channel) =>
        all.Any(one => one.IsAllowed && one.Channel == PermissionWords.Name(channel));

    /// <summary>What people call the channel.</summary>
    public string Label => PermissionWords.Channels.First(one => PermissionWords.Name(one.Channel) == Channel).Label;
}
