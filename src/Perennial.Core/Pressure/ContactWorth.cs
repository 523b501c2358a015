namespace Perennial.Core.Pressure;

/// <summary>A number of cents, and from where to where it lies in 95 of 100 cases.</summary>
public sealed record CentsRange(double Low, double Value, double High);

/// <summary>
/// What one more contact within 90 days does: what it brings, what it costs, what it loses because some unsubscribe at
/// it, and what that leaves.
/// </summary>
/// <param name="Contacts">Which contact of the 90 days, from 1 up: after one fewer.</param>
/// <param name="Brings">Margin of the orders that it adds within 90 days.</param>
/// <param name="Costs">What it costs to make: as set, and known.</param>
/// <param name="Loses">The chance that somebody unsubscribes at it, times what an unsubscription costs.</param>
/// <param name="Leaves">The first minus the other two, all drawn together.</param>
public sealed record ContactWorth(
    int Contacts, CentsRange Brings, double Costs, CentsRange Loses, CentsRange Leaves)
{
    /// <summary>Whether it pays, loses, or nobody can say: the interval of what it leaves holds zero.</summary>
    public ContactVerdict Verdict => VerdictAt(0);

    /// <summary>The same for somebody whose chance of unsubscribing costs more or less than everybody's.</summary>
    /// <param name="moreLostCents">So much more than <see cref="Loses"/>.</param>
    public ContactVerdict VerdictAt(double moreLostCents) =>
        Leaves.Low - moreLostCents > 0 ? ContactVerdict.Pays
        : Leaves.High - moreLostCents < 0 ? ContactVerdict.Loses : ContactVerdict.NotMeasured;
}
