using Microsoft.AspNetCore.Authorization;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>The view that one request is answered from: the same from its first line to its last.</summary>
public sealed class ShopRequest
{
    ShopView? view;

    /// <summary>The shop; of a request about one customer, that customer alone, or nobody.</summary>
    public ShopView View
    {
        get => view ?? throw new InvalidOperationException(
            "The request asked for the shop before it was read: see [Reads].");
        set => view = value;
    }

    /// <summary>Whom the request is about (<see cref="ShopPart.Customer"/>); null where there is none
    /// for whoever asks.</summary>
    public CustomerView? Customer { get; private set; }

    /// <summary>Answers from one customer alone, or from nobody.</summary>
    internal void Of(CustomerView? customer)
    {
        Customer = customer;
        view = customer?.View ?? ShopView.OfNobody;
    }
}

/// <summary>Gives every request what it is answered from, and lets whoever changes something see the change.</summary>
sealed class ShopOfRequest(RequestDelegate next)
{
    public async Task Invoke(HttpContext context, ShopViews views, ShopRequest request)
    {
        var (http, cancel) = (context.Request, context.RequestAborted);
        var endpoint = context.GetEndpoint();
        var part = ReadsAttribute.Of(endpoint);
        if (part == ShopPart.Everybody) request.View = await views.Current(OwnChange.Of(http), cancel);
        else if (part == ShopPart.Customer) request.Of(await AskedCustomer.Read(context, views));
        var isChange = !HttpMethods.IsGet(http.Method) && !HttpMethods.IsHead(http.Method);
        if (isChange && endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is null) OwnChange.Note(context, views);
        await next(context);
    }
}
