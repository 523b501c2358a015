using System.Runtime.CompilerServices;
using Perennial.Core.History;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Parts;

/// <summary>
/// The fold: a customer's fact and status columns as a pure function of their history, an instant and the
/// settings. The same code serves a file of ten million orders, one event, and a back-test.
/// </summary>
/// <remarks>
/// Facts after <c>asOf</c> are not seen, except that the first of them bounds <c>NextChangeAt</c>. The result does
/// not depend on the order in which facts arrived.
/// </remarks>
public sealed class ProfileFold
{
    readonly ProfileTable into;
    readonly PurchaseFold purchases;
    readonly IProfilePart[] parts;

    /// <summary>Prepares a fold as of an instant into a table.</summary>
    /// <param name="asOf">Facts at this instant and before are used.</param>
    /// <param name="settings">The shop's calendar and limits.</param>
    /// <param name="into">Takes the results.</param>
    /// <exception cref="ArgumentException">The lifecycle limits do not ascend.</exception>
    public ProfileFold(Instant asOf, ProfileSettings settings, ProfileTable into)
    {
        this.into = into;
        purchases = new PurchaseFold(asOf, settings.Calendar, settings.Lifecycle, into);
        parts = settings.PurchasesOnly ? [] : ProfileParts.Folds(asOf, settings, into);
    }

    /// <summary>Folds every customer of a table, row by row into the same rows, on all cores; then the clock
    /// columns as of the same instant.</summary>
    public static ProfileTable FoldAll(
        HistoryTable history, CustomerKeys keys, Instant asOf, ProfileSettings settings)
    {
        var into = new ProfileTable(Columns.All, keys);
        var fold = new ProfileFold(asOf, settings, into);
        const int rowsPerTask = 512;
        void Fold(int task)
        {
            var end = Math.Min(history.CustomerCount, (task + 1) * rowsPerTask);
            for (var row = task * rowsPerTask; row < end; row++) fold.Fold(history[row], row);
        }
        // Few are done before anybody else could help.
        if (history.CustomerCount <= rowsPerTask) Fold(0);
        else Parallel.For(0, (history.CustomerCount + rowsPerTask - 1) / rowsPerTask, Cores.All, Fold);
        into.ReadAt(asOf, settings.Calendar);
        return into;
    }

    /// <summary>Folds one customer into one row.</summary>
    /// <returns>The earliest instant at which a column of this row would change although nothing new happened;
    /// <see cref="Instant.Never"/> if time alone changes nothing. Also kept in the table.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Instant Fold(CustomerHistory history, int row)
    {
        var next = purchases.Fold(history.Orders, row);
        foreach (var part in parts)
        {
            var changesAt = part.Fold(history, row);
            if (changesAt < next) next = changesAt;
        }
        into.NextChangeAt[row] = next;
        return next;
    }

    /// <summary>Writes a row of which only totals are known: what follows from single orders stays without
    /// value.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="lastAt">The last order, not after the instant of the fold; None for a prospect.</param>
    /// <param name="count">Number of orders; 0 for a prospect.</param>
    /// <param name="netCents">Net revenue, cents.</param>
    /// <returns>As <see cref="Fold"/>.</returns>
    public Instant FoldTotals(int row, Instant lastAt, int count, long netCents) =>
        into.NextChangeAt[row] = purchases.FoldTotals(row, lastAt, count, netCents);
}
