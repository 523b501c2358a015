using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Operations;

namespace Perennial.Ui.Access;

/// <summary>One person's rights: a copy of what is kept, and being forgotten.</summary>
static class ErasureForms
{
    public static void MapErasure(this IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/customers/{id}").RequireAuthorization(Policies.Admin).ExcludeFromDescription();
        one.MapGet("/export", (string id, ShopRequest shop, ShopViews views, HttpContext http) =>
        {
            var (store, customer) = (SegmentForms.StoreOf(views), Known(id, shop));
            var export = CustomerExport.Of(store, shop.View, customer);
            var zip = new MemoryStream();
            export.WriteZip(zip);
            store.AddAudit(new Data.AuditEntry(views.Now, StaffForms.By(http), "customer exported", id));
            zip.Position = 0;
            return Results.File(zip, "application/zip", $"customer-{id}.zip");
        });
        one.MapPost("/erase", async (string id, ShopRequest shop, ShopViews views, HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            if (SegmentForms.Field(form, "sure") != "yes")
            {
                throw new BadInputException("erasure", "Nothing was erased: it cannot be undone.",
                    "Go back and tick that you are sure.");
            }
            var receipt = EraseCustomer.Run(SegmentForms.StoreOf(views), new CustomerKeySet { Id = Known(id, shop) },
                "asked by the customer", StaffForms.By(http), views.Now);
            return ShownOnce.Of("Erased", "Keep this receipt: nothing else tells of the customer.",
                Cli.EraseVerb.Words(receipt), "/customers");
        });
    }

    static CustomerId Known(string id, ShopRequest shop) =>
        CustomerId.TryParse(id, out var customer) && shop.View.RowOf(customer) >= 0 ? customer
            : throw new NotFoundException($"customer {id}", "There is no such customer.", "Search for another.");
}
