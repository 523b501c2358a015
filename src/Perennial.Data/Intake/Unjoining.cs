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

/// <summary>What taking a key's people apart did.</summary>
/// <param name="Keys">How many keys are their own again.</param>
/// <param name="Customers">How many customers are new.</param>
/// <param name="Facts">How many facts went to whose key they came under.</param>
/// <param name="Left">How many stay, though they are somebody else's: their key is not known as text until it is heard
/// again. Unjoining once more then takes them along.</param>
public readonly record struct Unjoined(int Keys, int Customers, int Facts, int Left);

/// <summary>Takes apart whom a key joined: each fact goes to the customer of its own key.</summary>
/// <remarks>Each step can be repeated: a fact keeps its id, so that what was written and not yet taken away is not
/// written twice.</remarks>
sealed class Unjoining(StoreShards shards, CustomerId key, Action<FactBatch, ShopMoment, bool> write)
{
    // Keys that may have to name a customer again.
    readonly Dictionary<CustomerId, (CustomerKeyKind Kind, string Text)> texts = [];

    public Unjoined Run(ShopMoment moment)
    {
        CustomerId[] holders;
        using (var rental = shards.Rent())
        {
            var database = rental.Database;
            holders = [.. new[] { Owner(database, key), key }.Distinct()];
            foreach (var holder in holders) ReadTexts(database, holder);
        }
        Share(moment.Now);
        moment = moment.Renew();
        var parted = Part(holders[0], moment);
        var (customers, facts, left) = (0, 0, 0);
        foreach (var holder in holders)
        {
            var given = Give(holder, moment, isShared: true);
            (customers, facts, left) = (customers + given.Customers, facts + given.Facts, left + given.Left);
        }
        return new Unjoined(parted, customers, facts, left);
    }

    /// <summary>Gives a key to whose it is, with what came under it alone: also where it is theirs already, for
    /// whoever gave it may have been stopped before the facts followed.</summary>
    /// <param name="to">Whose it is.</param>
    /// <param name="others">Of whom else it was said.</param>
    /// <param name="moment">As of when, and by what.</param>
    public void PassOn(NamedCustomer to, IReadOnlyList<CustomerId> others, ShopMoment moment)
    {
        CustomerId holder;
        using (var rental = shards.Rent()) holder = Owner(rental.Database, key);
        if (holder == key) return;
        if (holder != to.Id)
        {
            shards.InShard(shards.Of(key), moment, shard => shard.Database
                .Query("pass-alias-on", "customer_id", "kind", "shard", "alias_id")
                .Bind(1, to.Id).Bind(2, (long)to.Kind).Bind(3, shard.Shard).Bind(4, key).Run());
        }
        foreach (var one in others.Append(holder).Distinct().Where(one => one != to.Id))
        {
            using (var rental = shards.Rent()) ReadTexts(rental.Database, one);
            Give(one, moment, isShared: false);
        }
    }

    // Gives each fact to the customer of its own key.
    (int Customers, int Facts, int Left) Give(CustomerId holder, ShopMoment moment, bool isShared)
    {
        var stray = Read(holder, moment.Keys, isShared);
        var customers = Name(stray.Nameless, moment);
        if (stray.Facts.Count == 0) return (customers, 0, stray.Left);
        write(stray.Facts.Batch, moment, true);
        shards.InShard(shards.Of(holder), moment, shard =>
        {
            stray.Facts.Delete(shard.Database, shard.Shard, holder);
            // Who shares a key goes on to be known by it.
            foreach (var one in isShared ? stray.Keys : []) Forget(shard, holder, one);
            shard.Change();
            return ShardWrite.Refold(shard, [holder]);
        });
        return (customers, stray.Facts.Count, stray.Left);
    }

    // From now on it joins nobody.
    void Share(Instant now) => shards.ChangeMoment(database =>
    {
        var shared = (SettingStore.Of(database, SettingStore.SharedKeys) ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        SettingStore.Put(database, SettingStore.SharedKeys, string.Join(' ', shared.Append($"{key}").Distinct()),
            now);
        return 0;
    });

    // The key is its own again, and so is whoever became another by it alone.
    int Part(CustomerId holder, ShopMoment moment)
    {
        KeysApart apart;
        using (var rental = shards.Rent())
        {
            apart = KeysApart.Read(rental.Database, shards, holder, key);
            foreach (var id in apart.Ids) ReadText(rental.Database, id);
        }
        return apart.Write(shards, moment);
    }

    void ReadText(Database database, CustomerId id)
    {
        var row = database.Query("alias-key", "shard", "alias_id").Bind(1, shards.Of(id)).Bind(2, id);
        var text = row.Step() ? row.Text(0) : null;
        row.Reset();
        if (NewAlias.Parse(text) is { } key) texts[id] = key;
    }

    void ReadTexts(Database database, CustomerId holder)
    {
        var rows = database.Query("identities-of-customer", "shard", "customer_id")
            .Bind(1, shards.Of(holder)).Bind(2, holder);
        while (rows.Step())
        {
            var (kind, value) = (EnumWord.Parse<CustomerKeyKind>(rows.Text(0)!), rows.Text(1)!);
            if (KeyText.Written(kind, value) is { } text) texts[CustomerId.Of(kind, text)] = (kind, text);
        }
    }

    // An address that is somebody's own again is no longer this customer's: both would be written to.
    void Forget(ShardTransaction shard, CustomerId holder, CustomerId id)
    {
        if (!texts.TryGetValue(id, out var one)) return;
        var value = KeyText.Compared(one.Kind, one.Text);
        shard.Database.Query("forget-identity", "shard", "customer_id", "kind", "value")
            .Bind(1, shard.Shard).Bind(2, holder).Bind(3, CustomerId.KindName(one.Kind)).Bind(4, value).Run();
        if (one.Kind != CustomerKeyKind.Email) return;
        shard.Database.Query("forget-email", "version", "shard", "customer_id", "value")
            .Bind(1, shard.Version).Bind(2, shard.Shard).Bind(3, holder).Bind(4, value).Run();
    }

    (StrayFacts Facts, List<CustomerId> Keys, List<CustomerId> Nameless, int Left) Read(
        CustomerId holder, KeyRules rules, bool isShared)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var owners = new Dictionary<CustomerId, CustomerId?>();
        var (nameless, left) = (new List<CustomerId>(), 0);
        CustomerId? WhoseKey(CustomerId id)
        {
            if (owners.TryGetValue(id, out var known)) return known;
            var owner = Owner(database, id);
            var isThere = CustomerStore.Known(database, shards.Of(owner), [owner]).Count > 0;
            if (!isThere && !texts.ContainsKey(owner)) ReadText(database, owner);
            if (!isThere && texts.ContainsKey(owner)) nameless.Add(owner);
            else if (!isThere) owner = holder;
            owners.Add(id, owner == holder ? null : owner);
            if (!isThere && owner == holder && id != holder) left++;
            return owners[id];
        }
        var facts = StrayFacts.Read(database, shards.Of(holder), holder, keys =>
        {
            var own = keys.Own ?? holder;
            return IsShared(own) && keys.Next is { } next && !IsShared(next) ? WhoseKey(next) : WhoseKey(own);
        });
        return (facts, [.. owners.Where(one => one.Value is not null).Select(one => one.Key)], nameless, left);

        bool IsShared(CustomerId id) => (isShared && id == key) || rules.Shared.Contains(id);
    }

    // Customers have to be there before facts name them by their ids.
    int Name(List<CustomerId> nameless, ShopMoment moment)
    {
        if (nameless.Count == 0) return 0;
        (CustomerKeyKind Kind, string Text)[] keys = [.. nameless.Distinct().Select(id => texts[id])];
        write(new FactBatch
        {
            Source = Source,
            Keys = CustomerKeys.From([.. keys.Select(one => one.Text)]),
            KeyKinds = [.. keys.Select(one => one.Kind)],
            Details = [.. keys.Select(one => one.Kind == CustomerKeyKind.Email
                ? new CustomerDetails { Email = one.Text } : null)],
            History = new HistoryTable(keys.Length, OrderFacts.Empty(keys.Length)),
        }, moment, false);
        return keys.Length;
    }

    const string Source = "unjoined";

    CustomerId Owner(Database database, CustomerId id) =>
        Aliases.Resolve([id], ids => AliasRows.OfShards(database, ids, shards.Count)).End(id);
}
