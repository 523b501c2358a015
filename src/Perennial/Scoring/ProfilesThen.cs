using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Data.History;
using Perennial.Data.Profiles;

namespace Perennial.Scoring;

/// <summary>Everybody's profile as of an instant, folded while histories are read: row by row the customers of a
/// snapshot.</summary>
sealed class ProfilesThen
{
    readonly Instant asOf, knownBy;
    readonly ProfileSettings settings;
    readonly StoreSnapshot known;
    readonly ProfileTable table;
    readonly ProfileFold fold;

    /// <param name="known">The customers.</param>
    /// <param name="asOf">What happened later is not seen.</param>
    /// <param name="knownBy">What was learned later is not seen.</param>
    /// <param name="settings">How to fold.</param>
    public ProfilesThen(StoreSnapshot known, Instant asOf, Instant knownBy, ProfileSettings settings)
    {
        (this.known, this.asOf, this.knownBy, this.settings) = (known, asOf, knownBy, settings);
        table = new ProfileTable(Columns.All, known.Profiles.Keys);
        fold = new ProfileFold(asOf, settings, table);
    }

    /// <summary>Folds the customers of a chunk, on all cores.</summary>
    public void Read(HistoryChunk chunk, int[] rows)
    {
        const int customersPerTask = 2048;
        var history = chunk.History.AsOf(asOf, knownBy);
        Parallel.For(0, (rows.Length + customersPerTask - 1) / customersPerTask, Cores.All, task =>
        {
            var end = Math.Min(rows.Length, (task + 1) * customersPerTask);
            for (var i = task * customersPerTask; i < end; i++)
                if (rows[i] >= 0) fold.Fold(history[i], rows[i]);
        });
    }

    /// <summary>The profiles, clock columns as of the same instant.</summary>
    public ProfileTable Finish()
    {
        // Who was drawn for what stands in the store and in no history.
        known.Profiles.Values(PressureColumns.Arm).AsSpan(0, table.Count).CopyTo(table.Values(PressureColumns.Arm));
        table.ReadAt(asOf, settings.Calendar);
        return table;
    }
}

/// <summary>Everybody now, and 30 and 90 days before: what a scoring run needs to fit and calibrate models.</summary>
sealed class ProfilesNowAndBefore(
    StoreSnapshot known, Instant asOf, Instant knownBy, ProfileSettings settings)
{
    readonly ProfilesThen now = new(known, asOf, knownBy, settings);
    readonly ProfilesThen days30 = new(known, Before(asOf, 30, settings.Calendar), knownBy, settings);
    readonly ProfilesThen days90 = new(known, Before(asOf, 90, settings.Calendar), knownBy, settings);

    public void Read(HistoryChunk chunk, int[] rows)
    {
        now.Read(chunk, rows);
        days30.Read(chunk, rows);
        days90.Read(chunk, rows);
    }

    public (ProfileTable Now, PastProfiles Past) Finish() =>
        (now.Finish(), new PastProfiles(days30.Finish(), days90.Finish()));

    // The end of a calendar day: what was ordered in the 30 days since is a whole number of days.
    internal static Instant Before(Instant asOf, int days, ShopCalendar calendar) =>
        calendar.EndOf(calendar.DayOf(asOf) - days);
}
