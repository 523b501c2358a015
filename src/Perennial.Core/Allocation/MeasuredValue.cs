using Perennial.Core.History;

namespace Perennial.Core.Allocation;

/// <summary>What one contact adds beyond none, in thousandths of a cent.</summary>
/// <param name="Band">Of customers of which RFM segment; empty for all.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Offer">With which offer; empty for whichever.</param>
/// <param name="Value">What it adds, costs taken off: below 0 where it costs more than it brings.</param>
/// <param name="Low">It may be as little as that.</param>
/// <param name="High">Or as much as that.</param>
/// <param name="MeasuredOn">The day, since 1970 in the shop's time zone.</param>
/// <param name="Source">Who says so, in words.</param>
public sealed record MeasuredValue(
    string Band, ContactChannel Channel, string Offer, long Value, long Low, long High, int MeasuredOn, string Source);

/// <summary>What contacts add, as far as it was measured.</summary>
public sealed class MeasuredValues
{
    /// <summary>A value that is older tells nothing of today's customers.</summary>
    public const int MostDays = 180;

    readonly Dictionary<(string, ContactChannel, string), MeasuredValue> values;

    /// <summary>Each band, channel and offer once.</summary>
    public MeasuredValues(IEnumerable<MeasuredValue> values) =>
        this.values = values.ToDictionary(one => (one.Band, one.Channel, one.Offer));

    /// <summary>The nearest: of her segment and the offer, of her segment, of all with the offer, of all. Values that
    /// are too old are passed over; null where none is left.</summary>
    /// <param name="band">The customer's RFM segment; empty for none.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="offer">The offer; empty for none.</param>
    /// <param name="today">The day, since 1970.</param>
    public MeasuredValue? Of(string band, ContactChannel channel, string offer, int today)
    {
        foreach (var key in ((string, ContactChannel, string)[])
            [(band, channel, offer), (band, channel, ""), ("", channel, offer), ("", channel, "")])
        {
            if (values.TryGetValue(key, out var value) && IsFresh(value, today)) return value;
        }
        return null;
    }

    /// <summary>Whether a value is not too old.</summary>
    public static bool IsFresh(MeasuredValue value, int today) => today - value.MeasuredOn <= MostDays;
}
