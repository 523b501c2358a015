namespace Perennial.Core.Strategies;

/// <summary>A contact that a strategy did not even propose, with the reason: a condition did not hold, or a date
/// that was
/// waited for does not serve.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Reason">"condition", "no date".</param>
/// <param name="Words">For people.</param>
public sealed record LeftOut(ContactStep Step, string Reason, string Words);

/// <summary>How far an enrollment has come.</summary>
/// <param name="Enrollment">As it is now; <see cref="Enrollment.DueAt"/> says when to look again.</param>
/// <param name="Candidate">What it proposes; null while it waits.</param>
public sealed record Advanced(Enrollment Enrollment, Candidate? Candidate)
{
    /// <summary>Contacts that were passed over on the way.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>What chance drew on the way.</summary>
    public IReadOnlyList<Drawn> Drawn { get; init; } = [];

    /// <summary>Webhooks and attributes that are to be done; never for somebody who is held out.</summary>
    public IReadOnlyList<ContactStep> Done { get; init; } = [];

    /// <summary>What had been proposed, and was done meanwhile by the other of two customers who turned out to be one.
    /// </summary>
    public IReadOnlyList<Candidate> Dropped { get; init; } = [];
}

/// <summary>How a proposed contact ended, as far as the enrollment is concerned.</summary>
public enum ContactEnd
{
    /// <summary>It waits: an hour, a gap, a cap.</summary>
    Waits,

    /// <summary>It went, or would have gone to somebody who is held out.</summary>
    Went,

    /// <summary>It did not and will not go.</summary>
    Unsent,
}
