using Perennial.Core;
using Perennial.Privacy;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>What pages and the API say alike where one person's rights are asked for.</summary>
static class PersonalData
{
    /// <summary>A ZIP of everything that is kept of one person.</summary>
    public static IResult Export(string id, ShopRequest shop, ShopViews views, HttpContext http)
    {
        var (store, customer) = (ServedStore.Of(views), AskedCustomer.Of(id, shop));
        var zip = new MemoryStream();
        ExportCustomer.Run(store, customer, Visitor.Of(http).Actor, views.Now, export => export.WriteZip(zip));
        zip.Position = 0;
        return Results.File(zip, "application/zip", $"customer-{id}.zip");
    }

    /// <exception cref="BadInputException">Nobody said that they are sure.</exception>
    public static void RefuseUnsure(string sure, string remedy)
    {
        if (sure != "yes")
            throw new BadInputException("erasure", "Nothing was erased: it cannot be undone.", remedy);
    }
}
