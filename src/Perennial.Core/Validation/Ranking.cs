using Perennial.Core.Cycle.Forecasts;

namespace Perennial.Core.Validation;

/// <summary>How well different things rank the customers who have a cycle by whether they buy within 90 days: each the
/// chance that of two customers, one who bought and one who did not, the first stands higher.</summary>
/// <param name="Customers">How many forecasts.</param>
/// <param name="Status">By cycle status, from recent to inactive: five ranks, ties count half.</param>
/// <param name="Recency">By days since the last order.</param>
/// <param name="Chance">By the chance to buy within 90 days.</param>
/// <param name="Plain">By the plain logistic regression.</param>
/// <param name="Percentile">By the percentile of the silence in the own rhythm, which statuses are cut from: about the
/// most that any limits between them can reach.</param>
/// <param name="Fifths">By the chance in five equal parts: what five ranks lose.</param>
public sealed record Ranking(int Customers, double Status, double Recency, double Chance, double Plain,
    double Percentile, double Fifths)
{
    /// <summary>In words: what to go by.</summary>
    public string Words => $"Who buys within 90 days, of two customers with a cycle: the status is right "
        + $"{Status:0.0%} of the time, recency {Recency:0.0%}, the chance to buy {Chance:0.0%}. "
        + (Status < Recency - 0.005
            ? "The status says where customers stand in their own rhythm; to choose who buys, go by the chance."
            : Status < Chance - 0.005 ? "To choose who buys, go by the chance." : "The status chooses as well.");

    /// <summary>Ranks forecasts of customers with a cycle.</summary>
    /// <param name="cases">Those of customers without one are left out.</param>
    /// <returns>The comparison; null where nobody has a cycle.</returns>
    internal static Ranking? Of(IReadOnlyList<ForecastCase> cases)
    {
        List<ForecastCase> known = [.. cases.Where(one => !double.IsNaN(one.Percentile))];
        if (known.Count == 0) return null;
        List<double>? sorted = null;
        byte[] bought = [.. known.Select(one => one.Bought90)];
        double By(Func<ForecastCase, double> rating) => ForecastScore.AreaUnder([.. known.Select(rating)], bought);
        return new Ranking(known.Count, By(one => -one.Status), By(one => -one.SilenceDays), By(one => one.Chance90),
            By(one => one.Plain), By(one => -one.Percentile), By(one => FifthOf(one.Chance90)));

        double FifthOf(double chance)
        {
            sorted ??= [.. known.Select(one => one.Chance90).Order()];
            var place = sorted.BinarySearch(chance);
            while (place > 0 && sorted[place - 1].Equals(chance)) place--;
            return 5 * place / sorted.Count;
        }
    }
}

/// <summary>One forecast of one customer, and what came of it.</summary>
/// <param name="Origin">The day forecast from, days since 1970-01-01.</param>
/// <param name="Status">The cycle status, 1 and up; 0 for none.</param>
/// <param name="SilenceDays">Days since the last order.</param>
/// <param name="Percentile">Of that silence in the own rhythm, 0..1; NaN without a cycle.</param>
/// <param name="Chance30">Given for an order within 30 days, 0..1.</param>
/// <param name="Chance90">Given for an order within 90 days, 0..1.</param>
/// <param name="Plain">By the plain logistic regression, within 90 days.</param>
/// <param name="Bought30">1 for whoever bought within 30 days, else 0.</param>
/// <param name="Bought90">1 for whoever bought within 90 days, else 0.</param>
public readonly record struct ForecastCase(int Origin, byte Status, int SilenceDays, double Percentile,
    double Chance30, double Chance90, double Plain, byte Bought30, byte Bought90);
