using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Data;
using Perennial.Operations;
using Perennial.Ui.Access;

namespace Perennial.Ui;

/// <summary>What the pages about segments post.</summary>
static class SegmentForms
{
    public static void MapSegmentForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/segments").RequireAuthorization(Policies.Write).ExcludeFromDescription();
        forms.MapPost("/save", Save);
        forms.MapPost("/remove", Remove);
    }

    static async Task<IResult> Save(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var segment = new ShopSegment(Field(form, "name"), Field(form, "rule"))
        {
            Description = Field(form, "description"),
        };
        var store = StoreOf(views);
        try
        {
            SegmentEditing.Check(shop.View, segment);
        }
        catch (BadInputException)
        {
            // The editor says why, with everything that was typed.
            return new SeeOther("/segments/rule" + QueryString.Create(new Dictionary<string, string?>
            {
                ["rule"] = segment.Rule, ["name"] = segment.Name, ["description"] = segment.Description,
                ["save"] = "refused",
            }));
        }
        var before = shop.View.Segments.Catalogue.Find(segment.Name)?.Segment.Rule ?? "";
        var now = views.Now;
        SegmentEditing.Save(store, shop.View, segment, now);
        store.AddAudit(new AuditEntry(now, StaffForms.By(http), "segment saved", segment.Name)
        {
            Before = before, After = segment.Rule,
        });
        return new SeeOther(Show.SegmentAddress(segment.Name));
    }

    static async Task<IResult> Remove(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (store, name, now) = (StoreOf(views), Field(form, "name"), views.Now);
        var before = shop.View.Segments.Own.FirstOrDefault(own => own.Name == name)?.Rule ?? "";
        SegmentEditing.Remove(store, shop.View, name, now);
        store.AddAudit(new AuditEntry(now, StaffForms.By(http), "segment removed", name) { Before = before });
        return new SeeOther("/segments");
    }

    internal static ShopStore StoreOf(ShopViews views) => views.Store ?? throw new BadInputException(
        "segments", "This shop can only be looked at.", "Serve a store with perennial serve.");

    internal static string Field(IFormCollection form, string name) => form[name].ToString().Trim();
}
