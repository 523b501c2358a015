using Perennial.Core;
using Perennial.Core.Demo;

namespace Perennial.Tests.Demo;

/// <summary>The shop that several tests look at, made once.</summary>
static class ShopsForTests
{
    /// <summary>A Thursday afternoon.</summary>
    public static readonly Instant End = Instant.From(new DateTimeOffset(2026, 11, 19, 15, 30, 0, TimeSpan.Zero));

    /// <summary>Paris: two hours ahead of UTC from the last Sunday of March to October's, otherwise one.</summary>
    public static readonly ShopCalendar ParisCalendar = Zone();

    public static readonly FlowerShop Paris = FlowerShop.Generate(
        new FlowerShopOptions { Seed = 2026, End = End, Calendar = ParisCalendar });

    static ShopCalendar Zone()
    {
        var changes = new List<Instant>();
        var offsets = new List<int> { 3600 };
        for (var year = 2020; year <= 2030; year++)
            foreach (var (month, offset) in new[] { (3, 7200), (10, 3600) })
            {
                var last = new DateTime(year, month, 31, 1, 0, 0, DateTimeKind.Utc);
                changes.Add(Instant.From(last.AddDays(-(int)last.DayOfWeek)));
                offsets.Add(offset);
            }
        return new ShopCalendar("Europe/Paris", changes.ToArray(), offsets.ToArray());
    }
}
