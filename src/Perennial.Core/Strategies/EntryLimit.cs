namespace Perennial.Core.Strategies;

/// <summary>How many customers may enter a strategy in a day before a person is asked.</summary>
public static class EntryLimit
{
    /// <summary>So many may always.</summary>
    public const int Always = 1_000;

    const double OfCustomers = 0.1, OfExpected = 1.5;

    /// <summary>The limit of a day.</summary>
    /// <param name="trigger">What makes customers enter.</param>
    /// <param name="customers">How many the shop has; asked where that matters.</param>
    /// <param name="expected">How many a plan told for this very occurrence when the strategy was published; null
    /// where it told of none.</param>
    /// <returns>Of occasions, schedules and lists one and a half times what was told, rounded up; of everything else,
    /// and where nothing was told, the larger of <see cref="Always"/> and a tenth of the customers.</returns>
    public static int Of(Trigger trigger, Func<int> customers, int? expected) =>
        trigger is OccasionTrigger or ScheduleTrigger or ListTrigger && expected is { } told
            ? Foreseen(told) : Math.Max(Always, (int)(customers() * OfCustomers));

    /// <summary>How many may enter where somebody was told of so many and said yes: half more, rounded up.</summary>
    public static int Foreseen(int told) => (int)Math.Min(int.MaxValue, Math.Ceiling(told * OfExpected));
}
