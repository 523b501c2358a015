using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>What a strategy is measured by.</summary>
public enum GoalMetric
{
    /// <summary>Margin a head.</summary>
    Margin,

    /// <summary>Revenue a head.</summary>
    Revenue,

    /// <summary>Orders a head.</summary>
    Orders,

    /// <summary>Money an order.</summary>
    AverageOrderValue,

    /// <summary>Share with a first order.</summary>
    FirstOrder,

    /// <summary>Share with a second order.</summary>
    SecondOrder,

    /// <summary>Share with a subscription.</summary>
    SubscriptionStart,

    /// <summary>Share who went on buying.</summary>
    CustomersKept,
}

/// <summary>What a strategy is for.</summary>
/// <param name="Metric">Measured by what.</param>
/// <param name="Window">How long after entry.</param>
public sealed record Goal(GoalMetric Metric, TimeLength Window)
{
    /// <summary>What is aimed at: cents a head where the metric is money, else a share; null for nothing
    /// said.</summary>
    public double? Target { get; init; }

    /// <summary>What it would be without; as <see cref="Target"/>.</summary>
    public double? Baseline { get; init; }

    /// <summary>Whether it is counted in money.</summary>
    public bool IsMoney => Metric is GoalMetric.Margin or GoalMetric.Revenue or GoalMetric.AverageOrderValue;
}

/// <summary>What becomes of those who are in the audience when a strategy is published.</summary>
/// <param name="Enrolls">Whether they enter.</param>
/// <param name="Over">Over how long; null for at once.</param>
public sealed record Existing(bool Enrolls, TimeLength? Over)
{
    /// <summary>They stay out.</summary>
    public static Existing Ignored { get; } = new(false, null);
}

/// <summary>Whether somebody may enter again.</summary>
/// <param name="EachTime">Once per occurrence; enrollments may overlap.</param>
/// <param name="After">So long after the end of the last; null for never, unless each time.</param>
public sealed record Reentry(bool EachTime, TimeLength? After)
{
    /// <summary>Once.</summary>
    public static Reentry Never { get; } = new(false, null);
}

/// <summary>For whom discounts are.</summary>
public enum DiscountUse
{
    /// <summary>Everybody.</summary>
    Allowed,

    /// <summary>Not for those who buy at full price: they get the contact without it.</summary>
    OnlyWhereNeeded,

    /// <summary>Nobody.</summary>
    Never,
}

/// <summary>No entry sooner than so long behind another strategy's last contact.</summary>
/// <param name="Strategy">Which.</param>
/// <param name="Length">How long; null where any contact of it will do, but one there must be.</param>
public sealed record AfterStrategy(string Strategy, TimeLength? Length);

/// <summary>A contact strategy as its file says, checked.</summary>
public sealed record Strategy
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it was called; its results go on.</summary>
    public string? Was { get; init; }

    /// <summary>For lists.</summary>
    public string Description { get; init; } = "";

    /// <summary>The file it stands in.</summary>
    public string File { get; init; } = "";

    /// <summary>What for.</summary>
    public required Goal Goal { get; init; }

    /// <summary>Asked once, at entry.</summary>
    public required WrittenRule Audience { get; init; }

    /// <summary>Of every contact that names none.</summary>
    public required string Topic { get; init; }

    /// <summary>What makes customers enter.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>Who stood there already.</summary>
    public Existing Existing { get; init; } = Existing.Ignored;

    /// <summary>How many enter at most; null for no limit.</summary>
    public Cap? EnterAtMost { get; init; }

    /// <summary>Whether somebody may enter again.</summary>
    public Reentry Reenter { get; init; } = Reentry.Never;

    /// <summary>Any of these ends an enrollment at once.</summary>
    public IReadOnlyList<WrittenRule> Exits { get; init; } = [];

    /// <summary>Share of those who enter and are left alone, 0..1.</summary>
    public double Holdout { get; init; } = 0.1;

    /// <summary>0..100; higher goes first.</summary>
    public int Priority { get; init; } = 50;

    /// <summary>For whom discounts are.</summary>
    public DiscountUse Discounts { get; init; }

    /// <summary>Whether nothing better than on the site may be offered.</summary>
    public bool NotBetterThanSite { get; init; }

    /// <summary>No entry while an enrollment of one of these is open.</summary>
    public IReadOnlyList<string> NeverWith { get; init; } = [];

    /// <summary>No entry too soon behind these.</summary>
    public IReadOnlyList<AfterStrategy> After { get; init; } = [];

    /// <summary>First day of the season, in the shop's zone; null for no limit.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of the season; who is under way goes on.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Contacts until somebody says go on; 0 for no such stop, null where the file says nothing: then the stop
    /// is for senders that reach somebody, and not for the sandbox.</summary>
    public int? First { get; init; }

    /// <summary>What is done, in this order.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>Every step, those inside others too, in the order of the file.</summary>
    public IEnumerable<Step> AllSteps => Steps.SelectMany(WithInner);

    /// <summary>Every rule that is asked: of the audience, of exits and of steps.</summary>
    public IEnumerable<Rule> Rules => Exits.Select(exit => exit.Rule).Append(Audience.Rule)
        .Concat(AllSteps.Select(step => step switch
        {
            ContactStep contact => contact.When?.Rule,
            BranchStep branch => branch.When.Rule,
            _ => null,
        }).OfType<Rule>());

    /// <summary>Whether nobody can enter before customers were compared with one another for the first time.</summary>
    public bool UsesScoringRun => Trigger is MoveTrigger or ReplenishTrigger || Audience.Rule.UsesScoringRun;

    /// <summary>A step and those inside it.</summary>
    public static IEnumerable<Step> WithInner(Step step) => step switch
    {
        ContactStep contact => [contact, .. contact.Else.SelectMany(WithInner)],
        BranchStep branch => [branch, .. branch.Then.Concat(branch.Else).SelectMany(WithInner)],
        SplitStep split => [split, .. split.Arms.SelectMany(arm => arm.Steps).SelectMany(WithInner)],
        _ => [step],
    };
}

/// <summary>A strategy as it was published.</summary>
/// <param name="Strategy">What it says.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="At">When: whoever stood in the audience then is existing.</param>
public sealed record StrategyVersion(Strategy Strategy, int Version, Instant At)
{
    /// <summary>Times before this trigger nothing: when it was published, or when it was last started again.</summary>
    public Instant AskedFrom { get; init; } = At;

    /// <summary>Since when it can be said who stands in the audience: the shop's first scoring run, where that has to
    /// be asked (<see cref="Strategy.UsesScoringRun"/>), and <see cref="Instant.Never"/> before it. Whoever stood in
    /// the audience then is existing.</summary>
    public Instant ComparedFrom { get; init; } = Instant.None;

    /// <summary>How many entries a plan told of one occurrence, or of those who were there already, when it was
    /// published; null where it told of none.</summary>
    public int? Expected { get; init; }
}
