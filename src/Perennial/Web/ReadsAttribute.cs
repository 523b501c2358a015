using System.Reflection;
using Microsoft.AspNetCore.Authorization;

namespace Perennial.Web;

/// <summary>How much of the shop a request is answered from.</summary>
public enum ShopPart
{
    /// <summary>Nothing that would have to be read beforehand.</summary>
    Nothing,

    /// <summary>The customer whom the address names (<c>{id}</c>), read by key:
    /// <see cref="ShopRequest.Customer"/>.</summary>
    Customer,

    /// <summary>The view of everybody: <see cref="ShopRequest.View"/>.</summary>
    Everybody,
}

/// <summary>Says of a page or an endpoint how much of the shop it reads. Unsaid, a page reads everybody; and so does an
/// endpoint whose handler takes a <see cref="ShopRequest"/>, while any other reads nothing.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsAttribute(ShopPart part) : Attribute
{
    public ShopPart Part => part;

    /// <summary>How much an endpoint reads.</summary>
    internal static ShopPart Of(Endpoint? endpoint)
    {
        // What is open to everybody shows nothing of the shop.
        if (endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return ShopPart.Nothing;
        if (endpoint?.Metadata.GetMetadata<ReadsAttribute>() is { } said) return said.Part;
        var takesShop = endpoint?.Metadata.GetMetadata<MethodInfo>() is not { } handler
            || handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(ShopRequest));
        return takesShop ? ShopPart.Everybody : ShopPart.Nothing;
    }
}
