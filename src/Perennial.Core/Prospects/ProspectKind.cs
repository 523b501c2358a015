namespace Perennial.Core.Prospects;

/// <summary>Where somebody without an order stands. Numbers are labels; never renumber.</summary>
public enum ProspectKind : byte
{
    /// <summary>A favourable action of late.</summary>
    Active = 1,

    /// <summary>A favourable action some time ago.</summary>
    Cooling = 2,

    /// <summary>A favourable action long ago.</summary>
    Dormant = 3,

    /// <summary>Never a favourable action.</summary>
    Silent = 4,
}

/// <summary>Names of the kinds, in the order of their numbers.</summary>
public static class ProspectKinds
{
    /// <summary>active, cooling, dormant, silent.</summary>
    public static readonly IReadOnlyList<string> Names = ["active", "cooling", "dormant", "silent"];
}
