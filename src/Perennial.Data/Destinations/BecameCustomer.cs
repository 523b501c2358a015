using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data.Destinations;

/// <summary>Who a customer has become.</summary>
/// <param name="Id">The customer that it is now, however many keys were joined since.</param>
/// <param name="IsErased">Whether that customer was erased meanwhile.</param>
/// <param name="Key">Kind and text of that customer's own key; null where it is not there yet, or no more.</param>
/// <param name="Details">What is known of that customer; null likewise.</param>
public sealed record BecameCustomer(
    CustomerId Id, bool IsErased, (string Kind, string Key)? Key, CustomerDetails? Details);
