using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Consent;
using Perennial.Data.Engines;
using Perennial.Data.Households;
using Perennial.Data.Shards;

namespace Perennial.Data.Customers;

/// <summary>Writes what is said of customers, with the further keys they are known by, customer by customer in the
/// order of ids.</summary>
sealed class CustomerWriter : IDisposable
{
    const int FirstDetail = 5;

    readonly Database database;
    readonly int shard;
    readonly FactBatch batch;
    readonly PermissionWriter consents;
    readonly SaidKeys keys;
    readonly Instant now;
    readonly long version;
    readonly string saidNow;
    readonly PlaceRules places;
    readonly BulkInsert<(CustomerId Id, int Row)> add;
    readonly BulkInsert<(CustomerId Id, KnownCustomer Customer)> put;
    readonly BulkInsert<(CustomerId Id, string Kind, string Value)> identity;
    readonly HouseholdWriter households;
    readonly BulkInsert<(CustomerId Id, SaidDetail Said)> replaced;
    FactCursor? stored;

    public CustomerWriter(ShardTransaction transaction, FactBatch batch, CustomerGroups groups,
        PermissionWriter consents, bool? isFirst)
    {
        (database, shard, now) = (transaction.Database, transaction.Shard, transaction.Moment.Now);
        (this.batch, places, version) = (batch, transaction.Moment.Places, transaction.Version);
        keys = new SaidKeys(batch, groups, now);
        this.consents = consents;
        IsFirst = isFirst ?? !database.Query("any-customer", "shard").Bind(1, shard).Any();
        saidNow = DetailTimes.At(now).ToString();
        add = new(database, SqlText.Query("add-customer"), parameters, BindNew);
        put = Inserter(transaction);
        households = new HouseholdWriter(database, shard);
        identity = new(database, SqlText.Query("put-identity"), ["shard", "customer_id", "kind", "value"],
            (to, first, row) => to.Bind(first, shard).Bind(first + 1, row.Id).Bind(first + 2, row.Kind)
                .Bind(first + 3, row.Value));
        replaced = new(database, SqlText.Query("add-customer-detail"),
            ["shard", "customer_id", "detail", "said_at", "value", "known_at"],
            (to, first, row) => to.Bind(first, shard).Bind(first + 1, row.Id).Bind(first + 2, (long)row.Said.Detail)
                .Bind(first + 3, row.Said.SaidAt).Bind(first + 4, row.Said.Value).Bind(first + 5, row.Said.KnownAt));
    }

    static readonly string[] parameters =
    [
        "shard", "customer_id", "key_kind", "key", "first_name", "last_name", "email", "phone", "address1", "address2",
        "city", "region", "postcode", "country", "birthday", "source", "first_seen_at", "version", "said_at",
        "key_said_at", "began_at", "known_at", "place_languages", "place_zones",
    ];

    /// <summary>Writes customers as they are to be.</summary>
    public static BulkInsert<(CustomerId Id, KnownCustomer Customer)> Inserter(ShardTransaction shard) =>
        new(shard.Database, SqlText.Query("put-customer"), parameters,
            (to, first, row) => BindKnown(to, first, row, shard));

    /// <summary>What of known customers' details changed, by name.</summary>
    public Dictionary<CustomerId, IReadOnlyDictionary<string, string>> DetailsChanged { get; } = [];

    /// <summary>Whether the shard has no customer yet, so that there is nothing to be read.</summary>
    public bool IsFirst { get; }

    /// <summary>Reads what is known of customers, ascending.</summary>
    public void Load(IReadOnlyList<CustomerId> ids)
    {
        stored?.Dispose();
        stored = IsFirst ? null
            : new FactCursor(database.RowsOf(SqlText.Query("known-customers"), shard, ids));
    }

    /// <summary>Whether any known customer's row was written, if only to say when something was said.</summary>
    public bool AnyWritten { get; private set; }

    /// <summary>Writes a customer.</summary>
    /// <param name="id">Who.</param>
    /// <param name="rows">The batch's rows of this customer.</param>
    /// <returns>Whether the customer is new, whether what is known of them changed, and whether they are called
    /// by the key of their only row.</returns>
    public (bool IsNew, bool IsUpdated, bool IsNamed) Put(CustomerId id, ArraySegment<int> rows)
    {
        var known = stored is not null && stored.IsAt(id) ? KnownCustomer.Read(stored.Row) : null;
        var isNew = known is null;
        if (isNew && rows.Count == 1 && keys.IsRows(id, rows))
        {
            add.Add((id, rows[0]));
            PutTill(id, rows[0]);
            if (DetailsOf(rows[0]) is { } details) PutKeysAndConsents(id, rows[0], details);
            if (HouseholdWriter.IsAddress(DetailsOf(rows[0]))) households.Put(id, DetailsOf(rows[0])!, isNew: true);
            return (true, false, true);
        }
        var key = keys.Of(id, rows);
        known ??= New(rows, key);
        var (changed, write) = isNew || key is null ? (false, isNew) : known.Call(id, key.Value);
        foreach (var row in rows)
        {
            PutTill(id, row);
            var said = DetailsOf(row);
            write |= known.Begin(BeganAt(row, said), KnownAt(row));
            if (said is null) continue;
            var took = known.Take(said, SaidAt(row), KnownAt(row), batch.Live is not null);
            (changed, write) = (changed | took.Changed, write | took.Write);
            PutKeysAndConsents(id, row, said);
        }
        if (write) put.Add((id, known));
        if (known.HasMoved) households.Put(id, known.Details, isNew);
        foreach (var one in known.Replaced) replaced.Add((id, one));
        AnyWritten |= write;
        if (!isNew && known.Changed is { } news) DetailsChanged.Add(id, news);
        return (isNew, changed, false);
    }

    /// <summary>Notes by which channels a known customer's permission may have changed: destinations hear of it.
    /// </summary>
    public void NotePermissions(CustomerId id, IReadOnlySet<ContactChannel> channels)
    {
        if (channels.Count == 0) return;
        var news = DetailsChanged.TryGetValue(id, out var known) ? known.ToDictionary() : [];
        foreach (var channel in channels) news[PermissionNews.Name(channel)] = "";
        DetailsChanged[id] = news;
    }

    /// <summary>Notes which attributes of a known customer have another value: destinations hear of it.</summary>
    public void NoteAttributes(CustomerId id, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0) return;
        var news = DetailsChanged.TryGetValue(id, out var known) ? known.ToDictionary() : [];
        foreach (var (name, value) in values) news[AttributeSet.SentName(name)] = AttributeValue.Shown(value);
        DetailsChanged[id] = news;
    }

    KnownCustomer New(ArraySegment<int> rows, SaidKey? key)
    {
        var first = rows.MinBy(row => SaidAt(row).UnixMs);
        return new KnownCustomer
        {
            // A write that died may have joined the key and left the customer to us.
            Key = key ?? new SaidKey(batch.KeyKinds[first], batch.Keys.Text(first), SaidAt(first)),
            Source = SourceOf(first),
            FirstSeenAt = KnownAt(first),
            SaidAt = DetailTimes.At(SaidAt(first)),
            KnownAt = DetailTimes.At(KnownAt(first)),
        };
    }

    CustomerDetails? DetailsOf(int row) => batch.Details.Length == 0 ? null : batch.Details[row];

    Instant SaidAt(int row) => batch.Live is { } live ? live.SaidAt[row] : now;

    // What was known the very instant it was said is what a file says without a date: an event's is known later.
    Instant KnownAt(int row)
    {
        if (batch.Live is not { } live) return now;
        if (live.KnownAt.Count > 0 && live.KnownAt[row].HasValue) return live.KnownAt[row];
        return now > live.SaidAt[row] ? now : new Instant(live.SaidAt[row].UnixMs + 1);
    }

    // As of when a statement has the customer be there; a fact says by itself that they were.
    Instant BeganAt(int row, CustomerDetails? said)
    {
        var at = batch.Live is not null && batch.History.HasFacts(row) ? KnownAt(row) : SaidAt(row);
        return said?.BeganAt is { } began && began < at ? began : at;
    }

    string SourceOf(int row) => batch.Live is { } live ? live.Source[row] : batch.Source;

    void PutKeysAndConsents(CustomerId id, int row, CustomerDetails details)
    {
        consents.Row(row);
        PutIdentity(id, CustomerKeyKind.Email, details.Email);
        PutIdentity(id, CustomerKeyKind.Phone, details.Phone);
        Say(row, ContactChannel.Email, details.ConsentEmail);
        Say(row, ContactChannel.Sms, details.ConsentSms);
        Say(row, ContactChannel.Call, details.ConsentPhone);
        Say(row, ContactChannel.Letter, details.ConsentPost);
        foreach (var said in details.Consents) consents.Say(said, SourceOf(row), SaidAt(row));
        foreach (var one in details.Suppressions) consents.Suppress(one);
    }

    // Whoever shares a number is found by it, until it is taken apart.
    void PutTill(CustomerId id, int row)
    {
        if (!batch.TillAddresses.TryGetValue(row, out var addresses)) return;
        foreach (var address in addresses) PutIdentity(id, CustomerKeyKind.Email, address);
    }

    void PutIdentity(CustomerId id, CustomerKeyKind kind, string? value)
    {
        if (value is null) return;
        var normalised = CustomerId.Normalise(kind, value);
        if (normalised.Length > 0) identity.Add((id, CustomerId.KindName(kind), normalised));
    }

    void Say(int row, ContactChannel channel, bool? granted)
    {
        if (granted is { } said) consents.Say(channel, said, SourceOf(row), SaidAt(row));
    }

    static readonly KnownCustomer Nothing = new()
    {
        Key = default, Source = "", FirstSeenAt = Instant.None, SaidAt = new DetailTimes(), KnownAt = new DetailTimes(),
    };

    void BindNew(Statement to, int first, (CustomerId Id, int Row) customer)
    {
        var row = customer.Row;
        to.Bind(first, shard).Bind(first + 1, customer.Id)
            .Bind(first + 2, CustomerId.KindName(batch.KeyKinds[row])).BindText(first + 3, batch.Keys[row]);
        var details = DetailsOf(row);
        if (details is not null) BindDetails(to, first + FirstDetail - 1, details);
        else Nothing.Bind(to, first + FirstDetail - 1);
        to.Bind(first + 15, SourceOf(row)).Bind(first + 17, version)
            .Bind(first + 18, batch.Live is null ? saidNow : DetailTimes.At(SaidAt(row)).ToString());
        BindSpelled(to, first + 19, batch.KeyKinds[row], SaidAt(row));
        var (seen, began) = (KnownAt(row), BeganAt(row, details));
        to.Bind(first + 16, seen).Bind(first + 20, began < seen ? began : Instant.None)
            .Bind(first + 21, seen == SaidAt(row) ? null : DetailTimes.At(seen).ToString());
        BindPlace(to, first + 22, places.Of(details?.Country, details?.Phone
            ?? (batch.KeyKinds[row] == CustomerKeyKind.Phone ? batch.Keys.Text(row) : null)));
    }

    static void BindPlace(Statement to, int first, PlaceText place) =>
        to.Bind(first, place.Languages).Bind(first + 1, place.Zones);

    static void BindSpelled(Statement to, int parameter, CustomerKeyKind kind, Instant saidAt)
    {
        if (SaidKey.HasSpellings(kind)) to.Bind(parameter, saidAt);
        else to.BindNull(parameter);
    }

    static void BindDetails(Statement to, int first, CustomerDetails details)
    {
        to.Bind(first, details.FirstName).Bind(first + 1, details.LastName).Bind(first + 2, details.Email)
            .Bind(first + 3, details.Phone).Bind(first + 4, details.Address1).Bind(first + 5, details.Address2)
            .Bind(first + 6, details.City).Bind(first + 7, details.Region).Bind(first + 8, details.Postcode)
            .Bind(first + 9, details.Country)
            .Bind(first + 10, details.Birthday is { } day ? ShopCalendar.Day(day) : null);
    }

    static void BindKnown(
        Statement to, int first, (CustomerId Id, KnownCustomer Customer) row, ShardTransaction shard)
    {
        var customer = row.Customer;
        to.Bind(first, shard.Shard).Bind(first + 1, row.Id).Bind(first + 2, CustomerId.KindName(customer.Key.Kind))
            .Bind(first + 3, customer.Key.Text);
        customer.Bind(to, first + FirstDetail - 1);
        to.Bind(first + 15, customer.Source).Bind(first + 16, customer.FirstSeenAt)
            .Bind(first + 17, shard.Version)
            .Bind(first + 18, customer.SaidAt.ToString());
        BindSpelled(to, first + 19, customer.Key.Kind, customer.Key.SaidAt);
        to.Bind(first + 20, customer.BeganAt).Bind(first + 21,
            customer.KnownAt.Equals(customer.SaidAt) ? null : customer.KnownAt.ToString());
        BindPlace(to, first + 22, customer.Place(shard.Moment.Places));
    }

    /// <summary>Writes what still waits.</summary>
    public void Flush()
    {
        add.Flush();
        put.Flush();
        identity.Flush();
        households.Flush();
        replaced.Flush();
    }

    public void Dispose()
    {
        stored?.Dispose();
        add.Dispose();
        put.Dispose();
        identity.Dispose();
        households.Dispose();
        replaced.Dispose();
    }
}
