using Microsoft.AspNetCore.Components;
using Perennial.Shop;
using Perennial.Web;
using Perennial.Words;

namespace Perennial.Ui;

/// <summary>What every page has: the shop as of this request, and the address.</summary>
public abstract class ShopPage : ComponentBase
{
    [Inject]
    public ShopRequest Shop { get; set; } = null!;

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>Who asks.</summary>
    public Visitor Visitor => Visitor.Of(Http);

    public ShopView View => Shop.View;

    /// <summary>An amount in the shop's currency.</summary>
    protected string Money(long cents) => Show.Money(cents, View.Currency);
}
