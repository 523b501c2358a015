using Perennial.Core.History;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Promotion;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>What is known of where a customer is.</summary>
/// <param name="Said">The time zone that was said; null for none.</param>
/// <param name="Country">The country of the address, as it was written; null for none.</param>
/// <param name="Phone">The telephone number; null for none.</param>
public readonly record struct CustomerPlace(string? Said, string? Country, string? Phone);

/// <summary>A shop's strategies as every write goes by them.</summary>
/// <param name="Book">The strategies.</param>
/// <param name="PublishedAt">When they were last published: who stood in an audience then is existing.</param>
public sealed record LiveStrategies(StrategyBook Book, Instant PublishedAt)
{
    /// <summary>Every zone in which a customer may be, at least one.</summary>
    public required Func<CustomerPlace, IReadOnlyList<ShopCalendar>> Zones { get; init; }

    /// <summary>Days for which decisions and enrollments that are over are kept; sums are kept for ever.</summary>
    public int KeptDays { get; init; } = new StrategyOptions().KeptDays;

    /// <summary>What strategies were called before, in the order in which they were called otherwise: rows of a shard
    /// are called so before anything is written about strategies.</summary>
    public IReadOnlyList<StrategyRename> Renames { get; init; } = [];

    /// <summary>The facts that start something, or push the time at which something starts.</summary>
    public IReadOnlyList<FactRule> Waited { get; } = [.. Book.InForce.SelectMany(program =>
        program.Strategy.Trigger switch
        {
            EventTrigger happening => happening.Facts.Concat(happening.ThenNo),
            QuietTrigger quiet => [quiet.Without],
            _ => Enumerable.Empty<FactRule>(),
        })];

    /// <summary>Whether orders push a time: intervals, and what was ordered last year.</summary>
    public bool AnyByOrders { get; } = Book.InForce.Any(program => program.Strategy.Trigger is ReplenishTrigger
        || (program.Strategy.Trigger is OccasionTrigger trigger && Book.Rules.Set.Occasions.Any(one =>
            one.Name == trigger.Occasion && one.Kind == Occasions.OccasionKind.LastYearsOrder)));

    /// <summary>The strategies that wait for a coming or going.</summary>
    /// <param name="segment">Into or out of what, as it is watched.</param>
    /// <param name="leaves">Whether it was left.</param>
    public IEnumerable<StrategyProgram> WaitingFor(string segment, bool leaves) => Book.InForce.Where(program =>
        program.Strategy.Trigger is MoveTrigger trigger && trigger.Leaves == leaves
        && Trigger.WatchedAs(program.Strategy) == segment);

    /// <summary>The strategies that wait for a fact.</summary>
    public IReadOnlyList<StrategyProgram> ByEvents { get; } =
        [.. Book.InForce.Where(program => program.Strategy.Trigger is EventTrigger)];

    /// <summary>The strategies that a list brings customers into.</summary>
    public IReadOnlyList<StrategyProgram> ByLists { get; } =
        [.. Book.InForce.Where(program => program.Strategy.Trigger is ListTrigger)];

    /// <summary>The lists that name a customer, with what makes each once.</summary>
    /// <param name="key">The customer's own key.</param>
    public IEnumerable<(string List, string Import)> ListsOf(string key) =>
        Book.Rules.Set.Lists.Where(list => list.Customers.Contains(key)).Select(list => (list.Name, list.Import));

    /// <summary>Whether any strategy waits for a coming or going.</summary>
    public bool AnyByMoves { get; } = Book.InForce.Any(program => program.Strategy.Trigger is MoveTrigger);

    /// <summary>Whether any rule asks for the cycle of a category.</summary>
    public bool UsesCycles { get; } = Book.InForce.SelectMany(program => program.Strategy.Rules)
        .Concat(Book.Rules.Set.Policies.Frequency.Select(policy => policy.AppliesTo.Rule))
        .Any(rule => rule.UsesCycles);

    readonly IReadOnlyList<Column> columns =
    [
        .. Book.InForce.SelectMany(program => program.Columns)
            .Concat(Book.Rules.Set.Policies.Frequency.SelectMany(policy => RuleColumns.Of(policy.AppliesTo.Rule)))
            .Concat(Book.Rules.Set.Policies.Law.SelectMany(law =>
                law.Except is { } except ? RuleColumns.Of(except.Rule) : []))
            .Append(PressureColumns.Status).Append(PromotionColumns.Class).Distinct(),
    ];

    /// <summary>The stored columns that turns of some customers ask for.</summary>
    /// <param name="open">Their enrollments: those of former versions go by other rules.</param>
    public IReadOnlyList<Column> ColumnsFor(IEnumerable<Enrollment> open)
    {
        HashSet<StrategyProgram> others =
            [.. open.Where(Book.Has).Select(Book.Of).Where(program => !Book.InForce.Contains(program))];
        return others.Count == 0 ? columns
            : [.. columns.Concat(others.SelectMany(program => program.Columns)).Distinct()];
    }

    /// <summary>The names of the strategies that were published after an instant, of which it is not known yet who
    /// stood in their audiences.</summary>
    public IReadOnlySet<string> After(Instant asked)
    {
        if (after is { } known && known.Asked == asked) return known.Names;
        var names = Book.InForce
            .Where(program => program.Version.At > asked || program.Version.ComparedFrom > asked)
            .Select(program => program.Strategy.Name).ToHashSet();
        after = new KnownAfter(asked, names);
        return names;
    }

    sealed record KnownAfter(Instant Asked, IReadOnlySet<string> Names);

    // Every write asks, and from one publishing to the next they all ask the same.
    KnownAfter? after;

    /// <summary>What the contact that a decision becomes is called: the same however often it is made.</summary>
    public static string NumberOf(CandidateKey key) =>
        $"{key.Customer}:{key.Strategy}:{key.Step}:{key.Occurrence}:{key.Touch}";

    /// <summary>Who makes the contacts that are decided here, as their source.</summary>
    public const string Source = "perennial";

    /// <summary>The id of the contact that a decision becomes.</summary>
    public static FactId ContactOf(CandidateKey key) => FactId.Numbered($"{Source}:contact", NumberOf(key));
}
