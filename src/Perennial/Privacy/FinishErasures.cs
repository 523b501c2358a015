using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Erasure;
using Perennial.Destinations;

namespace Perennial.Privacy;

/// <summary>What was still to be done of erasures.</summary>
/// <param name="Notices">Entries that told destinations, gone now.</param>
/// <param name="FileRows">Rows taken out of files that destinations wrote.</param>
/// <param name="TracesAreLeft">Whether the database's own files may still hold bytes of erased people.</param>
sealed record FinishedErasures(ForgottenNotices Notices, int FileRows, bool TracesAreLeft);

/// <summary>Does what is left of erasures: forgets what destinations have been told, cleans what others hindered.
/// </summary>
static class FinishErasures
{
    /// <param name="store">The shop.</param>
    /// <param name="now">The present.</param>
    /// <param name="lookAtFiles">Whether files of destinations are read though nothing has changed.</param>
    /// <param name="lockTables">Whether the files are cleaned also where that locks tables meanwhile.</param>
    /// <param name="cancel">Stops it; it goes on the next time.</param>
    public static FinishedErasures Run(
        ShopStore store, Instant now, bool lookAtFiles, bool lockTables, CancellationToken cancel)
    {
        var notices = store.Erasure.ForgetNotices(now);
        var rows = lookAtFiles || notices.Any ? OwnFiles.Forget(store, now).Rows : 0;
        if ((lockTables || store.Erasure.CleansAtOnce) && store.Erasure.TracesAreLeft)
            store.Erasure.CleanTraces(cancel);
        return new FinishedErasures(notices, rows, store.Erasure.TracesAreLeft);
    }

    /// <summary>What somebody has to see to; null where there is nothing.</summary>
    public static string? Problem(ForgottenNotices notices) => notices.Expired == 0 ? null
        : $"{notices.Expired:N0} erasures were not told to every destination within thirty days; what tells of them is "
            + "gone now. The log of changes names when: erase them in those tools by hand.";
}
