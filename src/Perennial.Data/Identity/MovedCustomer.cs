using Perennial.Core.Intake;
using Perennial.Data.Attributes;
using Perennial.Data.Consent;
using Perennial.Data.Customers;

namespace Perennial.Data.Identity;

/// <summary>What was known of a customer whose key became another's, until it is moved.</summary>
/// <param name="Details">Without consents.</param>
/// <param name="SaidAt">When each detail was said.</param>
/// <param name="Source">The system that first named the customer.</param>
/// <param name="Consents">What was said about being contacted.</param>
sealed record MovedCustomer(CustomerDetails Details, string SaidAt, string Source, List<MovedConsent> Consents)
{
    public static MovedCustomer Of(KnownCustomer customer) =>
        new(customer.Details, customer.SaidAt.ToString(), customer.Source, []);

    /// <summary>What was said of their attributes.</summary>
    public List<MovedAttribute> Attributes { get; init; } = [];

    /// <summary>By which channels the customer is never contacted.</summary>
    public List<MovedSuppression> Suppressions { get; init; } = [];
}
