using Perennial.Core.Consent;
using Perennial.Core.History;

namespace Perennial.Core.Segments.Rules;

/// <summary>Whether a customer may be contacted: what <see cref="MayContact"/> says.</summary>
/// <param name="Channel">By which channel.</param>
/// <param name="Topic">About what; <see cref="Topic.Everything"/> for nothing in particular.</param>
/// <param name="By">What counts where nothing was said: the shop's settings and the law.</param>
public sealed record ConsentTest(ContactChannel Channel, string Topic, ContactRules By) : Rule;

/// <summary>In how many days the consent ends that ends first.</summary>
/// <param name="Channel">By which channel; null for any.</param>
/// <param name="Comparison">With days: today is 0.</param>
public sealed record ExpiryTest(ContactChannel? Channel, Comparison Comparison) : Rule
{
    /// <summary>Its name in rules.</summary>
    public const string Name = "consent_expires_in_days";
}
