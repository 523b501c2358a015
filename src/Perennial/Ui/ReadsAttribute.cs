namespace Perennial.Ui;

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

/// <summary>Says of a page or an endpoint how much of the shop it reads. Unsaid, what is asked for reads everybody, and
/// what is posted nothing.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsAttribute(ShopPart part) : Attribute
{
    public ShopPart Part => part;
}
