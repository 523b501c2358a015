using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.Intake;
using Perennial.Core.Profiles;

namespace Perennial.Data.Destinations;

/// <summary>Customers as destinations need them now: who they are, where they stand.</summary>
/// <param name="Ids">Those of the customers asked for who are there, ascending.</param>
/// <param name="Profiles">Row by row as <paramref name="Ids"/>; only the columns asked for are filled.</param>
/// <param name="Keys">Kind and text of each customer's own key.</param>
/// <param name="Details">What is known of each; e-mail and telephone from further keys where the customer's own row has
/// none.</param>
/// <param name="Permissions">What each said about being contacted.</param>
/// <param name="Segments">The segments each is in.</param>
public sealed record OutgoingCustomers(
    IReadOnlyList<CustomerId> Ids, ProfileTable Profiles, IReadOnlyList<(string Kind, string Key)> Keys,
    IReadOnlyList<CustomerDetails> Details, IReadOnlyList<CustomerPermissions> Permissions,
    IReadOnlyList<IReadOnlyList<string>> Segments);
