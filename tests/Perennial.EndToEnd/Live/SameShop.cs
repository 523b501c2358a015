using System.Security.Cryptography;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data;
using Perennial.EndToEnd.Commands;
using Perennial.Moments;

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
            if (a.Except(b).Concat(b.Except(a)).Any()) return $"Facts of {a[0]} ({one.Ids[row]}) differ.\n"
                + $"Missing: {string.Join(", ", a.Except(b))}\nToo many: {string.Join(", ", b.Except(a))}";
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

    // One thing a line, so that what differs can be told from what does not.
    static IReadOnlyList<string> Told(ShopStore store, CustomerId id)
    {
        var customer = store.Customers.ById(id)!;
        // Lists have no words of their own.
        var details = customer.Details with { Consents = [], Attributes = [], Suppressions = [] };
        return [customer.Key, $"{details}", .. customer.Permissions.Consents.Select(Said),
            .. customer.Permissions.Suppressions.Select(one => $"{one.Channel} {one.Reason} {one.At} {one.Source}"),
            .. customer.Attributes.Where(one => one.Holds).Select(one => $"{one.Name}={one.Value} {one.LastSaidAt}"),
            .. Facts(customer.History)];
    }

    static string Said(ConsentStatement one) => $"{one.Channel} {one.IsGranted} '{one.Topic}' {one.SaidAt} {one.Basis} "
        + $"{one.ExpiresAt} {one.Source} '{one.Wording}'";

    static IEnumerable<string> Facts(HistoryTable history)
    {
        var (orders, activities) = (history.Orders, history.Activities);
        var (contacts, responses) = (history.Contacts, history.Responses);
        for (var i = 0; i < orders.Id.Length; i++)
        {
            var lines = orders.Lines is not { } all ? []
                : Enumerable.Range(all.Start[i], all.Start[i + 1] - all.Start[i]).Select(
                    line => $"{all.Quantity[line]}x{all.GrossCents[line]}-{all.DiscountCents[line]}");
            yield return $"order {Cell(orders.Number, i)} {orders.At[i]} gross {orders.GrossCents[i]} discount "
                + $"{Cell(orders.DiscountCents, i)} refunded {Cell(orders.RefundedCents, i)} "
                + $"{Cell(orders.Mechanism, i)} [{string.Join(' ', lines)}]";
        }
        for (var i = 0; i < activities?.Id.Length; i++)
            yield return $"{activities.Kind[i]} {activities.Id[i]} {activities.At[i]}";
        for (var i = 0; i < contacts?.Id.Length; i++)
            yield return $"contact {contacts.Id[i]} {contacts.At[i]} {contacts.Channel[i]}";
        for (var i = 0; i < responses?.Id.Length; i++)
            yield return $"{responses.Kind[i]} {responses.Id[i]} {responses.At[i]} of {responses.Contact[i]}";
    }

    // What nobody said of any is left out.
    static T? Cell<T>(T[] cells, int row) => cells.Length == 0 ? default : cells[row];

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
