using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Tests;

/// <summary>Makes test data.</summary>
static partial class Some
{
    public static readonly Instant Now = ShopCalendar.Utc.EndOf(ShopCalendar.Day(new DateOnly(2026, 6, 30)));

    /// <summary>A customer as the scorer sees them: days since the last order, orders, cents.</summary>
    public readonly record struct Measures(int RecencyDays, int Frequency, long MonetaryCents);

    /// <summary>Customers with many ties, some without orders, up to <paramref name="most"/>.</summary>
    public static Gen<Measures[]> Customers(int most) =>
        from days in Gen.Choose(1, 40)
        from customers in (
            from recency in Gen.Choose(0, days)
            from frequency in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Constant(1)), (6, Gen.Choose(1, 9)))
            from cents in Gen.Choose(0, days * 25)
            select new Measures(recency, frequency, cents * 100L)).ArrayOf()
        select customers.Length > most ? customers[..most] : customers;

    /// <summary>A profile table that holds these measures, as the fold would have left it.</summary>
    public static ProfileTable Table(IReadOnlyList<Measures> customers, Instant? asOf = null)
    {
        var table = new ProfileTable(Columns.All,
            CustomerKeys.From([.. customers.Select((_, i) => $"c{i * 7919 % 10_007}-{i}")]));
        var now = asOf ?? Now;
        var today = ShopCalendar.Utc.DayOf(now);
        for (var row = 0; row < customers.Count; row++)
        {
            var (recency, frequency, cents) = customers[row];
            table.Values(PurchaseColumns.Frequency)[row] = frequency;
            table.Values(PurchaseColumns.Orders)[row] = frequency;
            table.Values(PurchaseColumns.Monetary)[row] = cents;
            table.Values(PurchaseColumns.LastOrderAt)[row] =
                frequency > 0 ? ShopCalendar.Utc.StartOf(today - recency) : Instant.None;
        }
        table.ReadAt(now, ShopCalendar.Utc);
        return table;
    }
}
