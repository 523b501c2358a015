using Perennial.Core.History;

namespace Perennial.Core.Strategies;

/// <summary>Who holds a customer out of a strategy.</summary>
public enum HeldOutBy : byte
{
    /// <summary>Nobody: the customer is contacted.</summary>
    Nobody = 0,

    /// <summary>The strategy's own holdout.</summary>
    Strategy = 1,

    /// <summary>The holdout of all strategies.</summary>
    Universal = 2,
}

/// <summary>Where an enrollment stands within a step.</summary>
public enum StepState : byte
{
    /// <summary>The step has not begun.</summary>
    New = 0,

    /// <summary>A wait, or a contact that may not go yet.</summary>
    Waiting = 1,

    /// <summary>A call was made, and how it ended is not known yet.</summary>
    AwaitsOutcome = 2,
}

/// <summary>One customer's way through one version of a strategy. A document: small, and all that is needed to go on.
/// </summary>
/// <remarks>
/// As a row: <c>enrollment(shard, customer_id, strategy, occurrence)</c> is the key; <c>version, entered_at,
/// held_out_by, position, due_at</c> are columns, <c>due_at</c> with an index of its own (open rows alone), the rest is
/// a document. What ended is kept by the age of its last decision; <see cref="StrategyPast"/> is kept for ever.
/// </remarks>
public sealed record Enrollment
{
    /// <summary>The strategy's name.</summary>
    public required string Strategy { get; init; }

    /// <summary>The version that it goes by, whatever is published later.</summary>
    public required int Version { get; init; }

    /// <summary>What brought the customer in, once: part of the key.</summary>
    public required string Occurrence { get; init; }

    /// <summary>When.</summary>
    public required Instant EnteredAt { get; init; }

    /// <summary>Whether the customer goes the whole way without being contacted.</summary>
    public HeldOutBy HeldOutBy { get; init; }

    /// <summary>The step it is at, by its path in that version; empty behind the last.</summary>
    public string Position { get; init; } = "";

    /// <summary>Where within the step.</summary>
    public StepState State { get; init; }

    /// <summary>When to look again though nothing happens; <see cref="Instant.Never"/> where only an event moves it.
    /// </summary>
    public Instant DueAt { get; init; } = Instant.Never;

    /// <summary>The day of the occasion that brought the customer in; null for none.</summary>
    public DateOnly? OccasionDay { get; init; }

    /// <summary>The last day on which one may order for it; null for none.</summary>
    public DateOnly? OrderByDay { get; init; }

    /// <summary>When the contact, or this dial of it, was first due.</summary>
    public Instant FirstDueAt { get; init; } = Instant.None;

    /// <summary>Which dial of a call it is, from 1; 0 before the first.</summary>
    public int Touch { get; init; }

    /// <summary>When the step before was finished: where the next wait begins.</summary>
    public Instant FinishedAt { get; init; } = Instant.None;

    /// <summary>When the last contact was decided: from then on a wait for an event looks back.</summary>
    public Instant DecidedAt { get; init; } = Instant.None;

    /// <summary>When the last contact went, or would have gone to somebody who is held out.</summary>
    public Instant LastContactAt { get; init; } = Instant.None;

    /// <summary>When it was moved to another version; nothing there was due before.</summary>
    public Instant MovedAt { get; init; } = Instant.None;

    /// <summary>The contact steps that are finished, by name.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>Why the next contact is left out; null where it is not.</summary>
    public string? SkipsNext { get; init; }

    /// <summary>Why it ended: "order", "done", "merged"; null while it is open.</summary>
    public string? Left { get; init; }

    /// <summary>When it ended.</summary>
    public Instant EndedAt { get; init; } = Instant.None;

    /// <summary>Whether it goes on.</summary>
    public bool IsOpen => Left is null;

    /// <summary>Since when the enrollment stands where it stands.</summary>
    public Instant From => FinishedAt.HasValue ? FinishedAt : EnteredAt;

    /// <summary>The same, ended.</summary>
    public Enrollment End(string reason, Instant at) => this with
    {
        Left = reason, EndedAt = at, DueAt = Instant.Never, State = StepState.New,
    };
}

/// <summary>What is to come before an entry: the absence of something that is waited for, or the day of those who were
/// there already.</summary>
/// <param name="Occurrence">Of what.</param>
/// <param name="At">When that happened.</param>
/// <param name="DueAt">When it is asked.</param>
public sealed record PendingEntry(string Occurrence, Instant At, Instant DueAt)
{
    /// <summary>The day of the occasion; null for none.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The last day on which one may order for it; null for none.</summary>
    public DateOnly? OrderBy { get; init; }
}

/// <summary>What is kept for ever of one customer and one strategy.</summary>
/// <param name="Strategy">Its name.</param>
public sealed record StrategyPast(string Strategy)
{
    /// <summary>How often the customer entered.</summary>
    public int Entries { get; init; }

    /// <summary>When last.</summary>
    public Instant EnteredAt { get; init; } = Instant.None;

    /// <summary>When the last enrollment ended; <see cref="Instant.None"/> while it is open.</summary>
    public Instant EndedAt { get; init; } = Instant.None;

    /// <summary>When the last contact of it went.</summary>
    public Instant LastContactAt { get; init; } = Instant.None;

    /// <summary>Up to when times that trigger were asked; <see cref="Instant.None"/> for never.</summary>
    public Instant AskedUntil { get; init; } = Instant.None;

    /// <summary>Up to when times to come were counted ahead; <see cref="Instant.None"/> for never.</summary>
    public Instant AheadUntil { get; init; } = Instant.None;

    /// <summary>What is to come before an entry; null for nothing.</summary>
    public PendingEntry? Pending { get; init; }
}

/// <summary>Where one customer stands in all strategies.</summary>
public sealed record CustomerStrategies
{
    /// <summary>Nowhere yet.</summary>
    public static CustomerStrategies None { get; } = new();

    /// <summary>The enrollments, open ones and those that ended in this very step.</summary>
    public IReadOnlyList<Enrollment> Enrollments { get; init; } = [];

    /// <summary>What is kept for ever.</summary>
    public IReadOnlyList<StrategyPast> Pasts { get; init; } = [];

    /// <summary>What brought the customer into which strategy, and is over: it brings nobody in once more.</summary>
    public IReadOnlySet<(string Strategy, string Occurrence)> Over { get; init; } =
        new HashSet<(string Strategy, string Occurrence)>();

    /// <summary>The keys of entries and contacts that were decided so long ago that nothing else is kept of them
    /// (<see cref="CandidateKey.Kept"/>): none of them is decided again.</summary>
    public IReadOnlySet<FactId> Decided { get; init; } = new HashSet<FactId>();

    /// <summary>When to look again though nothing happens.</summary>
    public Instant DueAt { get; init; } = Instant.Never;

    /// <summary>Whether something has brought the customer into a strategy before, and is over.</summary>
    public bool IsOver(CustomerId customer, string strategy, string occurrence) => Over.Contains((strategy, occurrence))
        || Enrollments.Any(one => !one.IsOpen && (one.Strategy, one.Occurrence) == (strategy, occurrence))
        || (Decided.Count > 0 && Decided.Contains(CandidateKey.OfEntry(customer, strategy, occurrence).Kept));

    /// <summary>The same without the enrollments that have ended, of which it is kept that they are over.</summary>
    public CustomerStrategies OpenAlone() => Enrollments.All(one => one.IsOpen) ? this : this with
    {
        Enrollments = [.. Open],
        Over = Over.Concat(Enrollments.Where(one => !one.IsOpen).Select(one => (one.Strategy, one.Occurrence)))
            .ToHashSet(),
    };

    /// <summary>The enrollments that go on.</summary>
    public IEnumerable<Enrollment> Open => Enrollments.Where(one => one.IsOpen);

    /// <summary>What is kept of a strategy.</summary>
    public StrategyPast PastOf(string strategy) =>
        Pasts.FirstOrDefault(past => past.Strategy == strategy) ?? new StrategyPast(strategy);

    /// <summary>The same with another past of one strategy.</summary>
    public CustomerStrategies With(StrategyPast past) => this with
    {
        Pasts = [.. Pasts.Where(one => one.Strategy != past.Strategy), past],
    };

    /// <summary>The same with an enrollment in place of the one of its strategy and occurrence.</summary>
    public CustomerStrategies With(Enrollment enrollment)
    {
        Enrollment[] all = [.. Enrollments.Select(one => IsSame(one, enrollment) ? enrollment : one)];
        var past = PastOf(enrollment.Strategy);
        return (this with { Enrollments = all.Any(one => IsSame(one, enrollment)) ? all : [.. all,
            enrollment] }).With(past with
        {
            EnteredAt = Later(past.EnteredAt, enrollment.EnteredAt), EndedAt = Later(past.EndedAt, enrollment.EndedAt),
            LastContactAt = Later(past.LastContactAt,
                enrollment.HeldOutBy == HeldOutBy.Nobody ? enrollment.LastContactAt : Instant.None),
        });
    }

    /// <summary>The same where strategies are called otherwise.</summary>
    /// <param name="names">The new name by the one before.</param>
    public CustomerStrategies Renamed(IReadOnlyDictionary<string, string> names)
    {
        string NameOf(string strategy) => names.GetValueOrDefault(strategy, strategy);
        return names.Count == 0 ? this : this with
        {
            Enrollments = [.. Enrollments.Select(one => one with { Strategy = NameOf(one.Strategy) })],
            Pasts = [.. Pasts.Select(one => one with { Strategy = NameOf(one.Strategy) })],
        };
    }

    static bool IsSame(Enrollment one, Enrollment other) =>
        (one.Strategy, one.Occurrence) == (other.Strategy, other.Occurrence);

    static Instant Later(Instant one, Instant other) => one > other ? one : other;
}
