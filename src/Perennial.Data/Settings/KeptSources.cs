namespace Perennial.Data.Settings;

/// <summary>Who may call a shop's server, and where the world reaches it.</summary>
/// <param name="Address">Its address; empty where nobody said.</param>
/// <param name="Sources">In the order given.</param>
public sealed record KeptSources(string Address, IReadOnlyList<KeptSource> Sources);
