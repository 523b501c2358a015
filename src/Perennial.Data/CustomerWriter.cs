using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>Writes what is said of customers, with their consents and the further keys they are known by.</summary>
sealed class CustomerWriter
{
    const int FirstDetail = 5;

    readonly Database database;
    readonly Statement exists, add, update, consent;
    readonly int shard;
    readonly bool isFirstImport;
    readonly List<(CustomerId Id, CustomerKeyKind Kind, string Value)> identities = [];

    public CustomerWriter(Database database, int shard, string source, Instant now, long version)
    {
        (this.database, this.shard) = (database, shard);
        exists = database.Query("customer-exists", "shard", "customer_id").Bind(1, shard);
        isFirstImport = !database.Query("any-customer", "shard").Bind(1, shard).Any();
        add = database.Query("add-customer", "shard", "customer_id", "key_kind", "key", "first_name", "last_name",
            "email", "phone", "address1", "address2", "city", "region", "postcode", "country", "birthday", "source",
            "first_seen_at", "version");
        add.Bind(1, shard).Bind(16, source).Bind(17, now).Bind(18, version);
        update = database.Query("update-customer", "first_name", "last_name", "email", "phone", "address1", "address2",
            "city", "region", "postcode", "country", "birthday", "version", "shard", "customer_id");
        update.Bind(12, version).Bind(13, shard);
        consent = database.Query("put-consent", "shard", "customer_id", "channel", "granted", "source", "said_at");
        consent.Bind(1, shard).Bind(5, source).Bind(6, now);
    }

    /// <summary>Adds the customer, with the details, unless known. True if added. Once a customer.</summary>
    public bool PutKey(CustomerId id, CustomerKeyKind kind, ReadOnlySpan<byte> key, CustomerDetails? details)
    {
        if (!isFirstImport && exists.Bind(2, id).Any()) return false;
        add.Bind(2, id).Bind(3, CustomerId.KindName(kind)).BindText(4, key);
        BindDetails(add, FirstDetail, details ?? Nothing);
        add.Run();
        if (details is not null) PutKeysAndConsents(id, details);
        return true;
    }

    static readonly CustomerDetails Nothing = new();

    /// <summary>Adds what is said to what is known. True if anything changed.</summary>
    public bool PutDetails(CustomerId id, CustomerDetails details)
    {
        BindDetails(update, 1, details);
        var changed = update.Bind(14, id).Run() > 0;
        return PutKeysAndConsents(id, details) | changed;
    }

    static void BindDetails(Statement statement, int first, CustomerDetails details)
    {
        statement.Bind(first, details.FirstName).Bind(first + 1, details.LastName).Bind(first + 2, details.Email)
            .Bind(first + 3, details.Phone).Bind(first + 4, details.Address1).Bind(first + 5, details.Address2)
            .Bind(first + 6, details.City).Bind(first + 7, details.Region).Bind(first + 8, details.Postcode)
            .Bind(first + 9, details.Country)
            .Bind(first + 10, details.Birthday is { } day ? ShopCalendar.Day(day) : null);
    }

    bool PutKeysAndConsents(CustomerId id, CustomerDetails details)
    {
        AddIdentity(id, CustomerKeyKind.Email, details.Email);
        AddIdentity(id, CustomerKeyKind.Phone, details.Phone);
        return PutConsent(id, ContactChannel.Email, details.ConsentEmail)
            | PutConsent(id, ContactChannel.Sms, details.ConsentSms)
            | PutConsent(id, ContactChannel.Call, details.ConsentPhone)
            | PutConsent(id, ContactChannel.Letter, details.ConsentPost);
    }

    void AddIdentity(CustomerId id, CustomerKeyKind kind, string? value)
    {
        if (value is null) return;
        var normalised = CustomerId.Normalise(kind, value);
        if (normalised.Length > 0) identities.Add((id, kind, normalised));
    }

    bool PutConsent(CustomerId id, ContactChannel channel, bool? granted) => granted is { } said
        && consent.Bind(2, id).Bind(3, (long)channel).Bind(4, said ? 1L : 0L).Run() > 0;

    /// <summary>Writes the keys collected, in the order of customers.</summary>
    public void WriteIdentities()
    {
        using var put = database.Prepare(SqlText.Query("put-identity"), "shard", "customer_id", "kind", "value");
        put.Bind(1, shard);
        foreach (var (id, kind, value) in identities)
            put.Bind(2, id).Bind(3, CustomerId.KindName(kind)).Bind(4, value).Run();
    }
}
