namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>
/// A rule bound to the tables of some customers: asks it of one customer, of all, and when time alone will change the
/// answer.
/// </summary>
/// <remarks>
/// One tree of nodes answers all three, so that they cannot disagree. Binding costs little (it finds arrays and numbers
/// of names): an event's customer is a table of one row. Safe for several threads, as long as nobody writes the tables.
/// Stored status columns (lifecycle, windowed counts) are read as they are: they change by the profile's own
/// <c>NextChangeAt</c>, after which the customer is asked again.
/// <para>A rule whose <see cref="Rule.UsesEntry"/> is true is asked with a moment that says when the customer entered:
/// <c>new RuleTest(rule, data).Holds(row, new RuleMoment(asOf, calendar, new RuleEntry(enteredAt)))</c>, and
/// <c>NextChangeAt</c> with the same moment.</para>
/// </remarks>
public sealed class RuleTest
{
    readonly BoundRule root;

    /// <summary>Binds a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="data">Whose tables.</param>
    /// <param name="known">Who is in segments that were computed already, by name; null for none.</param>
    /// <exception cref="ArgumentException">The rule asks for a table that is missing.</exception>
    public RuleTest(Rule rule, RuleData data, IReadOnlyDictionary<string, RowSet>? known = null)
    {
        data.Check(rule);
        Rule = rule;
        Data = data;
        root = RuleBinder.Bind(rule, data, known);
    }

    internal BoundRule Root => root;

    /// <summary>The rule.</summary>
    public Rule Rule { get; }

    /// <summary>The tables.</summary>
    public RuleData Data { get; }

    /// <summary>Whether the rule holds of one customer.</summary>
    public bool Holds(int row, RuleMoment moment) => root.Holds(row, moment);

    /// <summary>The first instant after a moment at which the rule's answer for one customer changes although nothing
    /// new happens; Never if time alone does not change it.</summary>
    /// <remarks>More than 800 days ahead it is an instant at which it may change, and is to be asked again: never later
    /// than it does. Facts known already that lie after the moment count as happening by time alone.</remarks>
    public Instant NextChangeAt(int row, RuleMoment moment) => root.NextChangeAt(row, moment);

    /// <summary>The level of a top of those of whom this rule holds: the value of the last of so many, those with most
    /// first; <see cref="TopTest.Everybody"/> where fewer have a value.</summary>
    /// <param name="top">Of this rule.</param>
    /// <param name="moment">As of when.</param>
    public double LevelOf(TopTest top, RuleMoment moment)
    {
        var values = Find(moment).All().Select(row => TopLevel.Value(top.By, Data.Profiles, row))
            .Where(value => !double.IsNaN(value)).ToArray();
        if (values.Length < top.Most) return TopTest.Everybody;
        Array.Sort(values);
        return values[^top.Most];
    }

    /// <summary>Everybody of whom the rule holds: one pass over the columns it names, on all cores.</summary>
    public RowSet Find(RuleMoment moment)
    {
        var found = new RowSet(Data.Count);
        if (Data.Count == 1)
        {
            // An event's customer, most of the time.
            if (root.Holds(0, moment)) found.Words[0] = 1;
            return found;
        }
        var blocks = (Data.Count + BoundRule.BlockRows - 1) / BoundRule.BlockRows;
        if (blocks == 1) Fill(0);
        else if (blocks > 1) Parallel.For(0, blocks, Cores.All, Fill);
        return found;

        void Fill(int block)
        {
            var start = block * BoundRule.BlockRows;
            var rows = Math.Min(BoundRule.BlockRows, Data.Count - start);
            var bits = found.Words.AsSpan(start / 64, (rows + 63) / 64);
            Span<ulong> wanted = stackalloc ulong[bits.Length];
            wanted.Fill(ulong.MaxValue);
            if (rows % 64 != 0) wanted[^1] = (1UL << (rows % 64)) - 1;
            root.Fill(start, rows, moment, wanted, bits);
            for (var word = 0; word < bits.Length; word++) bits[word] &= wanted[word];
        }
    }
}
