using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Operations;

namespace Perennial.Ui.Access;

/// <summary>One person's rights: a copy of what is kept, and being forgotten.</summary>
static class ErasureForms
{
    public static void MapErasure(this IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/customers/{id}").RequireAuthorization(Policies.Admin).ExcludeFromDescription()
            .WithMetadata(new ReadsAttribute(ShopPart.Customer));
        one.MapGet("/export", (string id, ShopRequest shop, ShopViews views, HttpContext http) =>
        {
            var store = SegmentForms.StoreOf(views);
            var export = CustomerExport.Of(store, shop.Customer ?? throw Missing(id));
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
            var customer = shop.Customer?.Record.Id ?? throw Missing(id);
            var receipt = EraseCustomer.Run(SegmentForms.StoreOf(views), new CustomerKeySet { Id = customer },
                "asked by the customer", StaffForms.By(http), views.Now);
            return ShownOnce.Of("Erased", "Keep this receipt: nothing else tells of the customer.",
                Cli.EraseVerb.Words(receipt), "/customers");
        });
    }

    static NotFoundException Missing(string id) =>
        new($"customer {id}", "There is no such customer.", "Search for another.");
}
