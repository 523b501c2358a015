using Perennial.Core.History;

namespace Perennial.Core.Simulation;

/// <summary>One purchase before anything is put into the basket.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">Why.</param>
/// <param name="Percent">What a promotion takes off.</param>
/// <param name="Mechanism">How it does that.</param>
readonly record struct Purchase(
    Instant At, PurchaseKind Kind, int Percent, DiscountMechanism Mechanism = DiscountMechanism.Unknown)
{
    /// <summary>Whether an e-mail brought it about.</summary>
    internal bool Caused { get; init; }
}

enum PurchaseKind : byte { Own, YearlyGift, Delivery }
