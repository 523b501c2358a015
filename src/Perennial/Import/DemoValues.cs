using Perennial.Core.Allocation;
using Perennial.Core.History;

namespace Perennial.Import;

/// <summary>What calls and letters add in the demo's shop: made up, and marked so.</summary>
static class DemoValues
{
    /// <summary>Who says so.</summary>
    public const string Source = "made up for the demo";

    const long Cent = 1_000;

    // Cents by a call to customers of a segment; a letter adds a quarter.
    static readonly (string Segment, long Call)[] values =
    [
        ("", 150), ("Champions", 110), ("Loyal", 180), ("Potential Loyalist", 140), ("New Customers", 60),
        ("Promising", 70), ("Need Attention", 260), ("About To Sleep", 210), ("At Risk", 340),
        ("Cannot Lose Them", 480), ("Hibernating", 90), ("Lost", -20),
    ];

    /// <summary>As if they had been measured on a day.</summary>
    /// <param name="day">Since 1970, in the shop's time zone.</param>
    public static IReadOnlyList<MeasuredValue> On(int day) =>
    [
        .. values.SelectMany(one => (MeasuredValue[])
        [
            Of(one.Segment, ContactChannel.Call, one.Call * Cent, day),
            Of(one.Segment, ContactChannel.Letter, one.Call * Cent / 4, day),
        ]),
    ];

    static MeasuredValue Of(string segment, ContactChannel channel, long value, int day) =>
        new(segment, channel, "", value, value - 80 * Cent, value + 80 * Cent, day, Source);
}
