using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Simulation;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>
/// A synthetic flower shop: facts that look like a real shop's, and the truth behind them.
/// </summary>
/// <remarks>
/// Everything follows from the options. Each customer has random streams of their own, so the first n customers are
/// the same in a shop of n and in a larger one (except for order numbers, which the shop gives in time order), and the
/// work is spread over threads without changing the result.
/// </remarks>
public sealed class FlowerShop
{
    internal const string Source = "flower-shop";
    const int CustomersPerChunk = 1024;
    const ulong ShopStream = ulong.MaxValue;
    const int ExperimentWeeks = 20;

    FlowerShop(FactBatch batch, FlowerShopTruth truth) => (Batch, Truth) = (batch, truth);

    /// <summary>The facts: customers with keys C-100001, C-100002, …, products, orders,
    /// activities, contacts and responses.</summary>
    public FactBatch Batch { get; }

    /// <summary>What the facts were drawn from.</summary>
    public FlowerShopTruth Truth { get; }

    /// <summary>Makes a shop, with what it sent to its customers and what came of that.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static FlowerShop Generate(FlowerShopOptions options)
    {
        var population = Population(options);
        var drawn = Drawn(options, population, population.LastDay, options.End, int.MaxValue, out var calendar);
        return new FlowerShop(drawn.Batch, new FlowerShopTruth(drawn.Truth, population.Promotions.All)
        {
            Behaviour = options.Behaviour ? [.. drawn.Lives.Select(life => life!.Behaviour)] : [],
            OrderCaused = options.Behaviour ? ShopChunk.Joined(drawn.Chunks, chunk => chunk.Caused) : [],
            Mails = options.Behaviour ? population.Mails : null,
            Experiment = options.Behaviour
                ? new MailingExperiment(calendar.Clock.MidnightOf(calendar.ExperimentFrom)) : null,
        });
    }

    /// <summary>Some of a shop's life, as a file says it, with those who live on.</summary>
    /// <param name="Batch">What the shop knows by then, of whom it knows.</param>
    /// <param name="Truth">What drives each customer.</param>
    /// <param name="Lives">All customers; null where they do nothing but order.</param>
    /// <param name="Chunks">The orders.</param>
    internal sealed record DrawnShop(
        FactBatch Batch, CustomerTruth[] Truth, CustomerLife?[] Lives, ShopChunk[] Chunks)
    {
        /// <summary>All customers' own keys.</summary>
        public required CustomerKeys Keys { get; init; }

        /// <summary>Who they are.</summary>
        public required CustomerDetails?[] Details { get; init; }

        /// <summary>The customers whom the batch speaks of, row by row.</summary>
        public required int[] Known { get; init; }
    }

    /// <summary>Lets all customers live until a day.</summary>
    /// <param name="options">The shop.</param>
    /// <param name="population">Its customers.</param>
    /// <param name="until">The last day.</param>
    /// <param name="end">Its end, or the present.</param>
    /// <param name="strategiesFrom">The day from which strategies do what the mailing tool did.</param>
    /// <param name="calendar">What the mailing tool goes by.</param>
    internal static DrawnShop Drawn(FlowerShopOptions options, Population population, int until, Instant end,
        int strategiesFrom, out ContactCalendar calendar)
    {
        var clock = population.Clock;
        var people = options.Details
            ? new People(options.Customers, ShopCalendar.Date(options.Calendar.DayOf(options.End))) : null;
        var truth = new CustomerTruth[options.Customers];
        var lives = new CustomerLife?[options.Customers];
        var days = new ContactCalendar(clock, population.Promotions)
        {
            ExperimentFrom = clock.FirstDay + Math.Max(0, clock.Days - 7 * ExperimentWeeks),
            StrategiesFrom = strategiesFrom,
        };
        var keys = Keys(options.Customers);
        var count = (options.Customers + CustomersPerChunk - 1) / CustomersPerChunk;
        var chunks = new ShopChunk[count];
        var facts = new BehaviourFacts[count];
        var returnsBefore = strategiesFrom == int.MaxValue ? Instant.Never : end;
        Parallel.For(0, count, Cores.All, c =>
        {
            chunks[c] = new ShopChunk(options.Lines, returnsBefore);
            facts[c] = new BehaviourFacts();
            var drawing = new CustomerDrawing(options, keys, population, days, people);
            var last = Math.Min(options.Customers, (c + 1) * CustomersPerChunk);
            for (var i = c * CustomersPerChunk; i < last; i++)
                lives[i] = drawing.Draw(i, until, chunks[c], facts[c], out truth[i]);
        });
        calendar = days;
        var details = people?.Finish() ?? [];
        int[] known = [.. Enumerable.Range(0, lives.Length).Where(i => !(lives[i]?.KnownDay > until))];
        var batch = known.Length == lives.Length ? ToBatch(options, keys, chunks, facts, details, end)
            : ToBatch(options, CustomerKeys.From([.. known.Select(i => keys.Text(i))]), chunks, facts,
                details.Length == 0 ? details : [.. known.Select(i => details[i])], end);
        return new DrawnShop(batch, truth, lives, chunks) { Keys = keys, Details = details, Known = known };
    }

    /// <summary>The shop's customers without what the shop does: to be stepped by whoever plays the shop instead, in
    /// memory.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Population Population(FlowerShopOptions options)
    {
        options.Check();
        var clock = new ShopClock(options.End, options.Years, options.Calendar, FlowerSeasons.Weight);
        var planned = FlowerPromotions.Plan(clock.FirstDay, clock.Days, Rng.ForStream(options.Seed, ShopStream));
        var promotions = new PromotionCalendar(clock.FirstDay, clock.Days, planned);
        return new Population(options.Seed, clock, promotions, FlowerTaste.Assortment,
            customer => Addresses.CountryOf(options.Seed, customer, out _).Code)
        {
            Mails = options.Mails,
            Pace = options.Pace,
            Behaviour = options.Behaviour,
        };
    }

    static FactBatch ToBatch(FlowerShopOptions options, CustomerKeys keys, ShopChunk[] chunks, BehaviourFacts[] facts,
        CustomerDetails?[] details, Instant end)
    {
        var (id, number) = options.Numbers ? Numbered(chunks) : ([], []);
        var orders = ShopChunk.Join(chunks, keys.Count, id, number, options.Lines, end);
        var kinds = new CustomerKeyKind[keys.Count];
        Array.Fill(kinds, CustomerKeyKind.External);
        return new FactBatch
        {
            Source = Source,
            Keys = keys,
            KeyKinds = kinds,
            Details = details,
            History = new HistoryTable(keys.Count, orders)
            {
                Activities = options.Behaviour ? BehaviourFacts.JoinActivities(facts, keys.Count) : null,
                Contacts = options.Behaviour ? BehaviourFacts.JoinContacts(facts, keys.Count) : null,
                Responses = options.Behaviour ? BehaviourFacts.JoinResponses(facts, keys.Count) : null,
                Products = FlowerCatalogue.Ids,
                Categories = FlowerCatalogue.CategoryOfEach,
            },
            Products = FlowerCatalogue.Products(pictures: options.Details),
            Currency = "EUR",
        };
    }

    /// <summary>Order numbers F-100001, F-100002, … in time order; orders of one instant by customer.</summary>
    static (OrderId[] Id, string?[] Number) Numbered(ShopChunk[] chunks)
    {
        var at = ShopChunk.Joined(chunks, chunk => chunk.At);
        if (at.Length == 0) return ([], []);
        var earliest = at.Min(instant => instant.UnixMs);
        // Time in seconds and place in one number each: sorting them sorts the orders, ties included.
        var place = new ulong[at.Length];
        for (var i = 0; i < place.Length; i++) place[i] = ((ulong)(at[i].UnixMs - earliest) / 1000 << 32) | (uint)i;
        Array.Sort(place);
        var id = new OrderId[at.Length];
        var number = new string?[at.Length];
        Parallel.For(0, (place.Length + 4095) / 4096, Cores.All, block =>
        {
            for (var rank = block * 4096; rank < Math.Min(place.Length, (block + 1) * 4096); rank++)
            {
                var order = (int)(place[rank] & uint.MaxValue);
                var text = NumberOf(rank);
                (id[order], number[order]) = (OrderId.Numbered(Source, text), text);
            }
        });
        return (id, number);
    }

    /// <summary>What the shop calls an order.</summary>
    /// <param name="rank">How many were placed before it.</param>
    internal static string NumberOf(int rank) => $"F-{100_001 + rank}";

    static CustomerKeys Keys(int customers)
    {
        var text = new List<byte>(customers * 9);
        var start = new int[customers + 1];
        Span<byte> key = stackalloc byte[16];
        for (var i = 0; i < customers; i++)
        {
            System.Text.Unicode.Utf8.TryWrite(key, $"C-{100_001 + i}", out var written);
            text.AddRange(key[..written]);
            start[i + 1] = text.Count;
        }
        return new CustomerKeys([.. text], start);
    }
}
