using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Core.Segments.Rules;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>How large a segment is.</summary>
/// <param name="Segment">Which.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Share">Of all customers, 0..1.</param>
sealed record SegmentSize(CheckedSegment Segment, int Customers, double Share);

/// <summary>Whether one customer is in a segment, and why.</summary>
/// <param name="IsMember">The answer.</param>
/// <param name="Reasons">Each test with the customer's value.</param>
/// <param name="ChangesAt">When the answer changes by time alone; Never if it does not.</param>
sealed record SegmentReason(bool IsMember, IReadOnlyList<RuleReason> Reasons, Instant ChangesAt);

/// <summary>
/// A shop's segments: those that ship, and the shop's own in the store, which take the place of shipped ones of the
/// same name. Columns are read from a view's arrays (as it is now, or as it was), facts by SQL as of the same instant.
/// </summary>
sealed class ShopSegments
{
    readonly SqliteStore store;
    readonly ShopView view;
    readonly RuleMoment moment;
    readonly Lazy<AttributeTable> attributes;
    readonly Dictionary<FactTest, RowSet> factSets = [];

    /// <summary>Loads and checks all segments.</summary>
    /// <exception cref="BadInputException">One of the shop's own is wrong.</exception>
    public ShopSegments(SqliteStore store, ShopView view)
    {
        this.store = store;
        this.view = view;
        moment = new RuleMoment(view.Table.AsOf, view.Calendar);
        attributes = new(() => store.Attributes(view.Ids));
        ShopSegment[] own = [.. store.Segments().Select(version => version.Segment)];
        var shipped = SegmentFiles.ShippedFor(view.Bins).Where(
            segment => !own.Any(one => one.Name == segment.Name));
        Catalogue = new SegmentCatalogue([.. shipped, .. own], Context(view.Run));
    }

    /// <summary>All segments, checked.</summary>
    public SegmentCatalogue Catalogue { get; }

    /// <summary>What rules may speak of in a shop.</summary>
    public static RuleContext Context(ScoringRun? run)
    {
        if (run is null) return new RuleContext { Bins = 5 };
        // The run before may have had other names; so any may be asked for there.
        return new RuleContext
        {
            Bins = run.CutPoints.Bins,
            Labels = new Dictionary<string, IReadOnlyList<string>>
            {
                [Columns.RfmSegment.Name] = run.Segments.ToSet().Names,
            },
        };
    }

    /// <summary>Reads a rule that may refer to the shop's segments.</summary>
    /// <exception cref="BadInputException">It is wrong.</exception>
    public Rule Parse(string rule) => Catalogue.Parse(rule);

    /// <summary>The rows of the view of which a rule holds.</summary>
    public RowSet Find(Rule rule) => new RuleTest(rule, Data(rule)).Find(moment);

    /// <summary>The rows of every segment, by name.</summary>
    public IReadOnlyDictionary<string, RowSet> FindAll()
    {
        var found = new Dictionary<string, RowSet>();
        foreach (var segment in Catalogue.ByDependency)
            found.Add(segment.Name, new RuleTest(segment.Rule, Data(segment.Rule), found).Find(moment));
        return found;
    }

    /// <summary>Every segment with its size, in the order of the catalogue.</summary>
    public IReadOnlyList<SegmentSize> Sizes()
    {
        var found = FindAll();
        return [.. Catalogue.All.Select(segment => (Segment: segment, found[segment.Name].Count)).Select(size =>
            new SegmentSize(size.Segment, size.Count, view.Count == 0 ? 0 : (double)size.Count / view.Count))];
    }

    /// <summary>How much the segments of a set, or of all sets, have in common.</summary>
    public IReadOnlyList<SegmentOverlap> Overlap(string? set = null) => SegmentOverlap.Of(
        [.. Catalogue.All.Where(segment => set is null || segment.Segment.Set == set).Select(segment => segment.Name)],
        FindAll());

    /// <summary>Why a customer is, or is not, among those of whom a rule holds.</summary>
    /// <returns>Null where there is no such customer.</returns>
    public SegmentReason? Why(Rule rule, CustomerId customer)
    {
        var row = view.RowOf(customer);
        if (row < 0 || store.Customer(customer) is not { } record) return null;
        var data = new RuleData(view.Table)
        {
            Attributes = store.Attributes([customer]), History = record.History, FirstRow = row,
        };
        var test = new RuleTest(rule, data);
        return new SegmentReason(test.Holds(row, moment), RuleReasons.Of(rule, data, row, moment),
            test.NextChangeAt(row, moment));
    }

    /// <summary>Writes down who is in which segment, as of the view's instant: only what changed since.</summary>
    public SegmentTransitions Record()
    {
        var (entered, left) = (0, 0);
        foreach (var (segment, rows) in FindAll())
        {
            var changed = store.RecordSegment(segment, [.. rows.All().Select(row => view.Ids[row])], view.Table.AsOf);
            entered += changed.Entered;
            left += changed.Left;
        }
        return new SegmentTransitions(entered, left);
    }

    RuleData Data(Rule rule) => new(view.Table)
    {
        Attributes = rule.UsesAttributes ? attributes.Value : null,
        FactSets = FactSet,
    };

    RowSet FactSet(FactTest test)
    {
        if (factSets.TryGetValue(test, out var known)) return known;
        var rows = new RowSet(view.Count);
        foreach (var id in store.Find(test, moment))
            if (view.RowOf(id) is >= 0 and var row) rows.Add(row);
        factSets.Add(test, rows);
        return rows;
    }
}
