using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Strategies;

namespace Perennial.Tests.Worlds;

/// <summary>What a store keeps of strategies, as text, and the same text of what is kept in memory.</summary>
sealed class StoredRows(ShopStore store)
{
    /// <summary>Whether each strategy is at work.</summary>
    public IEnumerable<string> Standings => store.Strategies.Parts().Standings
        .Select(one => $"{one.Strategy} {new Standing(one.State, one.AskedFrom)}");

    /// <summary>Decisions and enrollments of one customer.</summary>
    public IEnumerable<string> Decided(CustomerId id) =>
        Text(store.Decisions.Of(id, int.MaxValue), store.Decisions.Enrollments(id));

    public static IEnumerable<string> Text(
        IEnumerable<DecisionRow> decisions, IEnumerable<Enrollment> enrollments) =>
        decisions.Select(row => row.ToString()).Concat(enrollments.Select(EnrollmentText.Write));

    /// <summary>Of whom anything was decided in a strategy.</summary>
    public IEnumerable<CustomerId> DecidedIn(string strategy) =>
        store.Decisions.Of(strategy, int.MaxValue).Select(row => row.Customer);

    /// <summary>Where one customer stands.</summary>
    public CustomerStrategies State(CustomerId id)
    {
        using var rental = store.Rent();
        return KeptCustomer.Read(rental.Database, store.ShardOf(id), [id])[0].State;
    }

    /// <summary>What is kept of one customer for ever, and the keys of what was forgotten.</summary>

    public static IEnumerable<string> Text(CustomerStrategies state) =>
    [
        .. state.Pasts.Select(EnrollmentText.Write), .. state.Over.Select(one => $"over {one}"),
        .. state.Decided.Select(one => $"decided {one}"),
    ];

    /// <summary>Contacts of one customer that are planned.</summary>
    public IEnumerable<string> Planned(CustomerId id)
    {
        using var rental = store.Rent();
        using var rows = rental.Database.RowsOf(SqlText.Query("all-planned-of"), store.ShardOf(id), [id]);
        var all = new List<string>();
        while (rows.Step())
        {
            var contact = PlannedContact.Read(rows.Text(8)!, id, rows.FactId(1), rows.Instant(3));
            Assert.Equal(((long)contact.Kind, contact.Topic, contact.Strategy),
                (rows.Int64(4), rows.Text(5)!, rows.Text(7)!));
            all.Add(Text((contact, rows.Int64(2) != 0)));
        }
        return all;
    }

    public static string Text((PlannedContact Contact, bool IsPhantom) one) =>
        $"{one.Contact.Id} {one.Contact.PlannedAt} {one.IsPhantom} {JsonSerializer.Serialize(one.Contact)}";

    /// <summary>Who waits to enter what, and since when.</summary>
    public IEnumerable<string> Waiting
    {
        get
        {
            using var rental = store.Rent();
            using var rows = rental.Database.Prepare("""
                select customer_id, strategy, occurrence, at, waits_for, day, order_by, since_at from waiting_entry
                """);
            var all = new List<string>();
            while (rows.Step())
            {
                all.Add(Text(rows.CustomerId(0), new WaitingEntry(
                    rows.Text(1)!, rows.Text(2)!, rows.Instant(3), rows.Text(4)!)
                {
                    Day = rows.IsNull(5) ? null : ShopCalendar.Date(rows.Int32(5)),
                    OrderBy = rows.IsNull(6) ? null : ShopCalendar.Date(rows.Int32(6)),
                }, rows.Instant(7)));
            }
            return all;
        }
    }

    public static string Text(CustomerId id, WaitingEntry entry, Instant since) => $"{id} {entry} since {since}";

    /// <summary>How many would enter on days to come, and what is kept of those who did.</summary>
    public IEnumerable<string> Entries(int today)
    {
        using var rental = store.Rent();
        var ahead = rental.Database.Query("entries-ahead", "day").Bind(1, today).Each()
            .Select(row => $"{(row.Text(0)!, row.Int32(1), row.Int64(2))}").ToList();
        return [.. ahead, .. store.Entries.Days().Values.Select(Text).OfType<string>()];
    }

    // Whoever looks whether there is anything may leave a document that says nothing.
    public static string? Text(EntryDay day) => day.Write() == new EntryDay(day.Strategy).Write() ? null : day.Write();

    /// <summary>All sums.</summary>
    public IEnumerable<string> Sums => store.Decisions.Sums().Where(one => one.Number != 0).Select(one => $"{one}");
}
