namespace Perennial.Core.Lifecycle;

/// <summary>Where a customer stands since the last order. Numbers are labels; never renumber.</summary>
public enum LifecycleStage : byte
{
    /// <summary>No order yet, or every order fully returned.</summary>
    Prospect = 1,

    /// <summary>Ordered within <see cref="LifecycleOptions.ActiveDays"/>, the first time or the hundredth.</summary>
    Active = 2,

    /// <summary>Ordered within <see cref="LifecycleOptions.RecentDays"/>.</summary>
    Recent = 3,

    /// <summary>Ordered within <see cref="LifecycleOptions.OlderDays"/>.</summary>
    Older = 4,

    /// <summary>Longer ago than that.</summary>
    Former = 5,
}

/// <summary>Names of the stages, in the order of their numbers.</summary>
public static class LifecycleStages
{
    /// <summary>prospect, active, recent, older, former.</summary>
    public static readonly IReadOnlyList<string> Names = ["prospect", "active", "recent", "older", "former"];

    /// <summary>What a stage was called before: whoever had ordered within 30 days was "new", with 255 orders too.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> FormerNames =
        new Dictionary<string, string> { ["new"] = "active" };
}

/// <summary>The limits between lifecycle stages, in days since the last order.</summary>
public sealed record LifecycleOptions
{
    /// <summary>Last day of <em>active</em>. Default 30; at least 0.</summary>
    public int ActiveDays { get; init; } = 30;

    /// <summary>What <see cref="ActiveDays"/> was called before: settings of then still say so.</summary>
    public int NewDays { init => ActiveDays = value; }

    /// <summary>Last day of <em>recent</em>. Default 120; above <see cref="ActiveDays"/>.</summary>
    public int RecentDays { get; init; } = 120;

    /// <summary>Last day of <em>older</em>. Default 730; above <see cref="RecentDays"/>.</summary>
    public int OlderDays { get; init; } = 730;

    /// <summary>The stage of a customer whose last order was so many days ago.</summary>
    public LifecycleStage StageOf(int recencyDays) =>
        recencyDays <= ActiveDays ? LifecycleStage.Active
        : recencyDays <= RecentDays ? LifecycleStage.Recent
        : recencyDays <= OlderDays ? LifecycleStage.Older
        : LifecycleStage.Former;

    /// <summary>Days since the last order at which the stage next changes by time alone; −1 if it never does.</summary>
    public int NextChangeAfter(int recencyDays) =>
        recencyDays <= ActiveDays ? ActiveDays + 1
        : recencyDays <= RecentDays ? RecentDays + 1
        : recencyDays <= OlderDays ? OlderDays + 1
        : -1;

    /// <summary>Refuses limits that do not ascend.</summary>
    /// <exception cref="ArgumentException">With the three limits and the rule they break.</exception>
    public void Check()
    {
        if (ActiveDays < 0 || RecentDays <= ActiveDays || OlderDays <= RecentDays)
        {
            throw new ArgumentException(
                $"Lifecycle limits must ascend from 0: active {ActiveDays}, recent {RecentDays}, "
                + $"older {OlderDays} days.");
        }
    }
}
