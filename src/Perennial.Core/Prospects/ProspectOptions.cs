using Perennial.Core.Priority;

namespace Perennial.Core.Prospects;

/// <summary>What counts as a visit, and when a prospect goes quiet.</summary>
public sealed record ProspectOptions
{
    /// <summary>Minutes without an activity after which a visit is over. Default 30; at least 1.</summary>
    public int VisitMinutes { get; init; } = 30;

    /// <summary>Last day after a favourable action on which a prospect is <em>active</em>. Default 30.</summary>
    public int ActiveDays { get; init; } = 30;

    /// <summary>Last day of <em>cooling</em>; later, a prospect is <em>dormant</em>. Default 120.</summary>
    public int CoolingDays { get; init; } = 120;

    /// <summary>How prospects and customers stand in the order of calls. Default customers first.</summary>
    public ProspectPlace CallOrder { get; init; }

    /// <summary>Refuses limits that do not ascend.</summary>
    /// <exception cref="BadInputException">With what is wrong.</exception>
    public void Check()
    {
        if (VisitMinutes is < 1 or > 1440)
            throw new BadInputException("visits", $"{VisitMinutes} minutes.", "Use 1 to 1440; 30 is usual.");
        if (ActiveDays < 0 || CoolingDays <= ActiveDays)
        {
            throw new BadInputException("prospect limits", $"Active {ActiveDays}, cooling {CoolingDays} days.",
                "Use days that ascend, for example 30 and 120.");
        }
    }

    /// <summary>The kind of a prospect whose last favourable action was so many days ago.</summary>
    public ProspectKind KindOf(int recencyDays) => recencyDays <= ActiveDays ? ProspectKind.Active
        : recencyDays <= CoolingDays ? ProspectKind.Cooling : ProspectKind.Dormant;

    /// <summary>Days since the last favourable action at which the kind next changes by time alone; −1 if it never
    /// does.</summary>
    public int NextChangeAfter(int recencyDays) => recencyDays <= ActiveDays ? ActiveDays + 1
        : recencyDays <= CoolingDays ? CoolingDays + 1 : -1;
}
