using Perennial.Core.History;

namespace Perennial.Core.Simulation;

/// <summary>A contact that a simulated customer gets.</summary>
/// <param name="At">When it was sent, or the customer called.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Id">What responses name it by.</param>
public readonly record struct SentContact(Instant At, ContactChannel Channel, FactId Id)
{
    /// <summary>What it is about; empty where the shop does not say.</summary>
    public string Topic { get => field ?? ""; init; }

    /// <summary>The topics that it asks a yes for; null for none.</summary>
    public IReadOnlyList<string>? AsksConsent { get; init; }
}
