namespace Perennial.Core.Strategies;

/// <summary>Whether an enrollment goes on in another version.</summary>
/// <param name="Moved">As it goes on there; null where it stays.</param>
/// <param name="Why">Why it stays, in words; null where it does not.</param>
public readonly record struct VersionMoveAnswer(Enrollment? Moved, string? Why);

/// <summary>Moves an enrollment to another version of its strategy: an explicit step, never by publishing
/// alone.</summary>
public static class VersionMove
{
    /// <summary>Why an enrollment stays.</summary>
    public const string Ended = "it has ended", NoContactYet = "it has had no contact by which its place is known",
        StepIsGone = "the step it is at is not in the new version",
        IsBehind = "the new version puts a contact that it had behind the step it is at",
        Unreadable = "its version cannot be read any more";

    /// <summary>The enrollment as it goes on in another version.</summary>
    /// <param name="enrollment">Where it stands.</param>
    /// <param name="from">The version that it goes by.</param>
    /// <param name="to">The other version.</param>
    /// <param name="now">When.</param>
    /// <returns>
    /// At the contact of the same name where one is under way; else behind the last one that is finished; waits have
    /// no identity, and begin when that contact was finished. Nothing where it stays: it has ended, that contact is not
    /// in the other version, there is none yet, or what it had already stands behind it there.
    /// </returns>
    public static VersionMoveAnswer Of(
        Enrollment enrollment, StrategyProgram from, StrategyProgram to, Instant now)
    {
        if (!enrollment.IsOpen) return new VersionMoveAnswer(null, Ended);
        var underWay = enrollment.State == StepState.New ? null : from.At(enrollment.Position) as ContactStep;
        if ((underWay?.Name ?? LastOf(enrollment.Done)) is not { } name)
            return new VersionMoveAnswer(null, NoContactYet);
        if (to.Contact(name) is not { } last) return new VersionMoveAnswer(null, StepIsGone);
        var place = to.PlaceOf(last.Path);
        if (enrollment.Done.Any(done => to.Contact(done) is { } had && to.PlaceOf(had.Path) > place))
            return new VersionMoveAnswer(null, IsBehind);
        var moved = enrollment with { Version = to.Version.Version, MovedAt = now };
        // What was put off is asked anew; the next dial of a call keeps its time.
        if (underWay is not null)
        {
            return new VersionMoveAnswer(moved with
            {
                Position = last.Path, DueAt = enrollment.State == StepState.Waiting
                    && enrollment.DueAt != enrollment.FirstDueAt && now < enrollment.DueAt ? now : enrollment.DueAt,
            }, null);
        }
        return new VersionMoveAnswer(moved with
        {
            Position = to.Behind(last.Path), State = StepState.New, Touch = 0, DueAt = now, FirstDueAt = Instant.None,
        }, null);
    }

    static string? LastOf(IReadOnlyList<string> done) => done.Count == 0 ? null : done[^1];
}
