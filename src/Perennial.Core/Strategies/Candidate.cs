using Perennial.Core.History;

namespace Perennial.Core.Strategies;

/// <summary>A contact that a strategy proposes.</summary>
public sealed record Candidate
{
    /// <summary>To whom.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The enrollment that it is a step of, as it was proposed.</summary>
    public required Enrollment Enrollment { get; init; }

    /// <summary>The step.</summary>
    public required ContactStep Step { get; init; }

    /// <summary>What it says, by the arm that the customer was drawn for.</summary>
    public required ContactContent Content { get; init; }

    /// <summary>The strategy.</summary>
    public required Strategy Strategy { get; init; }

    /// <summary>About what.</summary>
    public required string Topic { get; init; }

    /// <summary>Which touch of the step, from 1.</summary>
    public required int Touch { get; init; }

    /// <summary>When it was first due.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>From when on it is too late.</summary>
    public required Instant ExpiresAt { get; init; }

    /// <summary>The arm of its test; null for no test.</summary>
    public string? Arm { get; init; }

    /// <summary>Whether the customer is held out of this very step.</summary>
    public bool IsStepHeldOut { get; init; }

    /// <summary>Why the offer of the step was left out; null where it was not.</summary>
    public string? OfferLeftOut { get; init; }

    /// <summary>What makes it one and the same: unique for ever.</summary>
    public CandidateKey Key => new(
        Customer, Enrollment.Strategy, Step.Name, Enrollment.Occurrence, Touch);
}

/// <summary>The key that nothing is contacted twice by; in the store unique, and outliving the decision's
/// row.</summary>
/// <param name="Customer">To whom.</param>
/// <param name="Strategy">Of which strategy.</param>
/// <param name="Step">Its step's name.</param>
/// <param name="Occurrence">What brought the customer in.</param>
/// <param name="Touch">Which touch, from 1.</param>
public readonly record struct CandidateKey(
    CustomerId Customer, string Strategy, string Step, string Occurrence, int Touch)
{
    /// <summary>The key of an entry: of no step.</summary>
    public static CandidateKey OfEntry(CustomerId customer, string strategy, string occurrence) =>
        new(customer, strategy, "", occurrence, 0);

    /// <summary>What is kept of it for ever, beside the customer: two customers who turn out to be one share what was
    /// decided of either.</summary>
    public FactId Kept => FactId.Numbered("decided", $"{Strategy}:{Step}:{Occurrence}:{Touch}");
}

/// <summary>An entry that was refused, and is not asked again for that occurrence.</summary>
/// <param name="Strategy">Into which strategy.</param>
/// <param name="Version">Which version of it.</param>
/// <param name="Occurrence">For what.</param>
/// <param name="Reason">"never with", "again later", "after", "season".</param>
/// <param name="Words">For people.</param>
/// <param name="At">When.</param>
public sealed record EntryRefusal(
    string Strategy, int Version, string Occurrence, string Reason, string Words, Instant At);

/// <summary>A line of the ledger of assignments: what chance drew, once.</summary>
/// <param name="Experiment">Of which experiment.</param>
/// <param name="Arm">Which arm.</param>
/// <param name="At">When.</param>
public readonly record struct Drawn(string Experiment, string Arm, Instant At);
