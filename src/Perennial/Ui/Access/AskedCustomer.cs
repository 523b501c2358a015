using Perennial.Core;
using Perennial.Operations;

namespace Perennial.Ui.Access;

/// <summary>The customer whom an address names: the one way from an address to a customer.</summary>
/// <param name="Id">The customer.</param>
/// <param name="Row">Their row in the request's view.</param>
sealed record AskedCustomer(CustomerId Id, int Row)
{
    /// <summary>Finds the customer for whoever asks.</summary>
    /// <exception cref="NotFoundException">There is none, or the visitor does not see them: which of the two is not
    /// said.</exception>
    public static AskedCustomer Of(string id, HttpContext http, ShopView view)
    {
        if (CustomerId.TryParse(id, out var customer) && view.RowOf(customer) is >= 0 and var row
            && Visitor.Of(http).Sees(view, customer))
        {
            return new AskedCustomer(customer, row);
        }
        throw Missing(id);
    }

    /// <summary>What is said of a customer who is not there.</summary>
    public static NotFoundException Missing(string id) => new(
        $"customer {id}", "There is no such customer.", "Search for the customer by name, e-mail address or phone.");
}
