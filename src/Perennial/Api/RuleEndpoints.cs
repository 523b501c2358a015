using Perennial.Contacts;
using Perennial.Customers;
using Perennial.Moments;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>Whatever asks a rule or a segment. Where the shop is in a database, the database answers, and nobody is
/// read but who is shown; else the view of everybody does, which is in memory.</summary>
static class RuleEndpoints
{
    public static async Task<CustomersAnswer> Customers(HttpContext http, ShopViews views)
    {
        var (query, size) = (ListQuery.Parse(http.Request.Query), ApiEndpoints.Size(http));
        if (Found(views, query) is not { } list)
            return ApiAnswers.Customers(await Everybody(http, views), query, size);
        var (view, page) = list.Page(query.Order, query.Page, size);
        return ApiAnswers.Customers(view, page, list.Hints);
    }

    public static async Task<CallsAnswer> Calls(HttpContext http, ShopViews views)
    {
        var (query, size) = (ListQuery.Parse(http.Request.Query).ToCalls(), ApiEndpoints.Size(http));
        if (Found(views, query) is not { } list) return ApiAnswers.Calls(await Everybody(http, views), query, size);
        var (view, page) = list.Page(query.Order, query.Page, size);
        return ApiAnswers.Calls(view, page, list.Hints);
    }

    public static async Task<IReadOnlyList<QueueLine>> Queue(string name, HttpContext http, ShopViews views) =>
        CallQueue.Of(ServedStore.Of(views), await Everybody(http, views), name, ApiEndpoints.Size(http), views.Now);

    public static async Task CustomersCsv(HttpContext http, ShopViews views)
    {
        var (view, query) = await ForFile(http, views, ListQuery.Parse(http.Request.Query));
        await ListCsv.Customers(view, query, http);
    }

    public static async Task CallsCsv(HttpContext http, ShopViews views)
    {
        var (view, query) = await ForFile(http, views, ListQuery.Parse(http.Request.Query).ToCalls());
        await ListCsv.Calls(view, query, http);
    }

    public static async Task<RuleCountAnswer> Count(HttpContext http, ShopViews views, string? rule) =>
        views.Asked is { } store ? ApiAnswers.Count(store, rule ?? "", views.Now)
            : ApiAnswers.Count(await Everybody(http, views), rule ?? "");

    public static async Task<IReadOnlyList<SegmentAnswer>> Segments(HttpContext http, ShopViews views)
    {
        var watched = SegmentWatching.Reasons(views.Store);
        if (LookBackQuery.Read(http) is { } back)
        {
            var then = await LookBackQuery.View(http, ServedStore.Of(views), back, views.Now);
            return ApiAnswers.Segments(then, watched);
        }
        return views.Asked is { } store ? ApiAnswers.Segments(store, null, views.Now, watched)
            : ApiAnswers.Segments(await Everybody(http, views), watched);
    }

    public static async Task<SegmentAnswer> Segment(string name, HttpContext http, ShopViews views)
    {
        var watched = SegmentWatching.Reasons(views.Store, name);
        var found = views.Asked is { } store
            ? ApiAnswers.Segments(store, name, views.Now, _ => watched).SingleOrDefault()
            : ApiAnswers.Segment(await Everybody(http, views), name, watched);
        return found
            ?? throw new NotFoundException($"segment '{name}'", "There is no such segment.", "Look at /segments.");
    }

    static Task<ShopView> Everybody(HttpContext http, ShopViews views) =>
        views.Current(OwnChange.Of(http.Request), http.RequestAborted);

    // Who is on a list by other things than a rule is asked of the view.
    static StoredList? Found(ShopViews views, ListQuery query) =>
        (query.Filter.Rule.Length > 0 || query.Filter.In.Length > 0) && views.Asked is { } store
            ? StoredList.Of(store, query.Filter, views.Now) : null;

    static async Task<(ShopView View, ListQuery Query)> ForFile(HttpContext http, ShopViews views, ListQuery query)
    {
        if (Found(views, query) is not { } list) return (await Everybody(http, views), query);
        var (view, rest) = list.All();
        return (view, query with { Filter = rest });
    }
}
