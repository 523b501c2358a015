using System.Security.Cryptography;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data;
using Perennial.EndToEnd.Commands;
using Perennial.Segments;

namespace Perennial.EndToEnd.Live;

/// <summary>Holds a store that was written event by event to one that was given the same events at once.</summary>
static class SameShop
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    /// <summary>The profiles, facts and details of a store are those of a batch of the events, and <c>doctor</c> finds
    /// nothing.</summary>
    /// <param name="place">The store; a shop may be serving it, and the tick may have something left to do.</param>
    /// <param name="events">Everything it was told.</param>
    /// <param name="folder">Where the store of the batch is made.</param>
    public static async Task AssertBatch(string place, IReadOnlyList<IncomingEvent> events, TemporaryFolder folder)
    {
        var file = folder.File($"batch-{RandomNumberGenerator.GetHexString(12)}.db");
        using (var actual = ShopStore.Open(place, ServedShop.Now))
        using (var expected = ShopStore.Open(file, ServedShop.Now))
        {
            var now = ServedShop.Now;
            expected.Intake.Write(EventBatch.Of(events), new ShopMoments(expected).At(now));
            var deadline = TimeProvider.System.GetTimestamp();
            while (Difference(expected, actual) is { } difference)
            {
                // A profile that time alone has changed is brought up to date by the tick, every second.
                if (TimeProvider.System.GetElapsedTime(deadline) > patience) Assert.Fail(difference);
                await Task.Delay(500);
                now = ServedShop.Now;
                expected.Folding.RefoldDue(new ShopMoments(expected).At(now), int.MaxValue);
            }
        }
        Assert.Empty(StoreCheck.Run(place));
    }

    /// <summary>What differs first, or null: every stored column, when it changes next, every fact, every detail.
    /// </summary>
    static string? Difference(ShopStore expected, ShopStore actual)
    {
        var (one, other) = (expected.Profiles.Load(), actual.Profiles.Load());
        var missing = one.Ids.Except(other.Ids).Count();
        var more = other.Ids.Except(one.Ids).Count();
        if (missing + more > 0) return $"{missing} customers are missing, {more} too many.";
        for (var row = 0; row < one.Count; row++)
        {
            var (a, b) = (Told(expected, one.Ids[row]), Told(actual, one.Ids[row]));
            if (a != b) return $"Facts of {one.Ids[row]}:\n{a}\nbecame\n{b}";
            foreach (var column in Columns.All.Where(column => column.Kind != ColumnKind.Clock))
            {
                var (x, y) = (Cell(one.Profiles, column, row), Cell(other.Profiles, column, row));
                if (!Equals(x, y)) return $"{column.Name} of {one.Ids[row]}: {x} became {y}.";
            }
            if (one.Profiles.NextChangeAt[row] != other.Profiles.NextChangeAt[row])
                return $"{one.Ids[row]} changes at {other.Profiles.NextChangeAt[row]}, not at "
                    + $"{one.Profiles.NextChangeAt[row]}.";
        }
        return null;
    }

    static string Told(ShopStore store, CustomerId id)
    {
        var customer = store.Customers.ById(id)!;
        var (orders, history) = (customer.History.Orders, customer.History);
        return string.Join(' ', [
            customer.Key, $"{customer.Details}", .. orders.Id, .. orders.At, .. orders.GrossCents,
            .. orders.DiscountCents, .. orders.RefundedCents, .. orders.Mechanism, .. orders.Lines?.GrossCents ?? [],
            .. history.Activities?.Id ?? [], .. history.Activities?.At ?? [],
            .. history.Contacts?.Id ?? [], .. history.Contacts?.At ?? [],
            .. history.Responses?.Contact ?? [], .. history.Responses?.At ?? [],
        ]);
    }

    static object? Cell(ProfileTable table, Column column, int row) => column switch
    {
        Column<byte> { Type: ColumnType.Label } label => table.Label(label, row),
        Column<int> { Type: ColumnType.Product } product =>
            table.Values(product)[row] == product.NoValue ? null : table.Products[table.Values(product)[row]],
        Column<byte> bytes => table.Values(bytes)[row],
        Column<int> ints => table.Values(ints)[row],
        Column<long> longs => table.Values(longs)[row],
        Column<double> doubles => BitConverter.DoubleToInt64Bits(table.Values(doubles)[row]),
        Column<Instant> instants => table.Values(instants)[row],
        _ => throw new ArgumentException(column.Name),
    };
}
