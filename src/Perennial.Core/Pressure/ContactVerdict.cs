namespace Perennial.Core.Pressure;

/// <summary>Whether a contact earns more than it costs. Numbers are labels; never renumber.</summary>
public enum ContactVerdict : byte
{
    /// <summary>It adds margin beyond its cost.</summary>
    Pays = 1,

    /// <summary>It costs more than it adds: economic over-pressure.</summary>
    Loses = 2,

    /// <summary>Nobody knows: no randomised caps, or they cannot tell it from nothing yet.</summary>
    NotMeasured = 3,
}

/// <summary>Names of the verdicts, in the order of their numbers.</summary>
public static class ContactVerdicts
{
    /// <summary>pays, loses, not measured.</summary>
    public static readonly IReadOnlyList<string> Names = ["pays", "loses", "not measured"];
}
