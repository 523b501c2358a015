using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Products;

namespace Perennial.Data.History;

/// <summary>Some customers' histories, in the order of ids.</summary>
/// <param name="Ids">Who, row by row.</param>
/// <param name="Keys">Their own keys.</param>
/// <param name="History">Their facts. All chunks of one reading number products alike; later ones may know
/// more.</param>
public sealed record HistoryChunk(CustomerId[] Ids, CustomerKeys Keys, HistoryTable History);

/// <summary>Collects customers with their facts, as they come from the store, into a chunk.</summary>
/// <param name="products">What the facts' products are numbered by.</param>
/// <param name="withNames">Whether to keep the facts' ids and the orders' numbers too. The ids of contacts are always
/// kept: responses name them.</param>
/// <param name="withEventNames">Whether to keep what activities are called without that: for rules that ask for it.
/// </param>
sealed class HistoryChunkBuilder(ProductIndex products, bool withNames, bool withEventNames = false)
{
    readonly List<CustomerId> ids = [];
    readonly TextBlock keys = new();

    public int Count => ids.Count;

    /// <summary>The row of the customer added last.</summary>
    public int Customer => ids.Count - 1;

    /// <summary>How many facts there are so far.</summary>
    public int FactCount => Orders.Count + Orders.LineCount + Activities.Count + Contacts.Count + Responses.Count;

    public OrderChunk Orders { get; } = new(products, withNames);

    public ActivityChunk Activities { get; } = new(products, withNames, withNames || withEventNames);

    public ContactChunk Contacts { get; } = new();

    public ResponseChunk Responses { get; } = new(withNames);

    public void AddCustomer(CustomerId id, ReadOnlySpan<byte> key)
    {
        ids.Add(id);
        keys.Add(key);
    }

    public HistoryChunk Build()
    {
        var (names, categories) = products.ToArrays();
        return new HistoryChunk([.. ids], keys.ToKeys(), new HistoryTable(ids.Count, Orders.Build(ids.Count))
        {
            Activities = Activities.Build(ids.Count),
            Contacts = Contacts.Build(ids.Count),
            Responses = Responses.Build(ids.Count),
            Products = names,
            Categories = categories,
        });
    }
}
