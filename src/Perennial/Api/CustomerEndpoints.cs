using Perennial.Core.Intake;
using Perennial.Privacy;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>One customer: to look at, to hand out, to forget.</summary>
static class CustomerEndpoints
{
    public static void MapCustomer(this IEndpointRouteBuilder routes)
    {
        routes.MapApi(Policies.Desk).MapGet("/customers/{id}",
                (string id, ShopRequest shop) => ApiAnswers.Record(AskedCustomer.Of(id, shop)))
            .WithMetadata(new ReadsAttribute(ShopPart.Customer)).MayMiss()
            .WithSummary("One customer with columns, scores and orders");
        var admin = routes.MapApi(Policies.Admin).WithMetadata(new ReadsAttribute(ShopPart.Customer));
        admin.MapGet("/customers/{id}/export", (string id, ShopRequest shop, ShopViews views, HttpContext http) =>
                PersonalData.Export(id, shop, views, http))
            .Does(ExportCustomer.Exporting).MayMiss()
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .WithSummary("Everything that is kept of a person, as a ZIP");
        admin.MapDelete("/customers/{id}", (string id, string? sure, string? reason, HttpContext http,
            ShopRequest shop, ShopViews views) =>
            {
                var customer = AskedCustomer.Of(id, shop);
                PersonalData.RefuseUnsure(sure ?? "", "Say sure=yes to do it.");
                return ErasedAnswer.Of(EraseCustomer.Run(ServedStore.Of(views),
                    new CustomerKeySet { Id = customer.Record.Id }, reason ?? EraseCustomer.Asked,
                    Visitor.Of(http).Actor, views.Now));
            }).Does(EraseCustomer.Erasing).MayMiss().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Forget a person (sure=yes): every fact, key and column");
    }
}
