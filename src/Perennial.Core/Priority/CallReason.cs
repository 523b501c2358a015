using Perennial.Core.Profiles;

namespace Perennial.Core.Priority;

/// <summary>Says in words why a customer stands where they stand on the call list.</summary>
public static class CallReason
{
    /// <summary>For example "bought 9 times, 843.00 in total, last 90 days ago; on all three lists".</summary>
    /// <param name="table">With clock columns computed.</param>
    /// <param name="row">The customer.</param>
    public static string Of(ProfileTable table, int row)
    {
        var orders = table.Values(Columns.Orders)[row];
        if (orders <= 0) return "has not bought yet";
        var times = orders switch { 1 => "once", 2 => "twice", _ => $"{orders} times" };
        var total = table.Values(Columns.Monetary)[row] / 100m;
        return $"bought {times}, {total:0.00} in total, last {Ago(table.Values(Columns.RecencyDays)[row])}; "
            + Lists(table.Values(Columns.PriorityTier)[row]);
    }

    /// <summary>What a tier means: "on all three lists", "on the lists by recency and frequency", and so on.</summary>
    public static string Lists(byte tier) => tier switch
    {
        1 => "on all three lists",
        2 => "on the lists by recency and frequency",
        3 => "on the lists by recency and money",
        4 => "on the lists by frequency and money",
        5 => "on one list",
        6 => "on no list",
        _ => "not ranked yet",
    };

    static string Ago(int days) => days switch { <= 0 => "today", 1 => "yesterday", _ => $"{days} days ago" };
}
