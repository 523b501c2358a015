using System.Globalization;

namespace Perennial.Tests.Measurement;

/// <summary>The Complete Journey 2.0 (dunnhumby, CC0), a sample of 75,000 order lines: by household, before and after
/// the middle line's instant.</summary>
static class HouseholdDeals
{
    public readonly record struct Line(string Household, string At, double Gross, double Discount)
    {
        public bool OnDeal => Discount > 0;
    }

    public sealed record Half(int Lines, int Deals, double Gross, double DealGross, double SquareGross)
    {
        public double Share => (double)Deals / Lines;

        public double ValueShare => DealGross / Gross;

        public double EffectiveLines => Gross * Gross / SquareGross;
    }

    public static List<Line> Lines() => [.. SharedData.Rows("complete_journey", "transactions_sample.csv.gz")
        .Select(cells =>
        {
            double Number(int cell) => double.Parse(cells[cell], CultureInfo.InvariantCulture);
            var discount = Number(6) + Number(7) + Number(8);
            return new Line(cells[0], cells[10], Number(5) + discount, discount);
        })
        .Where(line => line.Gross > 0)];

    public static (Dictionary<string, Half> First, Dictionary<string, Half> Second) Halves(List<Line> lines)
    {
        var middle = lines.Select(line => line.At).Order(StringComparer.Ordinal).ElementAt(lines.Count / 2);
        Dictionary<string, Half> Of(bool before) => lines
            .Where(line => string.CompareOrdinal(line.At, middle) < 0 == before)
            .GroupBy(line => line.Household)
            .ToDictionary(group => group.Key, group => new Half(
                group.Count(), group.Count(line => line.OnDeal), group.Sum(line => line.Gross),
                group.Where(line => line.OnDeal).Sum(line => line.Gross), group.Sum(line => line.Gross * line.Gross)));
        return (Of(true), Of(false));
    }
}
