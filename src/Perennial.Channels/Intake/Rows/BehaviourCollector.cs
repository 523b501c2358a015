using System.Collections.Frozen;
using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Collects activities, contacts and responses as records go by, and makes the batch of them.</summary>
sealed class BehaviourCollector
{
    static readonly FrozenDictionary<int, string> none = FrozenDictionary<int, string>.Empty;

    // A number (-1: none) is an index of the numbers' table; a contact (-1: none) is one of this file's contacts.
    readonly record struct Did(
        int Customer, Instant At, ActivityKind Kind, int Product, int Seconds, int Number, SaidRow? Said,
        string? Name, string? Properties, int Record);

    readonly record struct Got(
        int Customer, Instant At, ContactChannel Channel, string? Strategy, ContactContext? Context, int Number,
        int Record);

    readonly record struct Came(
        int Customer, Instant At, ResponseKind Kind, ContactChannel Channel, int Contact, int ContactNumber,
        string? Disposition, int Number, int Record, string? Topic = null, string? Text = null);

    readonly List<Did> activities = [];
    readonly List<Got> contacts = [];
    readonly List<Came> responses = [];
    readonly KeyTable numbers = new();
    readonly HashSet<(int Customer, int Number)> seen = [];
    readonly List<int> customerOfRecord = [];
    // Addresses beside numbers that several people seem to share: by record, and by fact.
    IReadOnlyDictionary<int, string> beside = none, activityAddresses = none, contactAddresses = none,
        responseAddresses = none;

    int Record => customerOfRecord.Count - 1;

    /// <summary>Begins a record of a customer; the facts that are added next are of it. Returns its place.</summary>
    public int Begin(int customer)
    {
        customerOfRecord.Add(customer);
        return Record;
    }

    /// <summary>Adds an activity. False if the customer has one of that number in the file already.</summary>
    public bool AddActivity(
        int customer, Instant at, ActivityKind kind, int product, int seconds, ReadOnlySpan<byte> number,
        SaidRow? said = null, string? name = null, string? properties = null)
    {
        if (!TryNumber(customer, number, out var index)) return false;
        activities.Add(new Did(customer, at, kind, product, seconds, index, said, name, properties, Record));
        return true;
    }

    /// <summary>Whether a ticket of that number is the customer's first in the file.</summary>
    public bool IsNewTicket(int customer, ReadOnlySpan<byte> number) => TryNumber(customer, number, out _);

    /// <summary>Adds a contact.</summary>
    /// <returns>Its place in the file, to answer it; −1 if the customer has one of that number already.</returns>
    public int AddContact(
        int customer, Instant at, ContactChannel channel, string? strategy, ContactContext? context,
        ReadOnlySpan<byte> number)
    {
        if (!TryNumber(customer, number, out var index)) return -1;
        contacts.Add(new Got(customer, at, channel, strategy, context, index, Record));
        return contacts.Count - 1;
    }

    /// <summary>Adds a response to a contact of the same file.</summary>
    public void AddResponse(int contact, Instant at, ResponseKind kind, string? disposition)
    {
        var to = contacts[contact];
        responses.Add(new Came(to.Customer, at, kind, to.Channel, contact, -1, disposition, -1, to.Record));
    }

    /// <summary>Adds a response. False if the customer has one of that number in the file already.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="kind">What.</param>
    /// <param name="channel">By which channel.</param>
    /// <param name="contactNumber">The number of the contact answered; empty where the file names none.</param>
    /// <param name="disposition">How a call ended.</param>
    /// <param name="number">The response's own number; empty where it has none.</param>
    /// <param name="topic">The topic that an unsubscription is about; null for everything.</param>
    /// <param name="text">What was answered.</param>
    public bool AddResponse(
        int customer, Instant at, ResponseKind kind, ContactChannel channel, ReadOnlySpan<byte> contactNumber,
        string? disposition, ReadOnlySpan<byte> number, string? topic, string? text)
    {
        if (!TryNumber(customer, number, out var index)) return false;
        var answered = contactNumber.IsEmpty ? -1 : numbers.Add(contactNumber, out _);
        responses.Add(new Came(customer, at, kind, channel, -1, answered, disposition, index, Record, topic, text));
        return true;
    }

    bool TryNumber(int customer, ReadOnlySpan<byte> number, out int index)
    {
        index = number.IsEmpty ? -1 : numbers.Add(number, out _);
        return index < 0 || seen.Add((customer, index));
    }

    /// <summary>Makes the batch. Customers of whom the file has no fact are left out.</summary>
    public FactBatch Finish(string source, CustomerCollector customers, LineCollector? lines)
    {
        var kept = new bool[customers.Count];
        foreach (var fact in activities) kept[fact.Customer] = true;
        foreach (var fact in contacts) kept[fact.Customer] = true;
        foreach (var fact in responses) kept[fact.Customer] = true;
        beside = customers.AddressesBeside([.. customerOfRecord]);
        var (keys, kinds, details) = customers.Finish(kept, out var row);
        var (products, productDetails) = lines?.Products() ?? ([], []);
        var ids = new BehaviourIds(source, numbers);
        var contactId = new FactId[contacts.Count];
        return new FactBatch
        {
            Source = source,
            Keys = keys,
            KeyKinds = kinds,
            Details = details,
            TillAddresses = customers.TillAddresses(row),
            History = new HistoryTable(keys.Count, OrderFacts.Empty(keys.Count))
            {
                Activities = activities.Count == 0 ? null : Activities(keys.Count, row, ids, products),
                // Contacts before responses, which name them.
                Contacts = contacts.Count == 0 ? null : Contacts(keys.Count, row, ids, contactId),
                Responses = responses.Count == 0 ? null : Responses(keys.Count, row, ids, contactId),
                Products = products,
            },
            ActivityAddresses = activityAddresses,
            ContactAddresses = contactAddresses,
            ResponseAddresses = responseAddresses,
            Products = productDetails,
        };
    }

    // The address beside each of some facts.
    IReadOnlyDictionary<int, string> Beside<T>(T[] facts, Func<T, int> record) => beside.Count == 0 ? beside
        : facts.Index().Where(one => beside.ContainsKey(record(one.Item)))
            .ToDictionary(one => one.Index, one => beside[record(one.Item)]);

    ActivityFacts Activities(int customers, int[] row, BehaviourIds ids, string[] products)
    {
        var (start, position) = OrderGrouping.Group(
            [.. activities.Select(fact => row[fact.Customer])], [.. activities.Select(fact => fact.At)], customers);
        var sorted = Array.ConvertAll(position, i => activities[i]);
        activityAddresses = Beside(sorted, fact => fact.Record);
        return new ActivityFacts
        {
            Start = start,
            At = Array.ConvertAll(sorted, fact => fact.At),
            Kind = Array.ConvertAll(sorted, fact => fact.Kind),
            Product = Array.ConvertAll(sorted, fact => fact.Product),
            DurationSeconds = Array.ConvertAll(sorted, fact => fact.Seconds),
            Details = Details(sorted),
            Name = Array.Exists(sorted, fact => NameOf(fact) is not null) ? Array.ConvertAll(sorted, NameOf) : [],
            Properties = Array.Exists(sorted, fact => fact.Properties is not null)
                ? Array.ConvertAll(sorted, fact => fact.Properties) : [],
            Id = ids.Of(start, sorted, fact => (fact.At, fact.Number, BehaviourIds.Hash(
                (byte)fact.Kind, 0, (fact.Product < 0 ? "" : products[fact.Product]) + Words(fact)))),
        };
    }

    static string? NameOf(Did fact) => fact.Kind.HasDetail() ? fact.Said?.About : fact.Name;

    // Of a file that does not name its scale the largest value tells it.
    static ActivityDetails? Details(Did[] facts)
    {
        var best = facts.Max(fact => fact.Said?.Rating is { Scale: null } rating ? rating.Value : 0);
        var scale = Rating.Of(best, null)?.Scale ?? Rating.LargestScale;
        return ActivityDetails.From(facts.Select(fact =>
            fact.Kind.HasDetail() ? fact.Said?.ToDetail(scale) ?? new ActivityDetail() : null));
    }

    // Two reviews of one day are two.
    static string Words(Did fact) => !fact.Kind.HasDetail() || fact.Said is not { } said ? ""
        : FormattableString.Invariant($"\n{said.Thread}\n{said.About}\n{said.Rating?.Value}\n{said.Text}");

    ContactFacts Contacts(int customers, int[] row, BehaviourIds ids, FactId[] contactId)
    {
        var (start, position) = OrderGrouping.Group(
            [.. contacts.Select(fact => row[fact.Customer])], [.. contacts.Select(fact => fact.At)], customers);
        var sorted = Array.ConvertAll(position, i => contacts[i]);
        contactAddresses = Beside(sorted, fact => fact.Record);
        var made = ids.Of(start, sorted, fact => (fact.At, fact.Number, BehaviourIds.Hash(
            0, (byte)fact.Channel, fact.Strategy ?? "")));
        for (var i = 0; i < position.Length; i++) contactId[position[i]] = made[i];
        return new ContactFacts
        {
            Start = start,
            At = Array.ConvertAll(sorted, fact => fact.At),
            Channel = Array.ConvertAll(sorted, fact => fact.Channel),
            Id = made,
            Strategy = contacts.Exists(fact => fact.Strategy is not null)
                ? Array.ConvertAll(sorted, fact => fact.Strategy) : [],
            Context = contacts.Exists(fact => fact.Context is not null)
                ? Array.ConvertAll(sorted, fact => fact.Context) : [],
        };
    }

    ResponseFacts Responses(int customers, int[] row, BehaviourIds ids, FactId[] contactId)
    {
        var (start, position) = OrderGrouping.Group(
            [.. responses.Select(fact => row[fact.Customer])], [.. responses.Select(fact => fact.At)], customers);
        var sorted = Array.ConvertAll(position, i => responses[i]);
        responseAddresses = Beside(sorted, fact => fact.Record);
        return new ResponseFacts
        {
            Start = start,
            At = Array.ConvertAll(sorted, fact => fact.At),
            Kind = Array.ConvertAll(sorted, fact => fact.Kind),
            Channel = Array.ConvertAll(sorted, fact => fact.Channel),
            Contact = Array.ConvertAll(sorted, fact => fact.Contact >= 0 ? contactId[fact.Contact]
                : fact.ContactNumber >= 0 ? ids.Numbered(fact.ContactNumber) : FactId.None),
            Disposition = responses.Exists(fact => fact.Disposition is not null)
                ? Array.ConvertAll(sorted, fact => fact.Disposition) : [],
            Id = ids.Of(start, sorted, fact => (fact.At, fact.Number, BehaviourIds.Hash(
                (byte)fact.Kind, (byte)fact.Channel, (fact.Disposition ?? "") + fact.Topic))),
            Topic = responses.Exists(fact => fact.Topic is not null)
                ? Array.ConvertAll(sorted, fact => fact.Topic) : [],
            Text = responses.Exists(fact => fact.Text is not null)
                ? Array.ConvertAll(sorted, fact => fact.Text) : [],
        };
    }
}

/// <summary>Gives facts their ids: by number, or by what they are.</summary>
sealed class BehaviourIds(string source, KeyTable numbers)
{
    readonly Dictionary<int, FactId> numbered = [];

    /// <summary>The id of a number of the source.</summary>
    public FactId Numbered(int number)
    {
        if (!numbered.TryGetValue(number, out var id))
            numbered.Add(number, id = FactId.Numbered(source, Encoding.UTF8.GetString(numbers[number])));
        return id;
    }

    /// <summary>The ids of facts in the order of customers and time. Of those that agree in everything, each has the
    /// number of those before it in its id.</summary>
    public FactId[] Of<T>(int[] start, T[] facts, Func<T, (Instant At, int Number, uint What)> look)
    {
        var ids = new FactId[facts.Length];
        var seen = new Dictionary<uint, int>();
        for (var customer = 0; customer + 1 < start.Length; customer++)
        {
            seen.Clear();
            for (var i = start[customer]; i < start[customer + 1]; i++)
            {
                var (at, number, what) = look(facts[i]);
                if (i > start[customer] && look(facts[i - 1]).At != at) seen.Clear();
                if (number >= 0)
                {
                    ids[i] = Numbered(number);
                    continue;
                }
                var occurrence = seen.GetValueOrDefault(what);
                seen[what] = occurrence + 1;
                ids[i] = FactId.Unnumbered(at, what, occurrence);
            }
        }
        return ids;
    }

    /// <summary>Tells facts of one instant apart; the same on every machine (FNV-1a).</summary>
    public static uint Hash(byte kind, byte channel, string detail)
    {
        unchecked
        {
            var hash = (2166136261u ^ kind) * 16777619u;
            hash = (hash ^ channel) * 16777619u;
            foreach (var b in Encoding.UTF8.GetBytes(detail)) hash = (hash ^ b) * 16777619u;
            return hash;
        }
    }
}
