using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Shop;

namespace Perennial.Privacy;

/// <summary>Hands out everything that is kept of one person, and writes down that it was.</summary>
static class ExportCustomer
{
    /// <summary>What is written down.</summary>
    public const string Exporting = "customer exported";

    /// <param name="store">The shop.</param>
    /// <param name="customer">Whose.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">The present.</param>
    /// <param name="write">Writes it to where it is asked for.</param>
    /// <exception cref="BadInputException">It cannot be written there.</exception>
    public static void Run(
        ShopStore store, CustomerView customer, Actor by, Instant now, Action<CustomerExport> write)
    {
        write(CustomerExport.Of(store, customer));
        store.Audit.Add(new AuditEntry(now, by, Exporting, customer.Record.Id.ToString()));
    }
}
