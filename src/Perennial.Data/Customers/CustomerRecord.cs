using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Data.Customers;

/// <summary>Everything known of one customer.</summary>
public sealed record CustomerRecord
{
    /// <summary>Who.</summary>
    public required CustomerId Id { get; init; }

    /// <summary>What kind of key the customer is known by: external, email, phone, anonymous.</summary>
    public required string KeyKind { get; init; }

    /// <summary>The customer's own key.</summary>
    public required string Key { get; init; }

    /// <summary>What is known, with what was last said to everything by a channel.</summary>
    public required CustomerDetails Details { get; init; }

    /// <summary>All that was said about being contacted.</summary>
    public CustomerPermissions Permissions { get; init; } = CustomerPermissions.None;

    /// <summary>All that was said of their attributes.</summary>
    public IReadOnlyList<AttributeSpan> Attributes { get; init; } = [];

    /// <summary>The system that first named the customer.</summary>
    public required string Source { get; init; }

    /// <summary>When it was first named.</summary>
    public required Instant FirstSeenAt { get; init; }

    /// <summary>All facts, one row, with their ids; orders with numbers and lines.</summary>
    public required HistoryTable History { get; init; }

    /// <summary>The products of lines and activities, as many as the history's
    /// <see cref="HistoryTable.Products"/>.</summary>
    public required IReadOnlyList<ProductDetails> Products { get; init; }
}
