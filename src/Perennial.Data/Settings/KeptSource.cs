namespace Perennial.Data.Settings;

/// <summary>A store or provider that may call, as the store keeps it.</summary>
/// <param name="Kind">The vendor.</param>
/// <param name="Name">What the shop calls it.</param>
public sealed record KeptSource(string Kind, string Name)
{
    /// <summary>Where its facts come from; null for the vendor.</summary>
    public string? FactsSource { get; init; }

    /// <summary>What orders are told apart by: id or name.</summary>
    public string Orders { get; init; } = "id";

    /// <summary>Stands before the store's customer numbers.</summary>
    public string CustomerPrefix { get; init; } = "";

    /// <summary>Where its secrets stand, the newest first: never a secret itself.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Amazon SNS topics that may send.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];
}
