using Microsoft.AspNetCore.Authorization;
using Perennial.Operations;

namespace Perennial.Ui;

/// <summary>The view that one request is answered from: the same from its first line to its last.</summary>
public sealed class ShopRequest
{
    ShopView? view;

    public ShopView View
    {
        get => view ?? throw new InvalidOperationException("The request asked for the shop before it was read.");
        set => view = value;
    }
}

/// <summary>Gives every request that needs it the current view.</summary>
sealed class ShopOfRequest(RequestDelegate next)
{
    public async Task Invoke(HttpContext context, ShopViews views, ShopRequest request)
    {
        // What is open to everybody shows nothing of the shop.
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
            request.View = await views.Current(context.RequestAborted);
        await next(context);
    }
}
