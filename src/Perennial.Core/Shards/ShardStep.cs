using Perennial.Core.Consent;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Core.Shards;

/// <summary>Some customers before a step, row by row the same in every member.</summary>
public sealed record ShardState
{
    /// <summary>All their facts, the new ones among them.</summary>
    public required HistoryTable History { get; init; }

    /// <summary>Their columns as they are stored, with the customers' own keys. A customer who is new has no values.
    /// Where nobody is told of changes, run columns are enough.</summary>
    public required ProfileTable Stored { get; init; }

    /// <summary>Since when each is in which segment; null for none.</summary>
    public required IReadOnlyDictionary<string, Instant>?[] Stays { get; init; }

    /// <summary>Countries, cities and so on; null where no watched segment asks for them.</summary>
    public AttributeTable? Attributes { get; init; }

    /// <summary>What each said about being contacted; null where no watched segment asks for it.</summary>
    public IReadOnlyList<CustomerPermissions>? Permissions { get; init; }

    /// <summary>All stays of each, those that are over among them; null where no watched segment asks for them.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<RuleStay>>? PastStays { get; init; }

    /// <summary>Where each stands in the cycles of categories; null where no watched segment asks for it, or it follows
    /// from the history (<see cref="ShardStep.CyclesOf"/>).</summary>
    public IReadOnlyList<IReadOnlyList<CategoryStand>>? Cycles { get; init; }

    /// <summary>Columns that follow a scoring run, where one that has just compared everybody gave other ones than are
    /// stored; null where they are the stored ones.</summary>
    public ProfileTable? Compared { get; init; }

    /// <summary>The arms of the experiment on contact pressure that each is in; null where there is none.</summary>
    public IReadOnlyList<string>? Caps { get; init; }

    /// <summary>What of the facts is new, in any order.</summary>
    public IReadOnlyList<NewFact> New { get; init; } = [];
}

/// <summary>What a step makes of some customers.</summary>
/// <param name="Profiles">Their columns, with <c>NextChangeAt</c>: the first instant at which time alone changes any of
/// them or a stay.</param>
/// <param name="Moves">Who came into segments and left them.</param>
/// <param name="Changes">What changed of the columns that people see; null where nobody is told.</param>
/// <param name="New">The new facts, customer by customer in the order in which they happened.</param>
public sealed record ShardOutcome(
    ProfileTable Profiles, Moves Moves, ColumnChanges? Changes, IReadOnlyList<NewFact> New)
{
    /// <summary>Where each stands in the cycles of categories, row by row; null where the run in force knows none.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<CategoryStand>>? Cycles { get; init; }
}

/// <summary>
/// What follows from facts: profiles, scores by the run in force, segments come into and left. A pure function, which
/// the shard transaction calls on what is stored and a simulation or a back-test on what it holds in memory.
/// </summary>
public static class ShardStep
{
    /// <summary>The columns that changes are told of: all that are stored and shown.</summary>
    public static IReadOnlyList<Column> Told { get; } =
        [.. Columns.All.Where(column => column.Shown && column.Kind != ColumnKind.Clock)];

    static readonly Column[] ofScoringRuns = [.. Columns.All.Where(column => column.FollowsScoringRun)];

    /// <summary>Takes some customers to a moment. The result does not depend on the order in which facts came.
    /// </summary>
    public static ShardOutcome Take(ShardState state, ShopMoment moment)
    {
        var table = ProfileFold.FoldAll(state.History, state.Stored.Keys, moment.AsOf, moment.Profiles);
        if (state.Caps is { } caps) PressureArms.Write(table, caps);
        if (moment.ScoringRun is { } run)
        {
            // Rank and previous segment stay what the run made them.
            ProfileCopy.All(state.Compared ?? state.Stored, table, ofScoringRuns);
            Scorer.Apply(run, table, Enumerable.Range(0, table.Count), moment.Profiles.Calendar);
            RecommendationRows.DropBought(state.History, table, run.AsOf, moment.AsOf);
        }
        var cycles = CyclesOf(state.History, moment);
        var moves = SegmentStep.Take(Data(table, state with { Cycles = cycles }, moment), state.Stays, moment);
        return new ShardOutcome(table, moves, moment.Tells ? new ColumnChanges(state.Stored, table, Told) : null,
            [.. state.New.Order(InTime)])
        {
            Cycles = cycles,
        };
    }

    /// <summary>Where customers stand in the cycles of categories, by the run in force; null where it knows none.
    /// </summary>
    /// <param name="history">Their facts, with lines and categories.</param>
    /// <param name="moment">The moment.</param>
    public static IReadOnlyList<IReadOnlyList<CategoryStand>>? CyclesOf(HistoryTable history, ShopMoment moment) =>
        moment.ScoringRun is { Models.Categories: { Categories.Count: > 0 } model } run
            ? new CategoryStands(model, run.AsOfDay, moment.AsOf, moment.Profiles.Calendar, moment.Profiles.Gaps)
                .Of(history)
            : null;

    /// <summary>Notices who comes and goes though no fact is new: after a scoring run, or after other segments are
    /// watched.</summary>
    /// <param name="state">The customers, with the columns that <see cref="SegmentWatch.Columns"/> lists. Its history
    /// is asked only where <see cref="SegmentWatch.UsesFacts"/>. Takes <c>NextChangeAt</c>.</param>
    /// <param name="moment">The moment.</param>
    public static Moves Recount(ShardState state, ShopMoment moment) =>
        SegmentStep.Take(Data(state.Stored, state, moment), state.Stays, moment);

    static RuleData Data(ProfileTable table, ShardState state, ShopMoment moment) => new(table)
    {
        History = state.History, Attributes = state.Attributes, Permissions = state.Permissions,
        Cycles = state.Cycles
            ?? (moment.Segments is { UsesCycles: true } ? CategoryStands.None(table.Count) : null),
        Stays = state.PastStays, Levels = moment.Segments is { } watch ? watch.LevelOf : null,
    };

    static Comparer<NewFact> InTime { get; } = Comparer<NewFact>.Create((left, right) =>
        left.Row != right.Row ? left.Row.CompareTo(right.Row)
        : left.At != right.At ? left.At.CompareTo(right.At)
        : left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind) : left.Id.CompareTo(right.Id));
}
