using System.Globalization;
using Perennial.Core.Intake;

namespace Perennial.Operations.Sync;

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
        ["consent_email"] = known => known.ConsentEmail,
        ["consent_sms"] = known => known.ConsentSms,
        ["consent_phone"] = known => known.ConsentPhone,
        ["consent_post"] = known => known.ConsentPost,
    };

    /// <summary>Names of all attributes.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [CustomerId, "external", "key", ChangedAt, .. details.Keys];

    /// <summary>What customers can be told apart by.</summary>
    public static IReadOnlyList<string> Identities { get; } = ["external", "email", "phone", "key", CustomerId];

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
        _ => details.GetValueOrDefault(name)?.Invoke(known),
    };
}
