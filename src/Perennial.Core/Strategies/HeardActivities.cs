using Perennial.Core.History;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>Of which kinds the activities are that may end one of a customer's ways through strategies or move it on, a
/// bit a kind: of all others nothing comes, and a turn would leave everything as it is.</summary>
/// <remarks>Only activities are told apart: of every other kind of fact something may come. What brings somebody in is
/// told by <see cref="WaitedFacts"/>.</remarks>
public static class HeardActivities
{
    /// <summary>Every kind.</summary>
    public const long All = -1;

    // Kinds above share the last bit.
    const int Last = 62;

    /// <summary>The kinds that one customer's open enrollments hear.</summary>
    /// <param name="state">Where the customer stands.</param>
    /// <param name="programOf">The version that an enrollment goes by; null where it cannot be read.</param>
    /// <returns><see cref="All"/> where one cannot be read: nobody knows what it waits for.</returns>
    public static long Of(CustomerStrategies state, Func<Enrollment, StrategyProgram?> programOf)
    {
        var heard = 0L;
        foreach (var enrollment in state.Open)
        {
            if (programOf(enrollment) is not { } program) return All;
            heard |= program.HeardByExits;
            if (program.At(enrollment.Position) is WaitForFactStep wait) heard |= Of(wait.Fact.Test);
        }
        return heard;
    }

    /// <summary>Whether an activity of a kind is among them.</summary>
    public static bool Has(long heard, ActivityKind kind) => (heard & Bit((int)kind)) != 0;

    /// <summary>The kinds by which an exit may come to hold. Of one that a single new fact since the entry makes true,
    /// those of the fact; of any other, which columns and days may decide, all.</summary>
    public static long Of(Rule exit) => exit is FactTest
    {
        Window: { Since: not SinceWhat.Nothing } window, Count: { From: >= 1, To: long.MaxValue },
    } test && window == new TimeWindow { Since = window.Since } ? Of(test) : All;

    static long Of(FactTest test)
    {
        if (test.Fact.Source != FactSource.Activity) return 0;
        if (test.Fact.Code == 0) return All;
        var heard = 0L;
        for (int kind = test.Fact.Code; kind <= test.Fact.LastCode; kind++) heard |= Bit(kind);
        return heard;
    }

    static long Bit(int kind) => 1L << Math.Min(kind, Last);
}
