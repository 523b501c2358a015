using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Prospects;
using Perennial.Core.Purchases;

namespace Perennial.Words;

/// <summary>Why a customer stands where they stand on the call list, in words for the person who calls.</summary>
public static class CallWords
{
    /// <summary>What each tier means; entry 0 is tier 1.</summary>
    public static readonly IReadOnlyList<string> Tiers =
    [
        "on all three lists", "on the lists by recency and by orders", "on the lists by recency and by revenue",
        "on the lists by orders and by revenue", "on one list", "on no list",
    ];

    /// <summary>For example "bought 9 times, 843.00 in total, last 90 days ago; on all three lists".</summary>
    public static string Why(ProfileTable table, int row)
    {
        var orders = table.Values(PurchaseColumns.Orders)[row];
        if (orders <= 0) return Prospect(table, row);
        var bought = orders == 1 ? "bought once" : $"bought {orders:N0} times";
        var total = Money(table.Values(PurchaseColumns.Revenue)[row]);
        var last = DaysAgo(table.Values(PurchaseColumns.RecencyDays)[row]);
        var tier = table.Values(PriorityColumns.Tier)[row];
        var lists = tier is >= 1 and <= 6 ? "; " + Tiers[tier - 1] : "";
        return $"{bought}, {total} in total, last {last}{lists}";
    }

    static string Prospect(ProfileTable table, int row)
    {
        const string none = "has not bought yet";
        var actions = table.Values(ProspectColumns.Actions)[row];
        if (actions <= 0) return none;
        var last = DaysAgo(table.Values(ProspectColumns.RecencyDays)[row]);
        var tier = table.Values(ProspectColumns.Tier)[row];
        var lists = tier is >= 1 and <= 6 ? "; " + TiersOfProspects[tier - 1] : "";
        var did = actions == 1 ? "favourable action" : "favourable actions";
        return $"{none}, {actions:N0} {did}, last {last}{lists}";
    }

    /// <summary>What each tier of prospects means; entry 0 is tier 1.</summary>
    public static readonly IReadOnlyList<string> TiersOfProspects =
    [
        "on all three lists of prospects", "on the lists of prospects by last action and by actions",
        "on the lists of prospects by last action and by time spent",
        "on the lists of prospects by actions and by time spent", "on one list of prospects",
        "on no list of prospects",
    ];

    /// <summary>"today", "yesterday" or "90 days ago".</summary>
    public static string DaysAgo(int days) => days switch
    {
        0 => "today",
        1 => "yesterday",
        < 0 => "in the future",
        _ => $"{days:N0} days ago",
    };

    /// <summary>What to run where no customer has a number.</summary>
    public const string ImportOfPhones = "perennial import customers.csv";

    /// <summary>Cents as currency units with two decimals and thousands set apart.</summary>
    public static string Money(long cents) => (cents / 100m).ToString("N2");
}
