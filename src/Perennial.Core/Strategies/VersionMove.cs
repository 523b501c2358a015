namespace Perennial.Core.Strategies;

/// <summary>Moves an enrollment to another version of its strategy: an explicit step, never by publishing
/// alone.</summary>
public static class VersionMove
{
    /// <summary>The enrollment as it goes on in another version.</summary>
    /// <param name="enrollment">Where it stands.</param>
    /// <param name="from">The version that it goes by.</param>
    /// <param name="to">The other version.</param>
    /// <param name="now">When.</param>
    /// <returns>
    /// At the contact of the same name where one is under way; else behind the last one that is finished; waits have
    /// no identity, and begin when that contact was finished. Null where it stays: it has ended, that contact is not
    /// in the other version, there is none yet, or what it had already stands behind it there.
    /// </returns>
    public static Enrollment? Of(Enrollment enrollment, StrategyProgram from, StrategyProgram to, Instant now)
    {
        if (!enrollment.IsOpen) return null;
        var underWay = enrollment.State == StepState.New ? null : from.At(enrollment.Position) as ContactStep;
        if ((underWay?.Name ?? LastOf(enrollment.Done)) is not { } name) return null;
        if (to.Contact(name) is not { } last) return null;
        var place = to.PlaceOf(last.Path);
        if (enrollment.Done.Any(done => to.Contact(done) is { } had && to.PlaceOf(had.Path) > place)) return null;
        var moved = enrollment with { Version = to.Version.Version, MovedAt = now };
        // What was put off is asked anew; the next dial of a call keeps its time.
        if (underWay is not null)
        {
            return moved with
            {
                Position = last.Path, DueAt = enrollment.State == StepState.Waiting
                    && enrollment.DueAt != enrollment.FirstDueAt && now < enrollment.DueAt ? now : enrollment.DueAt,
            };
        }
        return moved with
        {
            Position = to.Behind(last.Path), State = StepState.New, Touch = 0, DueAt = now, FirstDueAt = Instant.None,
        };
    }

    static string? LastOf(IReadOnlyList<string> done) => done.Count == 0 ? null : done[^1];
}
