using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Attributes;
using Perennial.Data.Consent;
using Perennial.Data.Engines;
using Perennial.Data.History;
using Perennial.Data.Products;
using Perennial.Data.Shards;

namespace Perennial.Data.Customers;

/// <summary>Who the customers are.</summary>
public sealed class CustomerStore
{
    readonly StoreShards shards;

    internal CustomerStore(StoreShards shards) => this.shards = shards;

    /// <summary>Everything known of one customer, or null.</summary>
    public CustomerRecord? ById(CustomerId id)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        return ById(rental.Database, id);
    }

    internal CustomerRecord? ById(Database database, CustomerId id, bool withPast = false)
    {
        var row = database.Query("customer", "shard", "customer_id").Bind(1, shards.Of(id)).Bind(2, id);
        if (!row.Step()) return null;
        var record = new
        {
            KeyKind = row.Text(0)!, Key = row.Text(1)!, Details = DetailsOf(row), Source = row.Text(13)!,
            FirstSeenAt = row.Instant(14),
        };
        row.Reset();
        var history = HistoryReader.Of(database, shards.Of(id), [id], 1, withNames: true, withPast).Single().History;
        var said = PermissionRows.Of(database, shards.Of(id), [id]).GetValueOrDefault(id, CustomerPermissions.None);
        return new CustomerRecord
        {
            Id = id,
            KeyKind = record.KeyKind,
            Key = record.Key,
            Details = WithConsents(record.Details, said),
            Permissions = record.Details.Permissions(said, EnumWord.Parse<CustomerKeyKind>(record.KeyKind)),
            Attributes = AttributeRows.Of(database, shards.Of(id), [id]).GetValueOrDefault(id, []),
            Source = record.Source,
            FirstSeenAt = record.FirstSeenAt,
            History = history,
            Products = ProductStore.Of(database, history.Products),
        };
    }

    /// <summary>Whoever is known by a text: an id in hexadecimal, the shop's own customer number, an e-mail address
    /// or a telephone number. Several where customers share an address or number; empty where nobody is.</summary>
    public IReadOnlyList<CustomerId> Find(string text)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var found = new List<CustomerId>();
        void Add(CustomerId id)
        {
            var known = database.Query("customer-exists", "shard", "customer_id")
                .Bind(1, shards.Of(id)).Bind(2, id).Any();
            if (known && !found.Contains(id)) found.Add(id);
        }

        var trimmed = text.Trim();
        if (CustomerId.TryParse(trimmed, out var parsed)) Add(parsed);
        foreach (var kind in Enum.GetValues<CustomerKeyKind>())
        {
            var value = CustomerId.Normalise(kind, trimmed);
            if (value.Length == 0) continue;
            // A customer's own key is in the id itself; further keys are rows.
            Add(CustomerId.Of(kind, value));
            var rows = database.Query("find-identity", "kind", "value")
                .Bind(1, CustomerId.KindName(kind)).Bind(2, value);
            foreach (var id in rows.Ids()) Add(id);
        }
        return found;
    }

    /// <summary>The ids that follow from a text as a key of any kind, of those that are customers or were: also where
    /// the text is nobody's key, but was taken for one before.</summary>
    public IReadOnlyList<CustomerId> KeysOf(string text)
    {
        using var rental = shards.Rent();
        var found = new List<CustomerId>();
        foreach (var kind in Enum.GetValues<CustomerKeyKind>())
        {
            foreach (var key in new[] { text.Trim(), CustomerId.Normalise(kind, text) }.Where(key => key.Length > 0))
            {
                var id = CustomerId.OfCompared(kind, key);
                var isKnown = Known(rental.Database, shards.Of(id), [id]).Count > 0 || rental.Database.Query(
                    "alias-key", "shard", "alias_id").Bind(1, shards.Of(id)).Bind(2, id).Any();
                if (isKnown && !found.Contains(id)) found.Add(id);
            }
        }
        return found;
    }

    static CustomerDetails DetailsOf(Rows row) => new()
    {
        FirstName = row.Text(2),
        LastName = row.Text(3),
        Email = row.Text(4),
        Phone = row.Text(5),
        Address1 = row.Text(6),
        Address2 = row.Text(7),
        City = row.Text(8),
        Region = row.Text(9),
        Postcode = row.Text(10),
        Country = row.Text(11),
        Birthday = row.NullableInt64(12) is { } day ? ShopCalendar.Date((int)day) : null,
    };

    static CustomerDetails WithConsents(CustomerDetails details, CustomerPermissions said) => details with
    {
        ConsentEmail = said.LastSaid(ContactChannel.Email),
        ConsentSms = said.LastSaid(ContactChannel.Sms),
        ConsentPhone = said.LastSaid(ContactChannel.Call),
        ConsentPost = said.LastSaid(ContactChannel.Letter),
    };

    /// <summary>What details were at an instant, of all customers of whom they may have been others than they are now.
    /// </summary>
    /// <param name="asOf">As of when.</param>
    /// <param name="knownBy">By what was known when; null for all that is known now.</param>
    public IReadOnlyDictionary<CustomerId, CustomerDetails> DetailsAt(Instant asOf, Instant? knownBy = null)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        var then = new DetailsThen(asOf, knownBy ?? Instant.Never);
        var held = new Dictionary<CustomerId, CustomerDetails>();
        for (var shard = 0; shard < shards.Count; shard++) then.Read(rental.Database, shard, held);
        return held;
    }

    /// <summary>By what everybody can be reached, whether they may be or not: of what is asked whether they may be,
    /// with nothing said.</summary>
    public IReadOnlyDictionary<CustomerId, CustomerPermissions> KnownAddresses()
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        var known = new Dictionary<CustomerId, CustomerPermissions>();
        // Eight of them in all, whatever the number of customers.
        var kinds = new Dictionary<(bool, bool, bool), CustomerPermissions>();
        for (var shard = 0; shard < shards.Count; shard++)
        {
            using var rows = rental.Database.Scan(SqlText.Query("addresses-known"), shard);
            while (rows.Step())
            {
                var key = EnumWord.Parse<CustomerKeyKind>(rows.Text(1)!);
                var has = (rows.Int64(2) != 0 || key == CustomerKeyKind.Email,
                    rows.Int64(3) != 0 || key == CustomerKeyKind.Phone, rows.Int64(4) != 0);
                if (!kinds.TryGetValue(has, out var one))
                    kinds.Add(has, one = new() { HasEmail = has.Item1, HasPhone = has.Item2, HasAddress = has.Item3 });
                known.Add(rows.CustomerId(0), one);
            }
        }
        return known;
    }

    /// <summary>Everything known of one customer, with details and permissions as they were at an instant; or null.
    /// </summary>
    /// <param name="id">Who.</param>
    /// <param name="asOf">As of when.</param>
    /// <param name="knownBy">By what was known when; null for all that is known now.</param>
    /// <param name="people">Who customers were then; null for who they are.</param>
    public CustomerRecord? ByIdAt(CustomerId id, Instant asOf, Instant? knownBy = null, PeopleThen? people = null)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        var was = people?.Others.GetValueOrDefault(id);
        var now = was?.Customer ?? id;
        if (ById(rental.Database, now, withPast: true) is not { } record) return null;
        var isApart = people?.Joined.Contains(now) == true;
        if (isApart) record = Apart(rental.Database, record, id, was, people!);
        var details = people?.Details.GetValueOrDefault(id)
            ?? new DetailsThen(asOf, knownBy ?? Instant.Never).Read(rental.Database, shards.Of(id), id)!;
        var said = record.Permissions.KnownBy(knownBy ?? Instant.Never);
        said = said with { Consents = [.. said.Consents.Where(one => one.SaidAt <= asOf)] };
        if (isApart)
            said = said with { Consents = [.. said.Consents.Intersect(Own(rental.Database, now, id, people!))] };
        return record with
        {
            History = record.History.AsOf(asOf, knownBy ?? Instant.Never).OrderedUntil(asOf),
            Details = WithConsents(details, said),
            Attributes = [.. AttributeSpans.AsOf(record.Attributes, asOf, knownBy ?? Instant.Never)],
            // All statements: whoever has refused since is not contacted, whatever was allowed then.
            Permissions = details.Permissions(
                record.Permissions, EnumWord.Parse<CustomerKeyKind>(record.KeyKind)),
        };
    }

    // What was said about contacts under the keys of one of those whom a customer was.
    List<ConsentStatement> Own(Database database, CustomerId customer, CustomerId id, PeopleThen people)
    {
        using var said = database.RowsOf(SqlText.Query("consents-of"), shards.Of(customer), [customer]);
        var own = new List<ConsentStatement>();
        while (said.Step())
            if (people.Whose(customer, said.IsNull(10) ? null : said.CustomerId(10)) == id)
                own.Add(PermissionRows.Statement(said));
        return own;
    }

    // Permission is not taken apart: nobody is contacted who has refused under any key.
    CustomerRecord Apart(
        Database database, CustomerRecord now, CustomerId id, PersonThen? was, PeopleThen people)
    {
        var history = HistoryReader.Apart(database, shards.Of(now.Id), [now.Id], people, new ProductIndex(database),
            withNames: true, only: id).Single().History;
        return now with
        {
            Id = id, History = history, Products = ProductStore.Of(database, history.Products),
            KeyKind = was is null ? now.KeyKind : CustomerId.KindName(was.Kind), Key = was?.Key ?? now.Key,
            Attributes = [.. now.Attributes.Where(span => people.Whose(now.Id, span.Key) == id)],
        };
    }

    /// <summary>Whoever was not there yet at an instant: without a fact until then, and named later. A look back counts
    /// nobody of them.</summary>
    /// <param name="instant">As of when.</param>
    /// <param name="knownBy">By what was known when; null for all that is known now.</param>
    public IReadOnlySet<CustomerId> NotBegunBy(Instant instant, Instant? knownBy = null)
    {
        using var rental = shards.Rent();
        var later = new HashSet<CustomerId>();
        for (var shard = 0; shard < shards.Count; shard++)
            later.UnionWith(NotBegunBy(rental.Database, shard, (instant, knownBy ?? Instant.Never), default,
                new(UInt128.MaxValue)));
        return later;
    }

    internal static List<CustomerId> NotBegunBy(
        Database database, int shard, (Instant AsOf, Instant KnownBy) at, CustomerId first, CustomerId last) =>
        database.Query("not-begun", "shard", "first_id", "last_id", "at", "known_by")
            .Bind(1, shard).Bind(2, first).Bind(3, last).Bind(4, at.AsOf).Bind(5, at.KnownBy.UnixMs).Ids();

    /// <summary>What was said of attributes of everybody of whom anything was; read as it is gone through.</summary>
    public IEnumerable<(CustomerId Id, IReadOnlyList<AttributeSpan> Spans)> AttributesOfAll()
    {
        using var rental = shards.Rent();
        for (var shard = 0; shard < shards.Count; shard++)
        {
            using var rows = rental.Database.Scan(SqlText.Query("attributes"), shard);
            var (id, spans) = (default(CustomerId), new List<AttributeSpan>());
            while (rows.Step())
            {
                if (spans.Count > 0 && rows.CustomerId(0) != id)
                {
                    yield return (id, spans);
                    spans = [];
                }
                id = rows.CustomerId(0);
                spans.Add(AttributeRows.Span(rows));
            }
            if (spans.Count > 0) yield return (id, spans);
        }
    }

    /// <summary>Number of customers.</summary>
    public long Count()
    {
        using var rental = shards.Rent();
        return rental.Database.Number("select count(*) from customer");
    }

    /// <summary>The next customers by id, for a first sync.</summary>
    /// <param name="shard">Of which shard.</param>
    /// <param name="after">The last one known; null to begin.</param>
    /// <param name="most">How many.</param>
    public IReadOnlyList<CustomerId> After(int shard, CustomerId? after, int most)
    {
        using var rental = shards.Rent();
        // No customer has the id nought: a hash of that kind would be a wonder.
        return rental.Database.Query("customers-after", "shard", "customer_id", "most")
            .Bind(1, shard).Bind(2, after ?? default).Bind(3, most).Ids();
    }

    internal static List<CustomerId> Known(Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        using var rows = database.RowsOf(SqlText.Query("customer-key"), shard, ids);
        return rows.Ids();
    }

    internal static List<CustomerId> Known(Database database, IReadOnlyList<CustomerId> ids, int shards)
    {
        using var rows = database.RowsOfAny(SqlText.Query("customer-key"), ids, shards);
        return rows.Ids();
    }
}
