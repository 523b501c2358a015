using Perennial.Channels.Webhooks;
using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Live;

/// <summary>Erases a person; done when it is committed.</summary>
/// <param name="who">The person's keys; whoever is known by any of them.</param>
/// <param name="source">The store that asked for it.</param>
/// <param name="cancel">Ends the waiting.</param>
public delegate Task ErasureSink(CustomerKeySet who, string source, CancellationToken cancel);

/// <summary>Writes down that somebody has to be answered within a month: a person asks what is known of them, or a
/// store asks that everybody be erased.</summary>
/// <param name="request">What is asked; never <see cref="PrivacyAct.Erase"/>.</param>
/// <param name="source">The store that passed it on.</param>
/// <param name="cancel">Ends the waiting.</param>
public delegate Task DataRequestSink(PrivacyRequest request, string source, CancellationToken cancel);

/// <summary>Writes what a store says of products.</summary>
/// <param name="products">The products.</param>
/// <param name="source">The store.</param>
/// <param name="cancel">Ends the waiting.</param>
public delegate Task ProductSink(IReadOnlyList<ProductDetails> products, string source, CancellationToken cancel);

/// <summary>Says whose an order is; null where it is not known.</summary>
/// <param name="source">The store.</param>
/// <param name="number">The order's number or id in the store, as in <see cref="OrderStatement"/>.</param>
/// <param name="cancel">Ends the waiting.</param>
public delegate Task<CustomerId?> OrderOwner(string source, string number, CancellationToken cancel);

/// <summary>Where what webhooks say goes.</summary>
public sealed record WebhookSinks
{
    /// <summary>Events.</summary>
    public required EventSink Events { get; init; }

    /// <summary>Erasures.</summary>
    public required ErasureSink Erasures { get; init; }

    /// <summary>Requests that people answer.</summary>
    public required DataRequestSink DataRequests { get; init; }

    /// <summary>Products.</summary>
    public required ProductSink Products { get; init; }

    /// <summary>Whose an order is: a refund by itself names its order alone.</summary>
    public required OrderOwner Owner { get; init; }
}
