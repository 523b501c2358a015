using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Measurement;
using Perennial.Data.Attributes;
using Perennial.Data.Batches;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Facts;
using Perennial.Data.History;

namespace Perennial.Data.Identity;

/// <summary>Collects moved facts, a batch's row for each.</summary>
sealed class MovedRows
{
    readonly List<CustomerId> ids = [];
    readonly List<string> sources = [];
    readonly List<Instant> saidAt = [], knownAt = [];
    readonly List<CustomerDetails?> details = [];
    readonly List<FactKey> keys = [];
    readonly List<(int Row, KnownOrder Order, List<KnownLine> Lines)> orders = [];
    readonly List<OrderChangeFact> changes = [];
    readonly List<Instant> refundedAt = [];
    readonly List<(int Row, FactId Id, Instant At, ActivityKind Kind, int Product, int Seconds,
        string? Name, string? Properties, ActivityDetail? Detail)> activities = [];
    readonly List<(int Row, FactId Id, Instant At, ContactChannel Channel, string? Strategy,
        ContactContext? Context)> contacts = [];
    readonly List<(int Row, FactId Id, Instant At, ResponseKind Kind, ContactChannel Channel, FactId Contact,
        string? Disposition, string? Topic, string? Text)> responses = [];
    readonly List<AssignedRow> assignments = [];
    readonly List<string> products = [];
    readonly Dictionary<string, int> productOf = new(StringComparer.Ordinal);

    // What came under the customer's own key came under the one that is another's now.
    int Add(CustomerId id, string source, Instant at, CustomerDetails? said = null, FactKey key = default,
        Instant? knownSince = null, long? refundedAtMs = null)
    {
        refundedAt.Add(refundedAtMs is { } refunded ? new Instant(refunded) : Instant.None);
        knownAt.Add(knownSince ?? Instant.None);
        keys.Add(key with { Own = key.Own ?? id });
        ids.Add(id);
        sources.Add(source);
        saidAt.Add(at);
        details.Add(said);
        return ids.Count - 1;
    }

    int ProductOf(string id)
    {
        if (productOf.TryGetValue(id, out var number)) return number;
        productOf.Add(id, number = products.Count);
        products.Add(id);
        return number;
    }

    /// <summary>Adds what was known of the customer that the key was, each detail and statement with its own instant.
    /// </summary>
    public void AddKnown(CustomerId id, MovedCustomer known)
    {
        foreach (var said in known.Said()) Add(id, known.Source, said);
        if (known.BeganAtMs is { } began)
            Add(id, known.Source, new Instant(began), knownSince: new Instant(known.FirstSeenAtMs ?? began));
        foreach (var keys in known.Attributes.GroupBy(one => one.Keys)) AddAttributes(id, [.. keys], keys.Key);
        if (known.Consents.Count + known.Suppressions.Count == 0) return;
        var since = known.Consents.Select(consent => consent.SaidAtMs)
            .Concat(known.Suppressions.Select(one => one.AtMs));
        Add(id, known.Source, new Instant(since.Min()), new CustomerDetails
        {
            Consents = [.. known.Consents.Select(consent => consent.ToStatement())],
            Suppressions = [.. known.Suppressions.Select(one => one.ToSuppression())],
        });
    }

    /// <summary>Adds a statement about being contacted.</summary>
    public void AddConsent(CustomerId id, ConsentStatement said, FactKey key) =>
        Add(id, said.Source!, said.SaidAt, new CustomerDetails { Consents = [said] }, key);

    /// <summary>Adds what was said of attributes under the same keys.</summary>
    public void AddAttributes(CustomerId id, IReadOnlyList<MovedAttribute> said, FactKey key) =>
        Add(id, said[0].Source, new Instant(said.Min(one => one.SaidAtMs)), new CustomerDetails
        {
            Attributes = [.. said.SelectMany(one => one.ToStatements())],
        }, key);

    void Add(CustomerId id, string source, SaidDetail said) =>
        Add(id, source, said.SaidAt, said.ToDetails(), knownSince: said.KnownAt);

    /// <summary>Adds an order. Where its lines were said earlier than its amounts, and no statement of before says
    /// them, it is stated twice.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="order">The order, with its lines as they were stated.</param>
    /// <param name="before">Its statements of before.</param>
    public void AddOrder(CustomerId id, KnownOrder order, IReadOnlyList<KnownOrder> before)
    {
        foreach (var one in before) AddStatement(id, one, one.SaidAtMs, one.Lines);
        var isLater = order.Lines.Count > 0 && order.LinesSaidAtMs != order.SaidAtMs;
        if (isLater && !before.Any(one => one.SaidAtMs == order.LinesSaidAtMs))
            AddStatement(id, order, order.LinesSaidAtMs, order.Lines);
        AddStatement(id, order, order.SaidAtMs, isLater ? [] : order.Lines);
    }

    void AddStatement(CustomerId id, KnownOrder order, long saidAtMs, List<KnownLine> lines) => orders.Add((
        Add(id, order.Source, new Instant(saidAtMs), key: order.Key,
            knownSince: new Instant(order.KnownAtMs ?? saidAtMs), refundedAtMs: order.RefundedAtMs), order, lines));

    /// <summary>Adds a change that came under a key.</summary>
    public void AddChange(CustomerId id, OrderChangeFact change, string source, FactKey key) => changes.Add(
        change with
        {
            Row = Add(id, source, change.At, key: key,
                knownSince: change.KnownAt.HasValue ? change.KnownAt : change.At),
        });

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => ids.Count == 0;

    /// <summary>Adds a row of <c>moved-activities</c>.</summary>
    public void AddActivity(CustomerId id, Rows row)
    {
        var kind = (ActivityKind)row.Int64(3);
        activities.Add((Add(id, row.Text(6)!, row.Instant(2), key: FactKeys.Read(row, 8), knownSince: Known(row, 10)),
            row.FactId(1), row.Instant(2), kind, row.Text(4) is { } product ? ProductOf(product) : -1, row.Int32(5),
            row.Text(7), row.Text(15), !kind.HasDetail() ? null : new ActivityDetail
            {
                Rating = row.IsNull(11) ? null : new Rating(row.Int32(11), row.Int32(12)),
                Thread = row.Text(13),
                Text = row.Text(14),
            }));
    }

    /// <summary>Adds a row of <c>moved-contacts</c>.</summary>
    public void AddContact(CustomerId id, Rows row) => contacts.Add((
        Add(id, row.Text(5)!, row.Instant(2), key: FactKeys.Read(row, 6), knownSince: Known(row, 8)), row.FactId(1),
        row.Instant(2), (ContactChannel)row.Int64(3), row.Text(4), ContactColumns.Read(row, 9)));

    /// <summary>Adds a row of <c>moved-responses</c>.</summary>
    public void AddResponse(CustomerId id, Rows row) => responses.Add((
        Add(id, row.Text(7)!, row.Instant(2), key: FactKeys.Read(row, 9), knownSince: Known(row, 11)), row.FactId(1),
        row.Instant(2), (ResponseKind)row.Int64(3), (ContactChannel)row.Int64(4),
        row.IsNull(5) ? FactId.None : row.FactId(5), row.Text(6), row.Text(8), row.Text(12)));

    // What is older than the column was known as it happened.
    static Instant Known(Rows row, int cell) => row.Instant(row.IsNull(cell) ? 2 : cell);

    /// <summary>Adds a line of the ledger of experiments, as it is.</summary>
    public void AddAssignment(CustomerId id, ArmAssignment line) =>
        assignments.Add(new AssignedRow(Add(id, "", line.At), line));

    /// <summary>The batch.</summary>
    public FactBatch Build()
    {
        var orderFacts = Orders();
        return new FactBatch
        {
            Source = sources.Count == 0 ? "" : sources[0],
            Keys = CustomerKeys.From([.. ids.Select(id => id.ToString())]),
            KeyKinds = [.. ids.Select(_ => CustomerKeyKind.Anonymous)],
            Details = [.. details],
            History = new HistoryTable(ids.Count, orderFacts)
            {
                Activities = Activities(),
                Contacts = Contacts(),
                Responses = Responses(),
                Products = products,
            },
            Live = new LiveFacts
            {
                SaidAt = [.. saidAt],
                KnownAt = knownAt,
                Source = [.. sources],
                Id = [.. ids.Select(id => (CustomerId?)id)],
                Changes = changes,
                Same = [],
                Keys = keys,
                RefundedAt = [.. refundedAt],
                Assignments = assignments,
            },
        };
    }

    int[] Start(IEnumerable<int> rowsOfFacts)
    {
        var start = new int[ids.Count + 1];
        foreach (var row in rowsOfFacts) start[row + 1]++;
        for (var row = 0; row < ids.Count; row++) start[row + 1] += start[row];
        return start;
    }

    // Rows were added in the order of their facts, so each kind's facts stand in the order of rows.
    OrderFacts Orders()
    {
        var lineStart = new int[orders.Count + 1];
        for (var i = 0; i < orders.Count; i++) lineStart[i + 1] = lineStart[i] + orders[i].Lines.Count;
        KnownLine[] lines = [.. orders.SelectMany(order => order.Lines)];
        return new OrderFacts
        {
            Start = Start(orders.Select(order => order.Row)),
            At = [.. orders.Select(order => order.Order.PlacedAt)],
            GrossCents = [.. orders.Select(order => order.Order.GrossCents)],
            DiscountCents = [.. orders.Select(order => order.Order.DiscountCents)],
            RefundedCents = [.. orders.Select(order => order.Order.SaidRefundedCents)],
            TotalCents = [.. orders.Select(order => order.Order.TotalCents)],
            CostCents = [.. orders.Select(order => order.Order.CostCents)],
            Flags = [.. orders.Select(order => order.Order.Flags)],
            Mechanism = [.. orders.Select(order => order.Order.Mechanism)],
            Number = [.. orders.Select(order => order.Order.Number)],
            Id = [.. orders.Select(order => order.Order.Id)],
            Lines = lines.Length == 0 ? null : new LineFacts
            {
                Start = lineStart,
                Product = [.. lines.Select(line => ProductOf(line.Product))],
                Quantity = [.. lines.Select(line => line.Quantity)],
                GrossCents = [.. lines.Select(line => line.GrossCents)],
                DiscountCents = [.. lines.Select(line => line.DiscountCents)],
                RefundedQuantity = [.. lines.Select(line => line.RefundedQuantity)],
            },
        };
    }

    ActivityFacts? Activities() => activities.Count == 0 ? null : new ActivityFacts
    {
        Start = Start(activities.Select(fact => fact.Row)),
        Id = [.. activities.Select(fact => fact.Id)],
        At = [.. activities.Select(fact => fact.At)],
        Kind = [.. activities.Select(fact => fact.Kind)],
        Product = [.. activities.Select(fact => fact.Product)],
        DurationSeconds = [.. activities.Select(fact => fact.Seconds)],
        Name = [.. activities.Select(fact => fact.Name)],
        Properties = [.. activities.Select(fact => fact.Properties)],
        Details = ActivityDetails.From(activities.Select(fact => fact.Detail)),
    };

    ContactFacts? Contacts() => contacts.Count == 0 ? null : new ContactFacts
    {
        Start = Start(contacts.Select(fact => fact.Row)),
        Id = [.. contacts.Select(fact => fact.Id)],
        At = [.. contacts.Select(fact => fact.At)],
        Channel = [.. contacts.Select(fact => fact.Channel)],
        Strategy = [.. contacts.Select(fact => fact.Strategy)],
        Context = [.. contacts.Select(fact => fact.Context)],
    };

    ResponseFacts? Responses() => responses.Count == 0 ? null : new ResponseFacts
    {
        Start = Start(responses.Select(fact => fact.Row)),
        Id = [.. responses.Select(fact => fact.Id)],
        At = [.. responses.Select(fact => fact.At)],
        Kind = [.. responses.Select(fact => fact.Kind)],
        Channel = [.. responses.Select(fact => fact.Channel)],
        Contact = [.. responses.Select(fact => fact.Contact)],
        Disposition = [.. responses.Select(fact => fact.Disposition)],
        Topic = [.. responses.Select(fact => fact.Topic)],
        Text = [.. responses.Select(fact => fact.Text)],
    };
}
