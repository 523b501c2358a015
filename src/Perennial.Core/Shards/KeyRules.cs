using System.Collections.Frozen;

namespace Perennial.Core.Shards;

/// <summary>By what it is decided whose a key is.</summary>
public sealed record KeyRules
{
    /// <summary>Keys that join nobody, as the ids that follow from them: several people's, or nobody's.</summary>
    public IReadOnlySet<CustomerId> Shared { get; init; } = FrozenSet<CustomerId>.Empty;

    /// <summary>Whether a key joins nobody, in whatever way it was compared when that was found.</summary>
    public bool AreSeverals(CustomerKeyKind kind, string key, CustomerId id) => Shared.Count > 0
        && (Shared.Contains(id) || (kind == CustomerKeyKind.Phone && Former(CustomerId.Normalise(kind, key))
            .Any(text => Shared.Contains(CustomerId.OfCompared(kind, text)))));

    /// <summary>A key of more people than this joins nobody.</summary>
    public int MostPeople { get; init; } = new KeyOptions().MostPeople;

    /// <summary>The other texts that a telephone number in international form was compared by before numbers were read
    /// by their country: whoever was erased under one of these stays erased.</summary>
    public Func<string, IReadOnlyList<string>> Former { get; init; } = _ => [];
}
