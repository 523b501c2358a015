using Perennial.Core.Lifetime;

namespace Perennial.Tests.Lifetime;

/// <summary>Maximum likelihood against published estimates, and those recomputed to full precision from the same data
/// with other programs: log-likelihood within 0.001, parameters within 0.1 %, standard errors within 1 %.</summary>
public class PublishedFits
{
    static void Same(ModelFit fit, double logLikelihood, double[] parameters, double[]? errors = null)
    {
        Assert.Equal(ModelFit.Fine, fit.Verdict);
        Assert.Equal(logLikelihood, fit.LogLikelihood, 1e-3);
        Assert.Equal(parameters.Length, fit.Parameters.Count);
        for (var i = 0; i < parameters.Length; i++)
            Assert.InRange(fit.Parameters[i] / parameters[i], 1 - 1e-3, 1 + 1e-3);
        for (var i = 0; i < (errors?.Length ?? 0); i++)
            Assert.InRange(fit.StandardErrors[i]!.Value / errors![i], 0.99, 1.01);
    }

    [Fact]
    public void BG_NBD_on_CDNOW_as_Fader_Hardie_and_Lee_2005() => Same(
        PurchaseFitting.Fit(PurchaseModelKind.BgNbd, Cdnow.Patterns), -9582.42920667,
        [0.24259453, 4.41360242, 0.79292195, 2.42590673], [0.01256, 0.37822, 0.18573, 0.70541]);

    [Fact]
    public void Pareto_NBD_on_CDNOW_as_CLVTools_and_BTYD() => Same(
        PurchaseFitting.Fit(PurchaseModelKind.ParetoNbd, Cdnow.Patterns), -9594.97617894,
        [0.55327707, 10.57768392, 0.60623991, 11.66873179], [0.047628, 0.842723, 0.187283, 6.211162]);

    [Fact]
    public void MBG_NBD_on_CDNOW_as_BTYDplus() => Same(
        PurchaseFitting.Fit(PurchaseModelKind.MbgNbd, Cdnow.Patterns), -9582.13571555,
        [0.52484322, 6.18308569, 0.89135942, 1.61400215]);

    [Fact]
    public void MBG_CNBD_k_sees_no_regularity_in_CDNOW_as_BTYDplus()
    {
        var fit = PurchaseFitting.Fit(PurchaseModelKind.MbgCnbdK, Cdnow.Patterns);
        Assert.Equal(1, fit.K);
        Same(fit, -9582.13571555, [0.52484322, 6.18308569, 0.89135942, 1.61400215]);
    }

    [Fact]
    public void Gamma_Gamma_on_CDNOW_as_Fader_and_Hardie_2013()
    {
        var fit = OtherFitting.Spend(Cdnow.Counts.Spend());
        Same(fit, -4055.91769480, [6.24957, 3.74422, 15.44352], [1.19004, 0.29013, 4.15937]);
        Assert.Equal(946, fit.Customers);
        Assert.Equal(35.17037, OtherFitting.SpendModel(fit)!.PopulationMean!.Value, 1e-3);
    }

    [Fact]
    public void Gamma_Gamma_on_the_summary_in_whole_cents_as_lifetimes()
    {
        var rows = File.ReadLines(Repository.PathTo("data", "cdnow", "cdnow_customers_summary_with_transactions.csv"))
            .Skip(1).Select(line => line.Split(',')).ToList();
        var patterns = SpendPatterns.Of(
            [.. rows.Select(row => int.Parse(row[1]))], [.. rows.Select(row => double.Parse(row[4]))]);
        Same(OtherFitting.Spend(patterns), -4055.92324, [6.24880, 3.74459, 15.44775]);
    }

    [Fact]
    public void BG_BB_on_donations_as_Fader_Hardie_and_Shang_2010()
    {
        Assert.Equal(11_104, Donations.Patterns.Sum(p => p.Customers));
        Same(OtherFitting.Periods(Donations.Patterns), -33225.5812743,
            [1.20352235, 0.74971638, 0.65671818, 2.78344223]);
    }

    // The paper prints parameters with three decimals.
    [Theory]
    [InlineData(-1680.265, 0.704, 1.182, new[] { 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1 })]
    [InlineData(-1611.158, 0.668, 3.806, new[] { 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1 })]
    public void Contracts_as_Fader_and_Hardie_2007(double logLikelihood, double alpha, double beta, double[] survival)
    {
        var fit = OtherFitting.Contracts([1000, .. survival.Select(percent => percent * 10)]);
        Assert.Equal(ModelFit.Fine, fit.Verdict);
        Assert.Equal(logLikelihood, fit.LogLikelihood, 1e-3);
        Assert.Equal(alpha, fit.Parameters[0], 6e-4);
        Assert.Equal(beta, fit.Parameters[1], 6e-4);
    }

    [Fact]
    public void The_likelihood_at_the_rounded_parameters_of_the_paper() => Assert.Equal(-9582.43047801,
        new BgNbd(0.243, 4.414, 0.793, 2.426).LogLikelihood(Cdnow.Patterns), 1e-7);
}
