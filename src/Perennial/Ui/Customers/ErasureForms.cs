using Perennial.Core.Intake;
using Perennial.Privacy;
using Perennial.Shop;
using Perennial.Ui.Layout;
using Perennial.Web;

namespace Perennial.Ui.Customers;

/// <summary>One person's rights: a copy of what is kept, and being forgotten.</summary>
static class ErasureForms
{
    public static void MapErasure(this IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/customers/{id}").RequireAuthorization(Policies.Admin).ExcludeFromDescription()
            .WithMetadata(new ReadsAttribute(ShopPart.Customer));
        one.MapGet("/export", PersonalData.Export).Does(ExportCustomer.Exporting);
        one.MapPost("/erase", async Task<IResult> (string id, ShopRequest shop, ShopViews views, HttpContext http) =>
        {
            var customer = AskedCustomer.Of(id, shop);
            var form = await PostedForm.Read(http);
            PersonalData.RefuseUnsure(form["sure"], "Go back and tick that you are sure.");
            var report = EraseCustomer.Run(ServedStore.Of(views), new CustomerKeySet { Id = customer.Record.Id },
                EraseCustomer.Asked, Visitor.Of(http).Actor, views.Now);
            return ShownOnce.Of("Erased", "Keep this receipt: nothing else tells of the customer.",
                report.Words(), "/customers");
        }).Does(EraseCustomer.Erasing);
    }
}
