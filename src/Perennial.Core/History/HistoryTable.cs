namespace Perennial.Core.History;

/// <summary>Every fact of a set of customers, as arrays. One customer is a table of one row.</summary>
/// <remarks>
/// Built by intake from a file, by the store from its rows, or by <see cref="HistoryBuilder"/> from single facts; read
/// by the fold through <see cref="CustomerHistory"/>.
/// </remarks>
public sealed class HistoryTable
{
    /// <summary>Creates a table over facts that are grouped and ordered already.</summary>
    /// <exception cref="ArgumentException">The facts are grouped for another number of customers.</exception>
    public HistoryTable(int customers, OrderFacts orders)
    {
        if (orders.Start.Length != customers + 1)
            throw new ArgumentException($"Orders are grouped for {orders.Start.Length - 1} of {customers} customers.");
        CustomerCount = customers;
        Orders = orders;
    }

    /// <summary>Number of customers, each a row.</summary>
    public int CustomerCount { get; }

    /// <summary>Orders, always present, perhaps empty.</summary>
    public OrderFacts Orders { get; }

    /// <summary>Activities, or null where none are known for anybody.</summary>
    public ActivityFacts? Activities { get; init; }

    /// <summary>Contacts, or null where none are known for anybody.</summary>
    public ContactFacts? Contacts { get; init; }

    /// <summary>Responses, or null where none are known for anybody.</summary>
    public ResponseFacts? Responses { get; init; }

    /// <summary>The products that lines and activities point at, by their own ids.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>The category of each product of <see cref="Products"/>, null where it has none; empty where categories
    /// are not known.</summary>
    public IReadOnlyList<string?> Categories { get; init; } = [];

    /// <summary>
    /// The facts as they were true at an instant, by what was known at another: orders as they stood, without what
    /// became of them later. The very same table where nothing was different.
    /// </summary>
    /// <param name="asOf">What happened later is not in it; facts that happened later may still be, for a fold passes
    /// over them.</param>
    /// <param name="knownBy">What the shop learned later is not in it; <see cref="Instant.Never"/> for everything that
    /// is known.</param>
    public HistoryTable AsOf(Instant asOf, Instant knownBy)
    {
        var orders = OrdersThen.Of(Orders, asOf, knownBy);
        var (activities, contacts, responses) = (KnownThen.Of(Activities, knownBy), KnownThen.Of(Contacts, knownBy),
            KnownThen.Of(Responses, knownBy));
        if (ReferenceEquals(orders, Orders) && ReferenceEquals(activities, Activities)
            && ReferenceEquals(contacts, Contacts) && ReferenceEquals(responses, Responses)) return this;
        return new HistoryTable(CustomerCount, orders)
        {
            Activities = activities, Contacts = contacts, Responses = responses, Products = Products,
            Categories = Categories,
        };
    }

    /// <summary>The same without the orders placed after an instant: for whoever lists them.</summary>
    public HistoryTable OrderedUntil(Instant end) =>
        Array.TrueForAll(Orders.At, at => at <= end) ? this : With(Orders.Where(order => Orders.At[order] <= end));

    HistoryTable With(OrderFacts orders) => new(CustomerCount, orders)
    {
        Activities = Activities, Contacts = Contacts, Responses = Responses, Products = Products,
        Categories = Categories,
    };

    /// <summary>Whether anything is known that a customer did or was sent.</summary>
    public bool HasFacts(int customer)
    {
        return Any(Orders.Start) || Any(Activities?.Start) || Any(Contacts?.Start) || Any(Responses?.Start);

        bool Any(int[]? start) => start is not null && start[customer + 1] > start[customer];
    }

    /// <summary>One customer's history.</summary>
    public CustomerHistory this[int customer] => new(this, customer);
}
