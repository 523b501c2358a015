using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Shop;

namespace Perennial.Consent;

/// <summary>Whether one customer may be contacted by one channel, ready to read.</summary>
/// <param name="Channel">By which: email, sms, call, letter, ads.</param>
/// <param name="IsAllowed">Whether it may.</param>
/// <param name="Reason">Why, for programs; "allowed" where it may.</param>
/// <param name="Words">Why, for people.</param>
sealed record ChannelPermission(string Channel, bool IsAllowed, string Reason, string Words)
{
    /// <summary>All channels of a customer.</summary>
    public static IReadOnlyList<ChannelPermission> Of(ShopView view, CustomerPermissions customer) =>
        [.. PermissionWords.Channels.Select(channel => Of(view, view.Permissions.Ask(customer, channel.Channel)))];

    static ChannelPermission Of(ShopView view, Permission permission) => new(
        PermissionWords.Name(permission.Channel), permission.IsAllowed, PermissionWords.Name(permission.Reason),
        PermissionWords.Of(permission, view.Calendar));

    /// <summary>Whether one of them lets the shop use a channel.</summary>
    public static bool Allow(IReadOnlyList<ChannelPermission> all, ContactChannel channel) =>
        all.Any(one => one.IsAllowed && one.Channel == PermissionWords.Name(channel));

    /// <summary>What people call the channel.</summary>
    public string Label => PermissionWords.Channels.First(one => PermissionWords.Name(one.Channel) == Channel).Label;
}
