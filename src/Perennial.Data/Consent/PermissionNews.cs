using Perennial.Core.History;

namespace Perennial.Data.Consent;

/// <summary>How the outbox says that a customer's permission changed: by the name of the attribute alone, for what
/// holds is asked when it is sent.</summary>
public static class PermissionNews
{
    /// <summary>The attribute's name.</summary>
    public static string Name(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "consent_email",
        ContactChannel.Sms => "consent_sms",
        ContactChannel.Call => "consent_phone",
        ContactChannel.Letter => "consent_post",
        _ => "consent_ads",
    };
}
