namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>One node of a rule that is bound to tables.</summary>
abstract class BoundRule
{
    /// <summary>Rows of one call of <see cref="Fill"/> at most: what a column needs for them fits the second-level
    /// cache, and their bits the stack.</summary>
    public const int BlockRows = 32_768;

    /// <summary>Work per row, roughly: what is cheap is asked first.</summary>
    public virtual int Cost => 1;

    /// <summary>Whether it holds of one row.</summary>
    public abstract bool Holds(int row, RuleMoment moment);

    /// <summary>The first instant after a moment at which it may change by time alone; Never if it cannot.</summary>
    public virtual Instant NextEdge(int row, RuleMoment moment) => Instant.Never;

    /// <summary>A birthday comes again for ever, though the rest of a rule may never hold: further ahead than this a
    /// part's change is taken for the whole's.</summary>
    public const long FurthestMs = 800L * 24 * 60 * 60 * 1_000;

    /// <summary>The first instant after a moment at which it does change by time alone; Never if it does not. More than
    /// <see cref="FurthestMs"/> ahead it is an instant at which it may change: never later than it does.</summary>
    public Instant NextChangeAt(int row, RuleMoment moment)
    {
        var now = Holds(row, moment);
        var furthest = new Instant(moment.AsOf.UnixMs + FurthestMs);
        while (true)
        {
            // A part's change need not be the whole's: look on until the whole differs.
            var next = NextEdge(row, moment);
            if (!next.HasValue) return Instant.Never;
            if (next > furthest) return next;
            moment = moment.At(next);
            if (Holds(row, moment) != now) return next;
        }
    }

    /// <summary>Writes one bit per row. Only the bits of <paramref name="wanted"/> rows need to be right.</summary>
    /// <param name="start">First row, a multiple of 64.</param>
    /// <param name="rows">How many.</param>
    /// <param name="moment">As of when.</param>
    /// <param name="wanted">A bit for each row whose answer matters.</param>
    /// <param name="bits">Takes the answers.</param>
    public virtual void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        bits.Clear();
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = wanted[word]; left != 0; left &= left - 1)
            {
                var bit = System.Numerics.BitOperations.TrailingZeroCount(left);
                if (Holds(start + word * 64 + bit, moment)) bits[word] |= 1UL << bit;
            }
        }
    }

    protected static Instant Earlier(Instant one, Instant other) => one < other ? one : other;
}

/// <summary>Everybody.</summary>
sealed class BoundEverybody : BoundRule
{
    public override bool Holds(int row, RuleMoment moment) => true;

    public override void Fill(
        int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits) =>
        bits.Fill(ulong.MaxValue);
}

/// <summary>The others.</summary>
sealed class BoundNot(BoundRule part) : BoundRule
{
    public override int Cost => part.Cost;

    public override bool Holds(int row, RuleMoment moment) => !part.Holds(row, moment);

    public override Instant NextEdge(int row, RuleMoment moment) => part.NextEdge(row, moment);

    public override void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        part.Fill(start, rows, moment, wanted, bits);
        for (var word = 0; word < bits.Length; word++) bits[word] = ~bits[word];
    }
}

/// <summary>All of several, or (as the opposite of none of their opposites) any of them.</summary>
sealed class BoundAll : BoundRule
{
    readonly BoundRule[] parts;

    /// <summary>Those that cost least are asked first, of equal ones those that stand first.</summary>
    public BoundAll(params BoundRule[] parts)
    {
        this.parts = parts;
        for (var i = 0; i < parts.Length; i++)
        {
            var (part, at) = (parts[i], i);
            for (; at > 0 && parts[at - 1].Cost > part.Cost; at--) parts[at] = parts[at - 1];
            parts[at] = part;
            Cost += part.Cost;
        }
    }

    public override int Cost { get; }

    public override bool Holds(int row, RuleMoment moment)
    {
        foreach (var part in parts)
            if (!part.Holds(row, moment)) return false;
        return true;
    }

    public override Instant NextEdge(int row, RuleMoment moment)
    {
        var next = Instant.Never;
        foreach (var part in parts) next = Earlier(next, part.NextEdge(row, moment));
        return next;
    }

    // Each part is asked only about the rows that the parts before it let through.
    public override void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        Span<ulong> left = stackalloc ulong[bits.Length];
        wanted.CopyTo(left);
        foreach (var part in parts)
        {
            part.Fill(start, rows, moment, left, bits);
            var any = 0UL;
            for (var word = 0; word < left.Length; word++) any |= left[word] &= bits[word];
            if (any == 0) break;
        }
        left.CopyTo(bits);
    }
}

/// <summary>A node over tables that start at a later row than the profiles.</summary>
sealed class BoundPart(BoundRule part, int firstRow) : BoundRule
{
    public override int Cost => part.Cost;

    public override bool Holds(int row, RuleMoment moment) => part.Holds(row - firstRow, moment);

    public override Instant NextEdge(int row, RuleMoment moment) => part.NextEdge(row - firstRow, moment);
}

/// <summary>Who was found to meet a test, as of the only moment that may be asked for.</summary>
sealed class BoundRowSet(RowSet set) : BoundRule
{
    public override bool Holds(int row, RuleMoment moment) => set.Contains(row);

    public override Instant NextEdge(int row, RuleMoment moment) =>
        throw new InvalidOperationException("When the answer changes is told by tables only.");

    public override void Fill(
        int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits) =>
        set.Words.AsSpan(start / 64, bits.Length).CopyTo(bits);
}

/// <summary>Who was found to be in a segment before.</summary>
sealed class BoundSet(RowSet set, BoundRule definition) : BoundRule
{
    public override bool Holds(int row, RuleMoment moment) => definition.Holds(row, moment);

    public override Instant NextEdge(int row, RuleMoment moment) => definition.NextEdge(row, moment);

    public override void Fill(
        int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits) =>
        set.Words.AsSpan(start / 64, bits.Length).CopyTo(bits);
}
