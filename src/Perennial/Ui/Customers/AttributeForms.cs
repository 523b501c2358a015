using Perennial.Customers;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Ui.Customers;

/// <summary>What a customer's page posts of what is known of them.</summary>
static class AttributeForms
{
    public static void MapAttributeForms(this IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/customers/{id}").RequireAuthorization(Policies.Write).ExcludeFromDescription()
            .WithMetadata(new ReadsAttribute(ShopPart.Customer));
        one.MapPost("/attributes", async (string id, ShopRequest shop, ShopViews views, HttpContext http) =>
        {
            var customer = AskedCustomer.Of(id, shop);
            var form = await PostedForm.Read(http);
            AttributeEditing.Set(ServedStore.Of(views), customer.Record,
                new Dictionary<string, string> { [form["name"]] = form["value"] }, Visitor.Of(http).Actor, views.Now);
            return new SeeOther($"/customers/{customer.Record.Id}");
        }).Does(AttributeEditing.Setting);
    }
}
