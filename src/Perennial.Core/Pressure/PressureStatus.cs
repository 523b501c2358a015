namespace Perennial.Core.Pressure;

/// <summary>How a customer's contacts compare with those of peers. Numbers are labels; never renumber.</summary>
public enum PressureStatus : byte
{
    /// <summary>Contacted clearly less than peers.</summary>
    Under = 1,

    /// <summary>Contacted like peers, or too little is known to say otherwise.</summary>
    OnTarget = 2,

    /// <summary>Contacted clearly more than peers.</summary>
    Over = 3,

    /// <summary>Never contacted.</summary>
    NotContacted = 4,
}

/// <summary>Names of the statuses, in the order of their numbers.</summary>
public static class PressureStatuses
{
    /// <summary>under, on target, over, not contacted.</summary>
    public static readonly IReadOnlyList<string> Names = ["under", "on target", "over", "not contacted"];
}
