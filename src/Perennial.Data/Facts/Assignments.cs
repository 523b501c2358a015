using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Measurement;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>
/// The ledger of who is in which arm of which experiment, inside one shard's transaction. Rows are added and never
/// changed; where customers became one the rows of both stay, and the earliest counts.
/// </summary>
/// <param name="database">In the transaction.</param>
/// <param name="shard">Where the customers are.</param>
sealed class Assignments(Database database, int shard) : IDisposable
{
    readonly BulkInsert<(CustomerId Of, ArmAssignment Row)> add = new(database, SqlText.Query("add-assignment"),
        ["shard", "customer_id", "experiment", "version", "assigned_id", "arm", "stratum", "assigned_at"],
        (to, first, line) => to.Bind(first, shard).Bind(first + 1, line.Of).Bind(first + 2, line.Row.Experiment)
            .Bind(first + 3, line.Row.Version).Bind(first + 4, line.Row.Id).Bind(first + 5, line.Row.Arm)
            .Bind(first + 6, line.Row.Stratum).Bind(first + 7, line.Row.At));

    /// <summary>The arms that customers are in. Who has none yet is drawn now, by the key they have now.</summary>
    /// <param name="experiment">Of which experiment.</param>
    /// <param name="ids">Who, ascending: one question for all of them.</param>
    /// <param name="keys">Their own keys.</param>
    /// <param name="at">When a customer is drawn who has to be; given their place among <paramref name="ids"/>.</param>
    public string[] ArmsOf(Experiment experiment, CustomerId[] ids, CustomerKeys keys, Func<int, Instant> at)
    {
        var arms = new string[ids.Length];
        using (var rows = Cursor(ids))
        {
            for (var i = 0; i < ids.Length; i++)
            {
                if (First(rows, ids[i], experiment) is { } known)
                {
                    arms[i] = known.Arm;
                    continue;
                }
                arms[i] = experiment.ArmOf(keys[i]);
                add.Add((ids[i], new ArmAssignment(experiment.Name, experiment.Version, ids[i], arms[i], "", at(i))));
            }
        }
        add.Flush();
        return arms;
    }

    static ArmAssignment? First(FactCursor rows, CustomerId id, Experiment experiment)
    {
        ArmAssignment? first = null;
        for (; rows.IsAt(id); rows.Next())
        {
            var row = Read(rows.Row);
            if (row.IsOf(experiment) && (first is not { } known || row.ComesBefore(known))) first = row;
        }
        return first;
    }

    /// <summary>All lines of customers, ascending, side by side with their other facts.</summary>
    public FactCursor Cursor(IReadOnlyList<CustomerId> ids) =>
        new FactCursor(database.RowsOf(SqlText.Query("assignments-of-customer"), shard, ids));

    /// <summary>A line as <see cref="Cursor"/> reads it.</summary>
    public static ArmAssignment Read(Rows row) => new(
        row.Text(1)!, row.Text(2)!, row.CustomerId(3), row.Text(4)!, row.Text(5)!, row.Instant(6));

    /// <summary>Writes down that somebody was drawn; whoever was drawn before stays where they are.</summary>
    public void Add(CustomerId of, ArmAssignment row) => add.Add((of, row));

    /// <summary>Puts lines under another customer, whose id theirs has become.</summary>
    public void Move(CustomerId to, IEnumerable<AssignedRow> lines)
    {
        foreach (var line in lines) add.Add((to, line.Assignment));
    }

    /// <summary>Writes what still waits.</summary>
    public void Flush() => add.Flush();

    public void Dispose() => add.Dispose();
}
