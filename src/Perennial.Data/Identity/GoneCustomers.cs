using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Identity;

/// <summary>
/// What destinations are told of customers who are there no more: first that they have left their segments, then that
/// they were erased or are another now. By then nobody can be asked for them: what is told holds the keys by which the
/// tools know them, and nothing else.
/// </summary>
sealed class GoneCustomers
{
    static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    // In the order in which it is written: whoever looks for such texts finds them by their beginning.
    sealed record Told(bool Gone, bool? Erased, string? MergedInto, IReadOnlyList<string>? Left)
    {
        public string? Key { get; init; }

        public string? External { get; init; }

        public string? Email { get; init; }

        public string? Phone { get; init; }
    }

    readonly ShardTransaction shard;
    readonly Dictionary<CustomerId, Told> known = [];

    GoneCustomers(ShardTransaction shard) => this.shard = shard;

    /// <summary>Notes by what customers are known and where they are, before their rows go. Whoever is no customer, and
    /// everybody where no destination is told, is left out.</summary>
    /// <param name="shard">The transaction.</param>
    /// <param name="ids">Of this shard, ascending.</param>
    public static GoneCustomers Read(ShardTransaction shard, IReadOnlyList<CustomerId> ids)
    {
        var gone = new GoneCustomers(shard);
        if (ids.Count > 0 && shard.Moment.Tells) gone.Read(ids);
        return gone;
    }

    void Read(IReadOnlyList<CustomerId> ids)
    {
        var (database, number) = (shard.Database, shard.Shard);
        using (var rows = database.RowsOf(SqlText.Query("outgoing-customer"), number, ids))
        {
            while (rows.Step())
            {
                var (kind, key) = (EnumWord.Parse<CustomerKeyKind>(rows.Text(1)!), rows.Text(2)!);
                known.Add(rows.CustomerId(0), new Told(true, null, null, null)
                {
                    Key = key,
                    External = kind == CustomerKeyKind.External ? key : null,
                    Email = rows.Text(5) ?? (kind == CustomerKeyKind.Email ? key : null),
                    Phone = rows.Text(6) ?? (kind == CustomerKeyKind.Phone ? key : null),
                });
            }
        }
        if (known.Count == 0) return;
        using (var rows = database.RowsOf(SqlText.Query("outgoing-identities"), number, ids))
        {
            while (rows.Step())
            {
                if (!known.TryGetValue(rows.CustomerId(0), out var told)) continue;
                if (rows.Text(1) == "email") told = told with { Email = told.Email ?? rows.Text(2) };
                else if (rows.Text(1) == "phone") told = told with { Phone = told.Phone ?? rows.Text(2) };
                known[rows.CustomerId(0)] = told;
            }
        }
        using (var rows = database.RowsOf(SqlText.Query("outgoing-segments"), number, ids))
        {
            while (rows.Step())
            {
                if (known.TryGetValue(rows.CustomerId(0), out var told))
                    known[rows.CustomerId(0)] = told with { Left = [.. told.Left ?? [], rows.Text(1)!] };
            }
        }
    }

    /// <summary>A customer was erased.</summary>
    public void WasErased(CustomerId id, Instant at) => Tell(id, at, told => told with { Erased = true });

    /// <summary>A customer is another now.</summary>
    public void Became(CustomerId id, CustomerId other, Instant at) =>
        Tell(id, at, told => told with { MergedInto = other.ToString() });

    void Tell(CustomerId id, Instant at, Func<Told, Told> how)
    {
        if (!known.TryGetValue(id, out var told)) return;
        if (told.Left is not null) Add(id, at, told);
        Add(id, at, how(told with { Left = null }));
    }

    void Add(CustomerId id, Instant at, Told told)
    {
        bool IsAsked(string key) => shard.Moment.ToldKeys is not { } asked || asked.Contains(key);
        shard.Outbox.AddGone(id, at, JsonSerializer.Serialize(told with
        {
            Key = IsAsked("key") ? told.Key : null,
            External = IsAsked("external") ? told.External : null,
            Email = IsAsked("email") ? told.Email : null,
            Phone = IsAsked("phone") ? told.Phone : null,
        }, json));
    }
}
