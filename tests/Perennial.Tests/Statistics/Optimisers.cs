using Perennial.Core.Statistics;

namespace Perennial.Tests.Statistics;

public class Optimisers
{
    // H. Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960: 0 at (1, 1).
    static double Rosenbrock(double[] at) =>
        100 * Math.Pow(at[1] - at[0] * at[0], 2) + Math.Pow(1 - at[0], 2);

    [Fact]
    public void A_simplex_follows_a_bent_valley()
    {
        var (at, value) = new NelderMead { Tolerance = 1e-12, Evaluations = 1000 }.Minimise(Rosenbrock, [-1.2, 1]);
        Assert.Equal(1, at[0], 1e-4);
        Assert.Equal(1, at[1], 1e-4);
        Assert.InRange(value, 0, 1e-9);
    }

    [Fact]
    public void A_simplex_stays_inside_its_limits_and_away_from_NaN()
    {
        double Of(double[] at)
        {
            Assert.InRange(at[0], -2, .5);
            Assert.InRange(at[1], -2, 2);
            return at[1] < -1 ? double.NaN : Rosenbrock(at);
        }
        var search = new NelderMead
        {
            Tolerance = 1e-12, Evaluations = 1000, Least = [-2, -2], Most = [.5, 2],
        };
        var (at, value) = search.Minimise(Of, [.4, 1.9]);
        Assert.Equal(.5, at[0], 1e-4);
        Assert.Equal(.25, at[1], 1e-4);
        Assert.Equal(.25, value, 1e-4);
    }

    [Fact]
    public void A_simplex_stops_after_so_many_values()
    {
        var calls = 0;
        new NelderMead { Tolerance = 0, Evaluations = 50 }.Minimise(at => ++calls + at[0], [0, 0, 0]);
        Assert.InRange(calls, 50, 54);
    }

    [Fact]
    public void The_maximum_of_a_hill_comes_with_its_variances()
    {
        double Hill(double[] at) => 7 - (2 * (at[0] - 1) * (at[0] - 1) + (at[0] - 1) * (at[1] + 3)
            + (at[1] + 3) * (at[1] + 3));
        var found = Maximizer.Find(Hill, Hill, [[0, 0], [4, -4]], [-9, -9], [9, 9]);
        Assert.True(found.Converged);
        Assert.Equal([false, false], found.OnLimit);
        Assert.Equal(1, found.At[0], 1e-6);
        Assert.Equal(-3, found.At[1], 1e-6);
        Assert.Equal(7, found.Value, 1e-9);
        // Negative Hessian (4 1; 1 2): inverse (2 −1; −1 4) / 7.
        Assert.Equal(2.0 / 7, found.Variance![0], 1e-6);
        Assert.Equal(4.0 / 7, found.Variance[1], 1e-6);
    }

    [Fact]
    public void A_maximum_at_a_limit_is_said()
    {
        double Slope(double[] at) => at[0] - (at[1] - 2) * (at[1] - 2);
        var found = Maximizer.Find(Slope, Slope, [[0, 0]], [-5, -5], [5, 5]);
        Assert.True(found.Converged);
        Assert.Equal([true, false], found.OnLimit);
        Assert.Equal(5, found.At[0]);
        Assert.Equal(2, found.At[1], 1e-5);
    }

    [Fact]
    public void A_plain_without_a_hill_has_no_variance()
    {
        double Ridge(double[] at) => -(at[0] + at[1]) * (at[0] + at[1]);
        Assert.Null(Maximizer.Find(Ridge, Ridge, [[1, 1]], [-5, -5], [5, 5]).Variance);
    }

    // Hours of study and passing an exam, the example of Wikipedia's "Logistic regression": coefficients 1.5046 and
    // −4.0777, and .61 after three hours.
    [Fact]
    public void Logistic_regression_of_the_twenty_students()
    {
        double[] hours =
        [
            .5, .75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5,
        ];
        byte[] passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
        var fitted = Logistic.Fit([.. hours.SelectMany(x => new[] { 1, x })], passed, [0, 0], 1e-9);
        Assert.Equal(-4.0777, fitted.Weights[0], 1e-4);
        Assert.Equal(1.5046, fitted.Weights[1], 1e-4);
        Assert.Equal(.61, fitted.Probability([1, 3]), .005);
    }

    [Fact]
    public void Logistic_regression_without_data_is_its_prior_and_with_perfect_data_finite()
    {
        Assert.Equal([.5, -2], Logistic.Fit([], [], [.5, -2], 1).Weights);
        var certain = Logistic.Fit([1, -1, 1, 1], [0, 1], [0, 0], .5);
        Assert.All(certain.Weights, weight => Assert.True(double.IsFinite(weight)));
        Assert.InRange(certain.Weights[1], .5, 10);
    }

    [Fact]
    public void Rows_left_out_do_not_count()
    {
        double[] features = [1, 0, 1, 1, 1, 2, 1, 3, 1, 4];
        byte[] outcomes = [0, 1, 0, 1, 1];
        var without = Logistic.Fit(features[..8], outcomes[..4], [0, 0], .1);
        Assert.Equal(without.Weights, Logistic.Fit(features, outcomes, [0, 0], .1, row => row == 4).Weights);
    }

    [Fact]
    public void A_root_solves_its_equations_and_a_matrix_without_one_has_none()
    {
        var rng = new Rng(5);
        for (var size = 1; size <= 6; size++)
        {
            var a = new double[size, size];
            var factor = new double[size, size];
            for (var i = 0; i < size; i++)
                for (var j = 0; j < size; j++) factor[i, j] = rng.NextNormal();
            for (var i = 0; i < size; i++)
                for (var j = 0; j < size; j++)
                    for (var k = 0; k < size; k++) a[i, j] += factor[i, k] * factor[j, k] + (i == j ? .1 : 0);
            double[] x = [.. Enumerable.Range(0, size).Select(_ => rng.NextNormal())];
            double[] b = [.. Enumerable.Range(0, size).Select(i => x.Select((value, j) => a[i, j] * value).Sum())];
            var solved = Cholesky.Of(a)!.Solve(b);
            for (var i = 0; i < size; i++) Assert.Equal(x[i], solved[i], 1e-8);
        }
        Assert.Null(Cholesky.Of(new double[,] { { 1, 2 }, { 2, 1 } }));
        Assert.Null(Cholesky.Of(new double[,] { { 1e-9 } }, flat: 1e-8));
    }
}
