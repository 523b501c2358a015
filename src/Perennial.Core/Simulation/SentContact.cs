using Perennial.Core.History;

namespace Perennial.Core.Simulation;

/// <summary>A contact that a simulated customer gets.</summary>
/// <param name="At">When it was sent, or the customer called.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Id">What responses name it by.</param>
public readonly record struct SentContact(Instant At, ContactChannel Channel, FactId Id);
