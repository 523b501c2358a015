using Perennial.Core.Profiles;
using Perennial.Core.Rfm;

namespace Perennial.Core.Scoring;

/// <summary>Keeps the RFM segment before a scoring run as the previous one, so that movement can be told.</summary>
static class PreviousRfmSegments
{
    public static void Remember(ProfileTable table, int asOfDay, int? previousAsOfDay)
    {
        // Two runs of one day: the second replaces the first, and "previous" stays the day before.
        if (previousAsOfDay is null || previousAsOfDay == asOfDay) return;
        table.Values(RfmColumns.RfmSegment).CopyTo(table.Values(RfmColumns.PreviousRfmSegment), 0);
        table.SetLabels(RfmColumns.PreviousRfmSegment, table.LabelsOf(RfmColumns.RfmSegment));
    }
}
