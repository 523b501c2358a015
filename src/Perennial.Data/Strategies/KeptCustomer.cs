using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;

namespace Perennial.Data.Strategies;

/// <summary>A contact that is decided: not handed over yet, or of somebody who is held out.</summary>
/// <param name="Id">The id that the contact will have.</param>
/// <param name="Counts">What it is for caps and gaps; null for a task, which counts in none.</param>
/// <param name="IsPhantom">Whether it would have gone to somebody who is held out.</param>
readonly record struct KeptContact(FactId Id, PastContact? Counts, bool IsPhantom);

/// <summary>Where one customer stands, as it is stored.</summary>
sealed class KeptCustomer
{
    /// <summary>Whether there is a row: of whoever never had a turn there is none.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Enrollments that are open, what is over, what is kept for ever, and when to look again.</summary>
    public CustomerStrategies State { get; private set; } = CustomerStrategies.None;

    /// <summary>The kinds of activities of which something may come, as the last turn found it.</summary>
    public long Hears { get; private set; } = HeardActivities.All;

    /// <summary>Contacts that are no facts yet, or never will be.</summary>
    public List<KeptContact> Contacts { get; } = [];

    /// <summary>Reads some customers of a shard, ascending, in three questions.</summary>
    public static KeptCustomer[] Read(Database database, int shard, CustomerId[] ids)
    {
        var kept = new KeptCustomer[ids.Length];
        for (var row = 0; row < kept.Length; row++) kept[row] = new KeptCustomer();
        FactCursor Cursor(string query) => new FactCursor(database.RowsOf(SqlText.Query(query), shard, ids));
        using var states = Cursor("strategies-of");
        using var enrollments = Cursor("enrollments-of");
        using var contacts = Cursor("planned-contacts-of");
        for (var row = 0; row < ids.Length; row++)
        {
            if (states.IsAt(ids[row])) kept[row].Take(states.Row);
            kept[row].TakeEnrollments(enrollments, ids[row]);
            for (; contacts.IsAt(ids[row]); contacts.Next()) kept[row].Contacts.Add(Contact(contacts.Row));
        }
        return kept;
    }

    void Take(Rows row)
    {
        (IsKnown, Hears) = (true, row.Int64(3));
        State = new CustomerStrategies
        {
            DueAt = row.IsNull(1) ? Instant.Never : row.Instant(1),
            Pasts = Pasts(row.Text(2)!),
        };
    }

    void TakeEnrollments(FactCursor rows, CustomerId id)
    {
        if (!rows.IsAt(id)) return;
        var (open, over) = (new List<Enrollment>(), new HashSet<(string, string)>());
        var decided = new HashSet<FactId>();
        for (; rows.IsAt(id); rows.Next())
        {
            if (!rows.Row.IsNull(4)) decided.Add(rows.Row.FactId(4));
            else if (rows.Row.IsNull(1)) over.Add((rows.Row.Text(2)!, rows.Row.Text(3)!));
            else open.Add(EnrollmentText.Read(rows.Row.Text(1)!));
        }
        State = State with { Enrollments = open, Over = over, Decided = decided };
    }

    /// <summary>What is kept for ever, as <c>customer_strategy</c> has it.</summary>
    public static IReadOnlyList<StrategyPast> Pasts(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(EnrollmentText.ReadPast)];

    static KeptContact Contact(Rows row) => new(row.FactId(1),
        ((ContactKind)row.Int64(4)).Channel() is not { } channel ? null : new PastContact(row.Instant(3), channel)
        {
            Topic = row.Text(5), IsService = row.Int64(6) != 0,
        }, row.Int64(2) != 0);
}
