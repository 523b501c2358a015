using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Identity;
using Perennial.Data.Settings;
using Perennial.Data.Shards;

namespace Perennial.Data.Intake;

/// <summary>Reads every telephone number of a shop anew, after the way in which numbers are read has changed: each
/// customer keeps the id they have and is found by the number as it is read now.</summary>
/// <remarks>Some customers at a time; each step can be repeated, so that what was stopped goes on from the beginning
/// and finds most of it done.</remarks>
sealed class PhonesAnew(StoreShards shards, Func<string, string> number, Action<FactBatch, ShopMoment> write)
{
    const int MostPasses = 4;

    const string Source = "numbers read anew";

    int AtOnce => shards.CustomersPerChunk;

    /// <summary>Numbers of one customer.</summary>
    sealed record Said(
        CustomerId Id, CustomerKeyKind Kind, string Key, string? Phone, string? Country, List<string> Identities)
    {
        public bool IsKey => Kind == CustomerKeyKind.Phone;
    }

    /// <summary>Goes through all.</summary>
    /// <returns>How many customers have their number in another form now.</returns>
    public int Run(ShopMoment moment, CancellationToken cancel)
    {
        var rewritten = 0;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            // Whoever is joined brings their number as it was.
            var now = 0;
            for (var shard = 0; shard < shards.Count; shard++)
            {
                Aliases(shard, moment, cancel);
                now += Customers(shard, moment, cancel);
            }
            rewritten += now;
            if (now == 0) break;
        }
        return rewritten;
    }

    int Customers(int shard, ShopMoment moment, CancellationToken cancel)
    {
        var (rewritten, after) = (0, (CustomerId?)null);
        shards.InChunks(() =>
        {
            var chunk = Chunk(shard, after);
            if (chunk.Count == 0) return false;
            Join([.. chunk.SelectMany(Texts)], moment);
            rewritten += shards.InShard(shard, moment, one => Rewrite(one, chunk));
            after = chunk[^1].Id;
            return chunk.Count == AtOnce;
        }, cancel);
        return rewritten;
    }

    void Aliases(int shard, ShopMoment moment, CancellationToken cancel)
    {
        CustomerId after = default;
        shards.InChunks(() =>
        {
            var texts = new List<string>();
            using (var rental = shards.Rent())
            {
                var rows = rental.Database.Query("phone-aliases-after", "shard", "alias_id", "most")
                    .Bind(1, shard).Bind(2, after).Bind(3, AtOnce);
                while (rows.Step())
                {
                    after = rows.CustomerId(0);
                    texts.Add(rows.Text(1)![(rows.Text(1)!.IndexOf(':') + 1)..]);
                }
            }
            Join(texts, moment);
            return texts.Count == AtOnce;
        }, cancel);
    }

    List<Said> Chunk(int shard, CustomerId? after)
    {
        using var rental = shards.Rent();
        var chunk = new List<Said>();
        var rows = rental.Database.Query("phones-after", "shard", "customer_id", "most")
            .Bind(1, shard).Bind(2, after ?? default).Bind(3, AtOnce);
        while (rows.Step())
        {
            chunk.Add(new Said(rows.CustomerId(0), EnumWord.Parse<CustomerKeyKind>(rows.Text(1)!), rows.Text(2)!,
                rows.Text(3), rows.Text(4), []));
        }
        var of = chunk.ToDictionary(said => said.Id, said => said.Identities);
        using var identities =
            rental.Database.RowsOf(SqlText.Query("phone-identities-of"), shard, [.. chunk.Select(said => said.Id)]);
        while (identities.Step()) of[identities.CustomerId(0)].Add(identities.Text(1)!);
        return chunk;
    }

    static IEnumerable<string> Texts(Said said)
    {
        foreach (var value in said.Identities) yield return value;
        if (said.IsKey) yield return said.Key;
        if (said.Phone is { } phone) yield return phone;
    }

    string Now(string text) => KeyText.Compared(CustomerKeyKind.Phone, number(text));

    // The number as it is read now becomes another key of whoever is known by it as it was read before.
    void Join(IReadOnlyList<string> texts, ShopMoment moment)
    {
        var changed = texts.Select(text => (Was: KeyText.Compared(CustomerKeyKind.Phone, text), Is: Now(text)))
            .Where(one => one.Was.Length > 0 && one.Is.Length > 0 && one.Was != one.Is)
            .DistinctBy(one => one.Was).ToList();
        if (changed.Count == 0) return;
        Share(changed, moment);
        var known = Known([.. changed.Select(one => IdOf(one.Was)).Distinct().Order()]);
        changed.RemoveAll(one => !known.Contains(IdOf(one.Was)));
        if (changed.Count == 0) return;
        write(new FactBatch
        {
            Source = Source,
            Keys = CustomerKeys.From([.. changed.Select(one => one.Was)]),
            KeyKinds = [.. changed.Select(_ => CustomerKeyKind.Phone)],
            History = new HistoryTable(changed.Count, OrderFacts.Empty(changed.Count)),
            Live = new LiveFacts
            {
                SaidAt = [.. changed.Select(_ => moment.Now)],
                Source = [.. changed.Select(_ => Source)],
                Id = new CustomerId?[changed.Count],
                Changes = [],
                Same = [.. changed.Select((one, row) =>
                    new SamePerson(row, CustomerKeyKind.Phone, one.Is, IsSaid: false) { IsSpelling = true })],
            },
        }, moment);
    }

    // What joins nobody joins nobody in another spelling.
    void Share(List<(string Was, string Is)> changed, ShopMoment moment)
    {
        var shared = changed.Where(one => moment.Keys.Shared.Contains(IdOf(one.Was)))
            .Select(one => $"{IdOf(one.Is)}").ToList();
        if (shared.Count == 0) return;
        shards.ChangeMoment(database =>
        {
            var known = (SettingStore.Of(database, SettingStore.SharedKeys) ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            SettingStore.Put(database, SettingStore.SharedKeys, string.Join(' ', known.Union(shared)), moment.Now);
            return 0;
        });
    }

    // Nobody is made of a number whose customer is gone.
    HashSet<CustomerId> Known(CustomerId[] ids)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        return [.. CustomerStore.Known(database, ids, shards.Count),
            .. AliasRows.OfShards(database, ids, shards.Count).Select(alias => alias.Id)];
    }

    int Rewrite(ShardTransaction shard, List<Said> chunk)
    {
        var rewritten = 0;
        var there = CustomerStore.Known(shard.Database, shard.Shard, [.. chunk.Select(said => said.Id)]).ToHashSet();
        foreach (var said in chunk.Where(said => there.Contains(said.Id)))
        {
            var key = said.IsKey ? number(said.Key) : said.Key;
            var phone = said.Phone is { } text ? number(text) : null;
            var isOther = key != said.Key || phone != said.Phone;
            foreach (var value in said.Identities.Where(value => Now(value) is { Length: > 0 } now && now != value))
            {
                isOther = true;
                Identity(shard, said.Id, "forget-identity", value);
                Identity(shard, said.Id, "put-identity", Now(value));
            }
            if (!isOther) continue;
            // The id follows from the number as it was compared before.
            if (said.IsKey && Now(key) is { Length: > 0 } own) Identity(shard, said.Id, "put-identity", own);
            var place = shard.Moment.Places.Of(said.Country, phone ?? (said.IsKey ? key : null));
            shard.Database.Query("reread-phone", "key", "phone", "place_languages", "place_zones", "version", "shard",
                    "customer_id").Bind(1, key).Bind(2, phone).Bind(3, place.Languages).Bind(4, place.Zones)
                .Bind(5, shard.Version).Bind(6, shard.Shard).Bind(7, said.Id).Run();
            rewritten++;
        }
        if (rewritten > 0) shard.Change();
        return rewritten;
    }

    static void Identity(ShardTransaction shard, CustomerId id, string query, string value) =>
        shard.Database.Query(query, "shard", "customer_id", "kind", "value").Bind(1, shard.Shard).Bind(2, id)
            .Bind(3, CustomerId.KindName(CustomerKeyKind.Phone)).Bind(4, value).Run();

    static CustomerId IdOf(string number) => CustomerId.OfCompared(CustomerKeyKind.Phone, number);
}
