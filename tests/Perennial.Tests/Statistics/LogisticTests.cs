using Perennial.Core.Statistics;

namespace Perennial.Tests.Statistics;

public class LogisticTests
{
    // What a curve says that knows no return after a week: as good as nothing, of people of whom a fifth come back.
    [Fact]
    public void A_prior_far_from_what_happened_is_left_without_going_past_it()
    {
        const int rows = 525;
        var features = new double[3 * rows];
        for (var row = 0; row < rows; row++)
            (features[3 * row], features[3 * row + 1], features[3 * row + 2]) = (1, -13.8, Math.Log(5 + row % 28));
        byte[] outcomes = [.. Enumerable.Range(0, rows).Select(row => (byte)(row % 5 == 0 ? 1 : 0))];

        var fitted = Logistic.Fit(features, outcomes, [0, 1, 0], 5);

        var given = Enumerable.Range(0, rows).Average(row => fitted.Probability(features.AsSpan(3 * row, 3)));
        Assert.Equal(0.2, given, 0.01);
    }

    [Fact]
    public void Outcomes_that_can_be_told_apart_without_error_are_held_by_the_prior()
    {
        double[] features = [.. Enumerable.Range(0, 200).SelectMany(row => new[] { 1, row < 100 ? -1.0 : 1 })];
        byte[] outcomes = [.. Enumerable.Range(0, 200).Select(row => (byte)(row < 100 ? 0 : 1))];

        var fitted = Logistic.Fit(features, outcomes, [0, 0], 0.5);

        Assert.InRange(fitted.Weights[1], 3, 8);
        // Where the likelihood and the prior are in balance: strength x weight = the sum of what is missing.
        Assert.Equal(0.5 * fitted.Weights[1], 200 * (1 - fitted.Probability([1, 1])), 1e-6);
    }
}
