namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>The customer is in a segment, or was in it at some time of a window.</summary>
/// <remarks>Stays tell up to the instant that the tables are as of; from there on the segment's own rule is followed
/// from one change to the next, as stays will be written.</remarks>
sealed class BoundStay(StayTest test, BoundRule definition, Func<int, IReadOnlyList<RuleStay>> staysOf) : BoundRule
{
    public override int Cost => definition.Cost + 10;

    public override bool Holds(int row, RuleMoment moment)
    {
        var (from, to) = test.Window.Bounds(moment);
        if (from > to) return false;
        foreach (var (entered, left) in Stays(row, moment))
            if (entered <= to && left >= from) return true;
        return false;
    }

    public override Instant NextEdge(int row, RuleMoment moment)
    {
        var next = Earlier(definition.NextEdge(row, moment), test.Window.NextEnd(moment));
        foreach (var (entered, left) in Stays(row, moment))
        {
            next = Earlier(next, test.Window.NextEdge(entered, moment));
            if (left.HasValue) next = Earlier(next, test.Window.NextEdge(left, moment));
        }
        return next;
    }

    // Those that are over, and what is so from when the tables are of until the moment: who is in it then leaves
    // only when the rule says so, and no window needs to be watched for it.
    List<(Instant Entered, Instant Left)> Stays(int row, RuleMoment moment)
    {
        var (stays, open) = (new List<(Instant, Instant)>(), Instant.None);
        foreach (var stay in staysOf(row))
        {
            if (stay.Segment != test.Name) continue;
            if (stay.LeftAt.HasValue) stays.Add((stay.EnteredAt, stay.LeftAt));
            else open = stay.EnteredAt;
        }
        var at = moment.At(moment.TablesAt);
        var isIn = definition.Holds(row, at);
        // Asked as of the past, the stay that lasts may have begun only later: it tells nothing of then.
        var since = open.HasValue && open < at.AsOf ? open : at.AsOf;
        if (!isIn && open.HasValue) stays.Add((open, at.AsOf));
        while (definition.NextChangeAt(row, at) is var change && change <= moment.AsOf)
        {
            if (isIn) stays.Add((since, change));
            (isIn, since, at) = (!isIn, change, moment.At(change));
        }
        if (isIn) stays.Add((since, Instant.Never));
        return stays;
    }
}

/// <summary>A value is at least a level.</summary>
sealed class BoundTop(BoundRule of, BoundRule level) : BoundRule
{
    readonly BoundAll both = new([level, of]);

    public override int Cost => both.Cost;

    public override bool Holds(int row, RuleMoment moment) => both.Holds(row, moment);

    public override Instant NextEdge(int row, RuleMoment moment) => of.NextEdge(row, moment);

    public override void Fill(
        int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits) =>
        both.Fill(start, rows, moment, wanted, bits);
}
