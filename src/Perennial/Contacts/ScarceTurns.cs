using Perennial.Allocation;
using Perennial.Core;
using Perennial.Core.Capacity;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Capacity;

namespace Perennial.Contacts;

/// <summary>Gives what is scarce to those who wait for it, over the whole shop: what is left is reserved by what
/// contacts add or in the order of those who wait, each has a turn in which every gate is asked anew, and what was not
/// used is given to the next.</summary>
/// <param name="store">The shop.</param>
sealed class ScarceTurns(ShopStore store)
{
    // Somebody who reserved and was not stopped uses it within moments.
    const long OldMs = 60_000;

    // While somebody is due who may come before, nobody else goes; but nobody waits for ever for a shop that is behind.
    const long LongestBehindMs = 600_000;

    /// <summary>Gives.</summary>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="cancel">Between two transactions.</param>
    /// <returns>How many had a turn.</returns>
    public int Give(ShopMoment moment, CancellationToken cancel)
    {
        var now = moment.Now;
        store.Capacity.CloseOld(new Instant(now.UnixMs - OldMs), moment);
        var demands = store.Capacity.Demands();
        if (demands.Count == 0 || moment.Strategies is null) return 0;
        if (store.Entries.CompleteUntil(now) is { HasValue: true } due && due.UnixMs > now.UnixMs - LongestBehindMs)
            return 0;
        var values = ContactValues.Of(store, moment.Profiles.Calendar.DayOf(now));
        var look = new ScarceLook(store, moment, demands, values.IsAny);
        var (count, tried) = (0, new HashSet<CandidateKey>());
        while (Round(moment, demands, tried, values) is { } reservation)
        {
            look.Add(reservation.Plans);
            foreach (var grant in reservation.Grants)
            {
                cancel.ThrowIfCancellationRequested();
                count += store.Capacity.Use(grant, moment);
                look.Use(store.Capacity.Settle(grant));
            }
            if (reservation.Grants.Count == 0) break;
        }
        look.Write();
        return count;
    }

    // Whoever had it and did not use it is not asked again before the next tick.
    Reservation? Round(
        ShopMoment moment, IReadOnlyList<string> demands, HashSet<CandidateKey> tried, ContactValues values)
    {
        var things = moment.Strategies!.Book.Rules.Scarce;
        var (now, shop) = (moment.Now, moment.Profiles.Calendar);
        var stock = store.Capacity.Stock(things, now, shop);
        var waiters = new Dictionary<Waiter, int>();
        foreach (var demand in demands)
        {
            if (stock.EnoughFor(demand) is not (> 0 and var enough)) continue;
            foreach (var (shard, one) in values.First(things, demand, enough + tried.Count, now))
                if (!tried.Contains(one.Key)) waiters.Add(one, shard);
        }
        if (waiters.Count == 0) return null;
        var reservation = store.Capacity.Reserve(things, waiters, now, shop);
        tried.UnionWith(reservation.Grants.SelectMany(one => one.Waiters).Select(one => one.Key));
        return reservation;
    }
}
