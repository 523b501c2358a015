using System.Runtime.InteropServices;

namespace Perennial.Core.History;

/// <summary>Puts customers of several tables into one, in the order they are added: a whole shop in memory from the
/// chunks it is read in.</summary>
/// <remarks>The tables must share one numbering of products (each may know more of them than the one before). Ids of
/// orders and activities are left out: whoever asks about everybody counts facts and names none. Contacts keep theirs,
/// because responses name them. Not safe for several threads.</remarks>
public sealed class HistoryJoin
{
    readonly Facts orders = new(), lines = new(), activities = new(), contacts = new(), responses = new();
    readonly List<Instant> orderAt = [], activityAt = [], contactAt = [], responseAt = [];
    readonly List<long> gross = [], discount = [], refunded = [], cost = [], lineGross = [], lineDiscount = [];
    readonly List<OrderFlags> flags = [];
    readonly List<DiscountMechanism> mechanism = [];
    readonly List<int> lineProduct = [], lineQuantity = [], lineRefunded = [], activityProduct = [], duration = [];
    readonly List<ActivityKind> activityKind = [];
    readonly List<ContactChannel> channel = [], responseChannel = [];
    readonly List<ResponseKind> responseKind = [];
    readonly List<string?> strategy = [], disposition = [];
    readonly List<FactId> contactId = [], answered = [];
    readonly List<ContactContext?> context = [];
    readonly List<int> detailed = [];
    readonly List<ActivityDetail> details = [];
    readonly List<Instant> orderKnownAt = [];
    readonly OrderPastBuilder past = new();
    readonly RefundFactsBuilder refunds = new();
    IReadOnlyList<string> products = [];
    IReadOnlyList<string?> categories = [];

    /// <summary>Number of customers added.</summary>
    public int Count => orders.Groups;

    /// <summary>Adds a customer without facts.</summary>
    public void AddNobody()
    {
        orders.EndGroup(0);
        activities.EndGroup(0);
        contacts.EndGroup(0);
        responses.EndGroup(0);
    }

    /// <summary>Adds one customer of a table.</summary>
    public void Add(HistoryTable table, int customer)
    {
        if (table.Products.Count >= products.Count) (products, categories) = (table.Products, table.Categories);
        AddOrders(table.Orders, customer);
        AddActivities(table.Activities, customer);
        AddContacts(table.Contacts, customer);
        AddResponses(table.Responses, customer);
    }

    /// <summary>The table of everybody added.</summary>
    public HistoryTable Build() => new(Count, new OrderFacts
    {
        Start = orders.Start,
        At = [.. orderAt],
        GrossCents = [.. gross],
        DiscountCents = Kept(discount, 0),
        RefundedCents = Kept(refunded, 0),
        CostCents = Kept(cost, -1),
        Flags = Kept(flags, OrderFlags.None),
        Mechanism = Kept(mechanism, DiscountMechanism.Unknown),
        KnownAt = Kept(orderKnownAt, Instant.None),
        Past = past.Build(),
        Refunds = refunds.Build(Count),
        Lines = lines.Total == 0 ? null : new LineFacts
        {
            Start = lines.Start, Product = [.. lineProduct], Quantity = [.. lineQuantity],
            GrossCents = [.. lineGross], DiscountCents = [.. lineDiscount], RefundedQuantity = [.. lineRefunded],
        },
    })
    {
        Products = products,
        Categories = categories,
        Activities = new ActivityFacts
        {
            Start = activities.Start, At = [.. activityAt], Kind = [.. activityKind], Product = [.. activityProduct],
            DurationSeconds = [.. duration],
            Details = details.Count == 0 ? null
                : new ActivityDetails { Fact = [.. detailed], Detail = [.. details] },
        },
        Contacts = new ContactFacts
        {
            Start = contacts.Start, At = [.. contactAt], Channel = [.. channel], Strategy = Kept(strategy, null),
            Id = Kept(contactId, FactId.None), Context = Kept(context, null),
        },
        Responses = new ResponseFacts
        {
            Start = responses.Start, At = [.. responseAt], Kind = [.. responseKind], Channel = [.. responseChannel],
            Disposition = Kept(disposition, null), Contact = Kept(answered, FactId.None),
        },
    };

    void AddOrders(OrderFacts from, int customer)
    {
        var (first, count) = (from.Start[customer], from.Start[customer + 1] - from.Start[customer]);
        Copy(from.At, first, count, orderAt);
        Copy(from.GrossCents, first, count, gross);
        Copy(from.DiscountCents, first, count, discount);
        Copy(from.RefundedCents, first, count, refunded);
        Copy(from.CostCents, first, count, cost, -1);
        Copy(from.Flags, first, count, flags);
        Copy(from.Mechanism, first, count, mechanism);
        Copy(from.KnownAt, first, count, orderKnownAt, Instant.None);
        past.Add(from.Past, first, count, orders.Total);
        for (var i = from.Refunds.Start[customer]; i < from.Refunds.Start[customer + 1]; i++)
            refunds.Add(orders.Groups, from.Refunds, i, from.Refunds.Order[i] - first + orders.Total);
        orders.EndGroup(count);
        for (var order = first; order < first + count; order++) AddLines(from.Lines, order);
    }

    void AddLines(LineFacts? from, int order)
    {
        if (from is null)
        {
            lines.EndGroup(0);
            return;
        }
        var (first, count) = (from.Start[order], from.Start[order + 1] - from.Start[order]);
        Copy(from.Product, first, count, lineProduct);
        Copy(from.Quantity, first, count, lineQuantity);
        Copy(from.GrossCents, first, count, lineGross);
        Copy(from.DiscountCents, first, count, lineDiscount);
        Copy(from.RefundedQuantity, first, count, lineRefunded);
        lines.EndGroup(count);
    }

    void AddActivities(ActivityFacts? from, int customer)
    {
        var (first, count) = Slice(from?.Start, customer);
        if (count > 0)
        {
            Copy(from!.At, first, count, activityAt);
            Copy(from.Kind, first, count, activityKind);
            Copy(from.Product, first, count, activityProduct);
            Copy(from.DurationSeconds, first, count, duration);
            if (from.Details is { } known) AddDetails(known, first, count);
        }
        activities.EndGroup(count);
    }

    void AddDetails(ActivityDetails from, int first, int count)
    {
        var place = Array.BinarySearch(from.Fact, first);
        for (var i = place < 0 ? ~place : place; i < from.Fact.Length && from.Fact[i] < first + count; i++)
        {
            detailed.Add(activities.Total + from.Fact[i] - first);
            details.Add(from.Detail[i]);
        }
    }

    void AddContacts(ContactFacts? from, int customer)
    {
        var (first, count) = Slice(from?.Start, customer);
        if (count > 0)
        {
            Copy(from!.At, first, count, contactAt);
            Copy(from.Channel, first, count, channel);
            Copy(from.Strategy, first, count, strategy);
            Copy(from.Id, first, count, contactId);
            Copy(from.Context, first, count, context);
        }
        contacts.EndGroup(count);
    }

    void AddResponses(ResponseFacts? from, int customer)
    {
        var (first, count) = Slice(from?.Start, customer);
        if (count > 0)
        {
            Copy(from!.At, first, count, responseAt);
            Copy(from.Kind, first, count, responseKind);
            Copy(from.Channel, first, count, responseChannel);
            Copy(from.Disposition, first, count, disposition);
            Copy(from.Contact, first, count, answered);
        }
        responses.EndGroup(count);
    }

    static (int First, int Count) Slice(int[]? start, int customer) =>
        start is null ? (0, 0) : (start[customer], start[customer + 1] - start[customer]);

    // An array that would hold nothing but the same value is empty in its table.
    static void Copy<T>(T[] from, int first, int count, List<T> into, T absent = default!)
    {
        if (from.Length > 0)
        {
            into.AddRange(from.AsSpan(first, count));
            return;
        }
        CollectionsMarshal.SetCount(into, into.Count + count);
        CollectionsMarshal.AsSpan(into)[^count..].Fill(absent);
    }

    static T[] Kept<T>(List<T> values, T absent)
    {
        foreach (var value in values)
            if (!EqualityComparer<T>.Default.Equals(value, absent)) return [.. values];
        return [];
    }

    /// <summary>Where groups of facts end.</summary>
    sealed class Facts
    {
        readonly List<int> start = [0];

        public int Groups => start.Count - 1;

        public int Total => start[^1];

        public int[] Start => [.. start];

        public void EndGroup(int count) => start.Add(start[^1] + count);
    }
}
