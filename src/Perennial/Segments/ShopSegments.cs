using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Data.Customers;
using Perennial.Shop;

namespace Perennial.Segments;

/// <summary>How large a segment is.</summary>
/// <param name="Segment">Which.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Share">Of all customers, 0..1.</param>
sealed record SegmentSize(CheckedSegment Segment, int Customers, double Share);

/// <summary>Whether one customer is in a segment, and why.</summary>
/// <param name="IsMember">The answer.</param>
/// <param name="Reasons">Each test with the customer's value.</param>
/// <param name="ChangesAt">When the answer changes by time alone; Never if it does not.</param>
public sealed record SegmentReason(bool IsMember, IReadOnlyList<RuleReason> Reasons, Instant ChangesAt);

/// <summary>A segment of the shop's own whose rule no longer fits it, after a rescoring with other scores for
/// example.</summary>
sealed record BrokenSegment(ShopSegment Segment, BadInputException Error);

/// <summary>
/// A shop's segments: those that ship, and the shop's own, which take the place of shipped ones of the same name.
/// Columns are read from a view's arrays (as it is now, or as it was), facts as of the same instant.
/// </summary>
sealed class ShopSegments
{
    const int BinsBeforeScoringRuns = 5;

    readonly ShopView view;
    readonly Lazy<IReadOnlyDictionary<string, RowSet>> found;

    /// <summary>Loads and checks all segments.</summary>
    /// <param name="view">The shop.</param>
    /// <param name="own">The shop's own segments.</param>
    public ShopSegments(ShopView view, IReadOnlyList<ShopSegment> own)
    {
        this.view = view;
        Own = own;
        Shipped = ShippedFor(view.ScoringRun);
        (Catalogue, Broken) = CatalogueOf(
            Shipped, view.ScoringRun, own, view.Attributes, view.Permissions.Rules);
        found = new(FindAll, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The shop's own.</summary>
    public IReadOnlyList<ShopSegment> Own { get; }

    /// <summary>Those that ship, whether or not one of the shop's own has taken the place of one.</summary>
    public IReadOnlyList<ShopSegment> Shipped { get; }

    /// <summary>Those of the shop's own that cannot be read any more; no other segment suffers from them.</summary>
    public IReadOnlyList<BrokenSegment> Broken { get; }

    /// <summary>All segments that can be read, checked.</summary>
    public SegmentCatalogue Catalogue { get; }

    static IReadOnlyList<ShopSegment> ShippedFor(ScoringRun? run) => run is null
        ? SegmentFiles.ShippedFor(BinsBeforeScoringRuns)
        : SegmentFiles.ShippedFor(run.CutPoints.Bins, run.RfmSegmentSet.ToSet());

    static (SegmentCatalogue, IReadOnlyList<BrokenSegment>) CatalogueOf(
        IReadOnlyList<ShopSegment> shipped, ScoringRun? run, IReadOnlyList<ShopSegment> own,
        AttributeSet attributes, ContactRules contact) =>
        Check([.. shipped.Where(segment => !own.Any(one => one.Name == segment.Name))], own,
            Context(run, attributes, contact));

    /// <summary>The segments of a shop that can be read, those that ship among them.</summary>
    /// <param name="run">The run whose scores and names they may speak of.</param>
    /// <param name="own">The shop's own.</param>
    /// <param name="attributes">The attributes that it keeps.</param>
    /// <param name="contact">By what it is decided whether somebody may be contacted.</param>
    public static SegmentCatalogue CatalogueOf(ScoringRun run, IReadOnlyList<ShopSegment> own,
        AttributeSet? attributes = null, ContactRules? contact = null) => CatalogueOf(
            ShippedFor(run), run, own, attributes ?? AttributeSet.Everywhere, contact ?? new()).Item1;

    /// <summary>What rules may speak of in a shop.</summary>
    public static RuleContext Context(ScoringRun? run, AttributeSet attributes, ContactRules? contact = null)
    {
        contact ??= new();
        if (run is null)
        {
            return new RuleContext
            {
                Bins = BinsBeforeScoringRuns, Attributes = attributes.All, Contact = contact,
            };
        }
        var names = run.RfmSegmentSet.ToSet().Names;
        // The run before may have been by another set, and called customers otherwise.
        var before = run.Moves.Select(move => move.From).Where(name => name.Length > 0);
        return new RuleContext
        {
            Bins = run.CutPoints.Bins, Attributes = attributes.All, Contact = contact,
            Labels = new Dictionary<string, IReadOnlyList<string>>
            {
                [RfmColumns.RfmSegment.Name] = names,
                [RfmColumns.PreviousRfmSegment.Name] = [.. names.Union(before)],
            },
        };
    }

    /// <summary>Rules to begin with: those that this shop's scores and segments can answer.</summary>
    public IReadOnlyList<string> Examples => [.. RuleGrammar.Examples.Where(example =>
    {
        try
        {
            Parse(example);
            return true;
        }
        catch (BadInputException)
        {
            return false;
        }
    })];

    /// <summary>Reads a rule that may refer to the shop's segments.</summary>
    /// <exception cref="BadInputException">It is wrong; or it names what there is not.</exception>
    public Rule Parse(string rule) => Catalogue.Parse(rule, names: view.RuleTables.Names);

    /// <summary>Reads who is meant: a rule, or the name of a segment alone.</summary>
    /// <exception cref="BadInputException">It is neither.</exception>
    public Rule Who(string ruleOrSegment)
    {
        var name = ruleOrSegment.Trim();
        if (Catalogue.Find(name) is { } segment) return new InSegment(segment.Name, segment.Rule);
        try
        {
            return Parse(ruleOrSegment);
        }
        catch (BadInputException) when (NearestNames.Of(name, Names) is { Count: > 0 })
        {
            throw new BadInputException(
                $"segment '{name}'", "There is no such segment, and it is no rule.", NearestNames.Remedy(name, Names));
        }
    }

    /// <summary>Being in a segment.</summary>
    /// <exception cref="BadInputException">There is no such segment.</exception>
    public Rule OfName(string segment) =>
        Catalogue.Find(segment) is { } found ? new InSegment(found.Name, found.Rule) : throw NoSegment(segment);

    static BadInputException NoSegment(string segment) =>
        new($"segment '{segment}'", "There is no such segment.", "The page Segments lists them.");

    IEnumerable<string> Names => Catalogue.All.Select(segment => segment.Name);

    /// <summary>Checks a segment as it was just written: unlike one that is in force it may not name what there is not.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="all">The segments it may refer to.</param>
    /// <exception cref="BadInputException">It is wrong.</exception>
    public void Check(ShopSegment segment, SegmentCatalogue all) => all.Parse(segment.Rule,
        segment.Place.Length > 0 ? $"{segment.Place}, segment '{segment.Name}'" : "rule", segment.PlaceAt,
        view.RuleTables.Names);

    /// <summary>The segments as they would be with others, or other versions of some.</summary>
    /// <exception cref="BadInputException">They would not fit together.</exception>
    public SegmentCatalogue With(params IReadOnlyList<ShopSegment> changed) => new(
        [
            .. Catalogue.All.Select(one => one.Segment).Where(one => changed.All(other => other.Name != one.Name)),
            .. changed,
        ],
        Context(view.ScoringRun, view.Attributes, view.Permissions.Rules));

    /// <summary>The rows of the view of which a rule holds.</summary>
    public RowSet Find(Rule rule) => new RuleTest(rule, view.RuleTables.For(rule)).Find(view.RuleTables.Moment);

    /// <summary>The rows of a segment.</summary>
    /// <exception cref="BadInputException">There is no such segment.</exception>
    public RowSet Members(string segment) => found.Value.GetValueOrDefault(segment) ?? throw NoSegment(segment);

    /// <summary>Every segment with its size, in the order of the catalogue.</summary>
    public IReadOnlyList<SegmentSize> Sizes() => [.. Catalogue.All.Select(Size)];

    /// <summary>How large one is.</summary>
    public SegmentSize Size(CheckedSegment segment)
    {
        var customers = Members(segment.Name).Count;
        return new SegmentSize(segment, customers, view.Count == 0 ? 0 : (double)customers / view.Count);
    }

    /// <summary>How much the segments of a set, or of all sets, have in common.</summary>
    public IReadOnlyList<SegmentOverlap> Overlap(string? set = null) => SegmentOverlap.Of(
        [.. Catalogue.All.Where(segment => set is null || segment.Segment.Set == set).Select(segment => segment.Name)],
        found.Value);

    /// <summary>The segments that a customer is in, in the order of the catalogue.</summary>
    public IEnumerable<CheckedSegment> Of(int row) =>
        Catalogue.All.Where(segment => found.Value[segment.Name].Contains(row));

    /// <summary>Why a customer is, or is not, among those of whom a rule holds.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="customer">Who.</param>
    /// <param name="stays">Their stays in segments.</param>
    /// <param name="cycles">Where they stand in the cycles of categories.</param>
    /// <returns>Null where there is no such customer.</returns>
    public SegmentReason? Why(Rule rule, CustomerRecord customer, IReadOnlyList<RuleStay> stays,
        IReadOnlyList<CategoryStand> cycles)
    {
        var row = view.RowOf(customer.Id);
        if (row < 0) return null;
        var data = new RuleData(view.Table)
        {
            Attributes = RuleSource.AttributesOf(customer), History = customer.History, FirstRow = row,
            Permissions = [customer.Permissions], Stays = [stays], Cycles = [cycles], Levels = view.RuleTables.LevelOf,
        };
        var test = new RuleTest(rule, data);
        var moment = view.RuleTables.Moment;
        return new SegmentReason(test.Holds(row, moment), RuleReasons.Of(rule, data, row, moment),
            test.NextChangeAt(row, moment));
    }

    Dictionary<string, RowSet> FindAll()
    {
        var all = new Dictionary<string, RowSet>();
        view.RuleTables.Prepare([.. Catalogue.ByDependency.Select(segment => segment.Rule)]);
        foreach (var segment in Catalogue.ByDependency)
        {
            var test = new RuleTest(segment.Rule, view.RuleTables.For(segment.Rule), all);
            all.Add(segment.Name, test.Find(view.RuleTables.Moment));
        }
        return all;
    }

    // One of the shop's own that is wrong must not take the others with it: those that fit are kept. One may need
    // another that stands later, so it goes round until nothing more fits.
    static (SegmentCatalogue, IReadOnlyList<BrokenSegment>) Check(
        List<ShopSegment> shipped, IReadOnlyList<ShopSegment> own, RuleContext context)
    {
        if (Fits([.. shipped, .. own], context, out _) is { } whole) return (whole, []);
        var good = shipped;
        var rest = own.Select(segment => new BrokenSegment(segment, null!)).ToList();
        for (var before = rest.Count + 1; rest.Count < before;)
        {
            before = rest.Count;
            rest = [.. rest.Select(one => one.Segment).Where(segment => segment.Name.Length > 0).Select(segment =>
            {
                if (Fits([.. good, segment], context, out var error) is null) return new BrokenSegment(segment, error!);
                good.Add(segment);
                return null;
            }).OfType<BrokenSegment>()];
        }
        return (new SegmentCatalogue(good, context), rest);
    }

    static SegmentCatalogue? Fits(
        IReadOnlyList<ShopSegment> segments, RuleContext context, out BadInputException? error)
    {
        error = null;
        try
        {
            return new SegmentCatalogue(segments, context);
        }
        catch (BadInputException wrong)
        {
            error = wrong;
            return null;
        }
    }
}
