using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Engines;
using Perennial.Data.Products;

namespace Perennial.Data.History;

/// <summary>Collects the activities of a chunk.</summary>
sealed class ActivityChunk(ProductIndex products, bool withIds, bool withNames)
{
    readonly List<int> customer = [];
    readonly List<Instant> at = [];
    readonly List<ActivityKind> kind = [];
    readonly List<int> product = [], duration = [];
    readonly List<FactId> ids = [];
    readonly List<Instant> known = [];
    readonly TextPool texts = new();
    readonly List<string?> names = [], properties = [];
    readonly Dictionary<int, ActivityDetail> details = [];

    public int Count => customer.Count;

    /// <summary>Adds an activity as the store has it.</summary>
    public void Add(int row, Rows activity)
    {
        Add(row, activity.Instant(2), (ActivityKind)activity.Int64(3),
            activity.IsNull(4) ? -1 : products.IndexOf(activity.Bytes(4)), activity.Int32(5));
        if (kind[^1].HasDetail()) details.Add(Count - 1, Detail(activity));
        if (withIds) ids.Add(activity.FactId(1));
        if (!withNames) return;
        names.Add(texts.Of(activity, 10));
        properties.Add(activity.Text(11));
    }

    /// <summary>Notes when the activity added last was first known.</summary>
    public void AddKnown(Rows activity)
    {
        InOrder.Pad(known, Count - 1);
        known.Add(activity.IsNull(9) ? Instant.None : activity.Instant(9));
    }

    ActivityDetail Detail(Rows activity) => new()
    {
        Rating = activity.IsNull(6) ? null : new Rating(activity.Int32(6), activity.Int32(7)),
        Thread = activity.Text(8),
        Text = withIds ? activity.Text(12) : null,
    };

    /// <summary>Adds an activity of a batch.</summary>
    public void Add(int row, ActivityFacts from, int fact, int productIndex)
    {
        Add(row, from.At[fact], from.Kind[fact], productIndex, from.DurationSeconds[fact]);
        if (withNames)
        {
            names.Add(from.Name.Length == 0 ? null : from.Name[fact]);
            properties.Add(from.Properties.Length == 0 ? null : from.Properties[fact]);
        }
        if (from.Details?.Of(fact) is { } detail) details.Add(Count - 1, detail with { Text = null });
    }

    void Add(int row, Instant happenedAt, ActivityKind what, int productIndex, int seconds)
    {
        customer.Add(row);
        at.Add(happenedAt);
        kind.Add(what);
        product.Add(productIndex);
        duration.Add(seconds);
    }

    /// <summary>Null where there are none.</summary>
    public ActivityFacts? Build(int customers)
    {
        if (Count == 0) return null;
        var (start, position) = InOrder.Of(customer, at, customers);
        return new ActivityFacts
        {
            Start = start,
            At = InOrder.Take(at, position),
            Kind = InOrder.Take(kind, position),
            Product = InOrder.Take(product, position),
            DurationSeconds = InOrder.Take(duration, position),
            KnownAt = InOrder.Known(known, position),
            Id = withIds ? InOrder.Take(ids, position) : [],
            Name = withNames ? InOrder.Take(names, position) : [],
            Properties = withNames && properties.Exists(one => one is not null)
                ? InOrder.Take(properties, position) : [],
            Details = details.Count == 0 ? null
                : ActivityDetails.From(position.Select(fact => details.GetValueOrDefault(fact))),
        };
    }
}
