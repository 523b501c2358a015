using Perennial.Core.Profiles;

namespace Perennial.Core.Scoring;

/// <summary>Keeps the segment before a run as the previous segment, so that movement can be told.</summary>
static class PreviousSegments
{
    public static void Remember(ProfileTable table, int asOfDay, int? previousAsOfDay)
    {
        // Two runs of one day: the second replaces the first, and "previous" stays the day before.
        if (previousAsOfDay is null || previousAsOfDay == asOfDay) return;
        table.Values(Columns.RfmSegment).CopyTo(table.Values(Columns.PreviousRfmSegment), 0);
        table.SetLabels(Columns.PreviousRfmSegment, table.LabelsOf(Columns.RfmSegment));
    }
}
