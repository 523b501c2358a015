using System.Globalization;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Destinations;

/// <summary>What destinations may be told of a customer besides columns: who they are, what they allow.</summary>
static class SentAttribute
{
    /// <summary>The name of our own id.</summary>
    public const string CustomerId = "customer_id";

    /// <summary>The name of the instant of the change.</summary>
    public const string ChangedAt = "changed_at";

    static readonly Dictionary<string, Func<CustomerDetails, object?>> details = new()
    {
        ["email"] = known => known.Email,
        ["phone"] = known => known.Phone,
        ["name"] = known => $"{known.FirstName} {known.LastName}".Trim() is { Length: > 0 } name ? name : null,
        ["first_name"] = known => known.FirstName,
        ["last_name"] = known => known.LastName,
        ["address1"] = known => known.Address1,
        ["address2"] = known => known.Address2,
        ["city"] = known => known.City,
        ["region"] = known => known.Region,
        ["postcode"] = known => known.Postcode,
        ["country"] = known => known.Country,
        ["birthday"] = known => known.Birthday?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    // What a customer allows: whether they said so, and whether the shop may.
    static readonly Dictionary<string, (ContactChannel Channel, bool Said)> permissions = new()
    {
        ["consent_email"] = (ContactChannel.Email, true),
        ["consent_sms"] = (ContactChannel.Sms, true),
        ["consent_phone"] = (ContactChannel.Call, true),
        ["consent_post"] = (ContactChannel.Letter, true),
        ["consent_ads"] = (ContactChannel.Ad, true),
        ["may_email"] = (ContactChannel.Email, false),
        ["may_sms"] = (ContactChannel.Sms, false),
        ["may_call"] = (ContactChannel.Call, false),
        ["may_post"] = (ContactChannel.Letter, false),
        ["may_show_ads"] = (ContactChannel.Ad, false),
    };

    // By what somebody is contacted, and by which channels.
    static readonly Dictionary<string, ContactChannel[]> addresses = new()
    {
        ["email"] = [ContactChannel.Email],
        ["phone"] = [ContactChannel.Call, ContactChannel.Sms],
        ["address1"] = [ContactChannel.Letter],
        ["address2"] = [ContactChannel.Letter],
    };

    /// <summary>Names of all attributes but the shop's own.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        CustomerId, "external", "key", ChangedAt, .. details.Keys,
        .. AttributeSet.OfEveryShop.Select(one => one.Name), .. permissions.Keys,
    ];

    /// <summary>What customers can be told apart by.</summary>
    public static IReadOnlyList<string> Identities { get; } = ["external", "email", "phone", "key", CustomerId];

    /// <summary>The channels whose permission changes what an attribute says; none for most.</summary>
    public static IReadOnlyList<ContactChannel> ChannelsOf(string name) =>
        permissions.TryGetValue(name, out var one) ? [one.Channel] : addresses.GetValueOrDefault(name, []);

    /// <summary>Whether an attribute is an address, by which somebody is contacted.</summary>
    public static bool IsAddress(string name) => addresses.ContainsKey(name);

    /// <summary>Whether an attribute says what a customer allows.</summary>
    public static bool IsPermission(string name) => permissions.ContainsKey(name);

    /// <summary>What a customer allows: true, false, or null for a consent of which nothing was said.</summary>
    public static bool? Allowed(string name, CustomerPermissions customer, Func<ContactChannel, Permission> ask)
    {
        var (channel, said) = permissions[name];
        var permission = ask(channel);
        if (!said) return permission.IsAllowed;
        // A no to everything may have come by a complaint, which is no statement.
        return permission.IsRefusal ? false : customer.LastSaid(channel) == true ? true : null;
    }

    /// <summary>A customer's attribute.</summary>
    /// <param name="name">One of <see cref="Names"/>; those of the change itself are not known here.</param>
    /// <param name="key">Kind and text of the customer's own key.</param>
    /// <param name="known">What is known of the customer.</param>
    public static object? Of(string name, (string Kind, string Key) key, CustomerDetails known) => name switch
    {
        "key" => key.Key,
        "external" => key.Kind == "external" ? key.Key : null,
        "email" when key.Kind == "email" => known.Email ?? key.Key,
        "phone" when key.Kind == "phone" => known.Phone ?? key.Key,
        _ => details.TryGetValue(name, out var detail) ? detail(known) : Said(name, known),
    };

    static string? Said(string name, CustomerDetails known) =>
        known.Attributes.FirstOrDefault(one => AttributeSet.SentName(one.Name) == name) is { } one
            ? AttributeValue.Shown(one.Value) : null;
}
