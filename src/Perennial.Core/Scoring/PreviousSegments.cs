using Perennial.Core.Profiles;
using Perennial.Core.Rfm;

namespace Perennial.Core.Scoring;

/// <summary>Keeps the segment before a run as the previous segment, so that movement can be told.</summary>
static class PreviousSegments
{
    public static void Remember(ProfileTable table, int asOfDay, int? previousAsOfDay)
    {
        // Two runs of one day: the second replaces the first, and "previous" stays the day before.
        if (previousAsOfDay is null || previousAsOfDay == asOfDay) return;
        table.Values(RfmColumns.Segment).CopyTo(table.Values(RfmColumns.PreviousSegment), 0);
        table.SetLabels(RfmColumns.PreviousSegment, table.LabelsOf(RfmColumns.Segment));
    }
}
