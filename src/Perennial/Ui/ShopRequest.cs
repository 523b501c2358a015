using Microsoft.AspNetCore.Authorization;
using Perennial.Core;
using Perennial.Operations;

namespace Perennial.Ui;

/// <summary>The view that one request is answered from: the same from its first line to its last.</summary>
public sealed class ShopRequest
{
    ShopView? view;

    /// <summary>The shop; of a request about one customer, that customer alone.</summary>
    public ShopView View
    {
        get => view ?? throw new InvalidOperationException(
            "The request asked for the shop before it was read: see [Reads].");
        set => view = value;
    }

    /// <summary>Whom the request is about (<see cref="ShopPart.Customer"/>); null where the store does not know
    /// them.</summary>
    public CustomerView? Customer { get; private set; }

    /// <summary>Answers from one customer alone.</summary>
    internal void Of(CustomerView? customer)
    {
        Customer = customer;
        view = customer?.View;
    }
}

/// <summary>Gives every request what it is answered from, and lets whoever changes something see the change.</summary>
sealed class ShopOfRequest(RequestDelegate next)
{
    public async Task Invoke(HttpContext context, ShopViews views, ShopRequest request)
    {
        var (http, cancel) = (context.Request, context.RequestAborted);
        var isQuestion = HttpMethods.IsGet(http.Method) || HttpMethods.IsHead(http.Method);
        var endpoint = context.GetEndpoint();
        // What is open to everybody shows nothing of the shop.
        if (endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            var part = endpoint?.Metadata.GetMetadata<ReadsAttribute>()?.Part
                ?? (isQuestion ? ShopPart.Everybody : ShopPart.Nothing);
            if (part == ShopPart.Everybody) request.View = await views.Current(OwnChange.Of(http), cancel);
            else if (part == ShopPart.Customer && CustomerId.TryParse($"{context.GetRouteValue("id")}", out var id))
                request.Of(await views.One(id, cancel));
            if (!isQuestion) OwnChange.Note(context, views);
        }
        await next(context);
    }
}
