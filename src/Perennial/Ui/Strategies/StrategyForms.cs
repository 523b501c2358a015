using System.Globalization;
using Perennial.Contacts;
using Perennial.Shop;
using Perennial.Web;
using Perennial.Words;

namespace Perennial.Ui.Strategies;

/// <summary>What the pages about strategies post.</summary>
static class StrategyForms
{
    public const string Path = "/strategies";

    /// <summary>What stands for a strategy's name where all of them are meant.</summary>
    public const string All = "all";

    public static void MapStrategyForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(Path).RequireAuthorization(Policies.Write).ExcludeFromDescription();
        forms.MapPost("/stop", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            StrategyFiles.Stop(ServedStore.Of(views), Names(form), Visitor.Of(http).Actor, views.Now);
            return Back(form);
        }).Does(StrategyFiles.Stopping);
        forms.MapPost("/start", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            StrategyFiles.Start(ServedStore.Of(views), Names(form), Visitor.Of(http).Actor, views.Now);
            return Back(form);
        }).Does(StrategyFiles.Starting);
        forms.MapPost("/publish", async (HttpContext http, ShopViews views, ShopRequest shop) =>
        {
            var form = await PostedForm.Read(http);
            StrategyDrafts.Publish(ServedStore.Of(views), shop.View, form["draft"], Visitor.Of(http).Actor, views.Now,
                NumberIn(form["yes"]));
            return new SeeOther(Path);
        }).Does(StrategyFiles.Publishing);
        forms.MapPost("/ask", async (HttpContext http, ShopViews views, ShopRequest shop) =>
        {
            var form = await PostedForm.Read(http);
            StrategyDrafts.Ask(ServedStore.Of(views), shop.View, form["draft"], views.Now);
            return new SeeOther(Path + "#draft");
        });
        forms.MapPost("/discard", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            StrategyDrafts.Discard(ServedStore.Of(views), form["draft"], Visitor.Of(http).Actor, views.Now);
            return new SeeOther(Path);
        }).Does(StrategyDrafts.Discarding);
    }

    // As people write it: 5,200 or 5 200.
    static int? NumberIn(string typed) => int.TryParse(
        string.Concat(typed.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture, out var number) ? number : null;

    static IReadOnlyList<string>? Names(PostedForm form) => form["which"] == All ? null : [form["name"]];

    static SeeOther Back(PostedForm form) =>
        new(form["to"] == "one" ? Show.StrategyAddress(form["name"]) : Path);
}
