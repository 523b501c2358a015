namespace Perennial.Core.Strategies;

/// <summary>Moves an enrollment to another version of its strategy: an explicit step, never by publishing
/// alone.</summary>
public static class VersionMove
{
    /// <summary>The enrollment as it goes on in another version.</summary>
    /// <param name="enrollment">Where it stands.</param>
    /// <param name="to">The other version.</param>
    /// <param name="now">When.</param>
    /// <returns>
    /// Null where it stays: it has ended, no contact of it is finished yet or the last one is not in the other
    /// version, or
    /// what it had already stands behind that contact there. Otherwise behind the contact of the same name; waits
    /// have no
    /// identity, and begin when that contact was finished.
    /// </returns>
    public static Enrollment? Of(Enrollment enrollment, StrategyProgram to, Instant now)
    {
        if (!enrollment.IsOpen || enrollment.Done.Count == 0) return null;
        if (to.Contact(enrollment.Done[^1]) is not { } last) return null;
        var place = to.PlaceOf(last.Path);
        if (enrollment.Done.Any(name => to.Contact(name) is { } had && to.PlaceOf(had.Path) > place)) return null;
        return enrollment with
        {
            Version = to.Version.Version, Position = to.Behind(last.Path), State = StepState.New, Touch = 0,
                DueAt = now,
            FirstDueAt = Instant.None, MovedAt = now,
        };
    }
}
