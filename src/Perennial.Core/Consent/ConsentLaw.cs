using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>What the law of a country says of a channel for a time.</summary>
/// <param name="Country">ISO 3166, two capital letters.</param>
/// <param name="Channel">For which channel.</param>
/// <param name="From">The first day; null for since ever.</param>
/// <param name="Until">The last day; null for until further notice.</param>
/// <param name="NeedsConsent">Whether a contact needs consent. A law that needs none does not take away what the
/// shop itself asks for.</param>
public sealed record ConsentLaw(
    string Country, ContactChannel Channel, DateOnly? From, DateOnly? Until, bool NeedsConsent)
{
    /// <summary>Whether it holds on a day.</summary>
    public bool HoldsOn(DateOnly day) => (From is null || day >= From) && (Until is null || day <= Until);
}
