using System.Collections.Frozen;

namespace Perennial.Core.Shards;

/// <summary>By what it is decided whose a key is.</summary>
public sealed record KeyRules
{
    /// <summary>Keys that join nobody, as the ids that follow from them: several people's, or nobody's.</summary>
    public IReadOnlySet<CustomerId> Shared { get; init; } = FrozenSet<CustomerId>.Empty;
}
