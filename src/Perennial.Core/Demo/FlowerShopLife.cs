using Perennial.Core.Intake;
using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>A contact that somebody made.</summary>
/// <param name="Customer">With whom.</param>
/// <param name="Contact">When, how, about what.</param>
public readonly record struct MadeContact(CustomerId Customer, SentContact Contact);

/// <summary>The synthetic flower shop told day by day: what was until some day as a file, and every day from then on as
/// the events that a shop hears of, in answer to the contacts made on it.</summary>
/// <remarks>
/// It is the shop of <see cref="FlowerShop"/>, but that its mailing tool tells of promotions alone from the first of
/// these days on: whoever else the shop writes to and calls is up to the caller. Events follow from the options and the
/// contacts. For one thread.
/// </remarks>
public sealed class FlowerShopLife
{
    readonly CustomerLife[] lives;
    readonly EventBook book;
    readonly Dictionary<CustomerId, int> rowOf;
    readonly CustomerDetails?[] details;
    readonly DayFacts facts = new();
    readonly List<SentContact> contacts = [];
    readonly ShopClock clock;

    FlowerShopLife(Population population, FlowerShop.DrawnShop drawn, int firstDay)
    {
        (clock, FirstDay, LastDay) = (population.Clock, firstDay, population.LastDay);
        (lives, details) = ([.. drawn.Lives.Select(life => life!)], drawn.Details);
        rowOf = Enumerable.Range(0, lives.Length)
            .ToDictionary(row => CustomerId.Of(CustomerKeyKind.External, drawn.Keys.Text(row)));
        var number = drawn.Batch.History.Orders.Number;
        book = new EventBook(drawn.Keys, number.Length);
        var (first, known) = (0, 0);
        foreach (var chunk in drawn.Chunks)
        {
            var customerOf = chunk.OrdersOfCustomer
                .SelectMany(orders => Enumerable.Repeat(drawn.Known[known++], orders)).ToArray();
            foreach (var (order, cents) in chunk.ReturnedLater)
                book.ReturnLater(customerOf[order], number[first + order]!, chunk.At[order], cents);
            first += chunk.At.Count;
        }
        Past = drawn.Batch;
    }

    /// <summary>Lets the shop live until the evening before a day.</summary>
    /// <param name="options">The shop, with behaviour, details, numbers and lines.</param>
    /// <param name="firstDay">The first day that is told by itself, days since 1970-01-01: after the opening, and not
    /// after the last.</param>
    /// <exception cref="ArgumentException">An option, or the day, is out of its range.</exception>
    public static FlowerShopLife Begin(FlowerShopOptions options, int firstDay)
    {
        var population = FlowerShop.Population(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstDay, population.FirstDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstDay, population.LastDay);
        if (!options.Behaviour || !options.Details || !options.Numbers || !options.Lines)
            throw new ArgumentException("Told day by day, a shop needs everything.", nameof(options));
        var drawn = FlowerShop.Drawn(options, population, firstDay - 1, population.Clock.MidnightOf(firstDay), firstDay,
            out _);
        return new FlowerShopLife(population, drawn, firstDay);
    }

    /// <summary>What was before the first day. Customers whom the shop gets to know later are not in it.</summary>
    public FactBatch Past { get; }

    /// <summary>The first day that is told by itself.</summary>
    public int FirstDay { get; }

    /// <summary>The last.</summary>
    public int LastDay { get; }

    /// <summary>Lets everybody live through a day; to be called for every day in turn.</summary>
    /// <param name="day">The day.</param>
    /// <param name="made">The contacts that were made on it, in time order.</param>
    /// <returns>What the shop hears of that day, in time order.</returns>
    /// <exception cref="ArgumentException">A contact is of another day, or of somebody whom the shop does not know.
    /// </exception>
    public IReadOnlyList<IncomingEvent> Live(int day, IEnumerable<MadeContact> made)
    {
        var madeWith = made.ToLookup(one => rowOf[one.Customer], one => one.Contact);
        book.Begin(day, clock.MidnightOf(day));
        for (var row = 0; row < lives.Length; row++)
        {
            contacts.Clear();
            if (madeWith.Count > 0) contacts.AddRange(madeWith[row]);
            book.Row = row;
            if (lives[row].KnownDay == day && details[row] is { } known) book.Add(known);
            lives[row].Live(day, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(contacts), facts, book);
        }
        return book.End();
    }
}
