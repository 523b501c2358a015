using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Pressure;

/// <summary>The decaying index: each contact weighs its channel's weight, halved with every half-life since.</summary>
/// <remarks>What is kept is the index at the last contact and when it has halved, so that reading it later is one
/// power of two, whatever options were in force.</remarks>
sealed class DecayingPressure(PressureOptions options)
{
    const int Channels = 5;

    // After so many half-lives a contact weighs less than the last digit of one of today.
    const double HalfLivesKept = 64;

    readonly double halfLifeMs = options.HalfLifeDays * 86_400_000;
    readonly double[] weights =
    [
        options.EmailWeight, options.SmsWeight, options.CallWeight, options.LetterWeight, options.AdWeight,
    ];

    public Instant HalvedAt(Instant lastContact) => new(lastContact.UnixMs + Math.Max(1, (long)halfLifeMs));

    /// <summary>The index at the instant of the last of these contacts; those that bounced left out.</summary>
    public double AtLast(ContactSlice contacts, ReadOnlySpan<Answers> answers)
    {
        // One sum a channel: contacts of one instant may then come in any order without changing the last digit.
        Span<double> sums = stackalloc double[Channels];
        sums.Clear();
        var at = contacts.At;
        var channel = contacts.Channel;
        var last = at[answers.Length - 1].UnixMs;
        for (var i = answers.Length - 1; i >= 0; i--)
        {
            var halfLives = (last - at[i].UnixMs) / halfLifeMs;
            if (halfLives > HalfLivesKept) break;
            var index = (int)channel[i] - 1;
            if ((answers[i] & Answers.Bounced) == 0 && index is >= 0 and < Channels)
                sums[index] += Math.Pow(2, -halfLives);
        }
        var state = 0.0;
        for (var i = 0; i < Channels; i++) state += sums[i] * weights[i];
        return state;
    }

    /// <summary>Computes <c>pressure_index</c> of every row as of an instant.</summary>
    public static void ReadAt(ProfileTable table, Instant asOf)
    {
        if (!table.Has(PressureColumns.AtLastContact)) return;
        var index = table.Values(PressureColumns.Index);
        var state = table.Values(PressureColumns.AtLastContact);
        var last = table.Values(PressureColumns.LastContactAt);
        var halves = table.Values(PressureColumns.HalvesAt);
        for (var row = 0; row < index.Length; row++)
        {
            index[row] = !last[row].HasValue || !halves[row].HasValue ? 0
                : state[row] * Math.Pow(2, -(double)(asOf.UnixMs - last[row].UnixMs)
                    / (halves[row].UnixMs - last[row].UnixMs));
        }
    }
}
