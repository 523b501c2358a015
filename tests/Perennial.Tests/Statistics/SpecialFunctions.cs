using FsCheck;
using FsCheck.Fluent;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Statistics;

/// <summary>Against mpmath 1.3 at fifty digits, at doubles as written; and identities of the Digital Library of
/// Mathematical Functions (DLMF).</summary>
public class SpecialFunctions
{
    [Theory]
    [InlineData(1e-300, 690.77552789821370518)]
    [InlineData(1e-8, 18.420680738180208884)]
    [InlineData(.1, 2.252712651734205902)]
    [InlineData(.5, .57236494292470008707)]
    [InlineData(1, 0)]
    [InlineData(1.0000001, -5.772155829918507097e-8)]
    [InlineData(1.5, -.12078223763524522235)]
    [InlineData(2, 0)]
    [InlineData(9.999, 12.799575780077413715)]
    [InlineData(10, 12.801827480081469611)]
    [InlineData(100.5, 361.43554046777762156)]
    [InlineData(12345.678, 103959.91990554605982)]
    [InlineData(1e8, 1742068066.1038347093)]
    public void Log_gamma(double x, double expected) =>
        Assert.Equal(expected, GammaFunctions.LogGamma(x), 4e-15 * Math.Max(1, Math.Abs(expected)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1.5)]
    [InlineData(double.NaN)]
    public void Log_gamma_has_no_value_elsewhere(double x) => Assert.Equal(double.NaN, GammaFunctions.LogGamma(x));

    [Theory]
    [InlineData(.3, 2, 30, .99977460659709307732)]
    [InlineData(.001, .5, 400, .62887679468052890792)]
    [InlineData(.999, 12, .7, .95087617227031460114)]
    [InlineData(1e-12, 3, .1, 3.850000000002598761e-38)]
    [InlineData(.4, 50, 80, .64506592215055035736)]
    [InlineData(.9, 1, 4.2, .99993690426555198076)]
    [InlineData(.385, 500, 800, .51311526743603341058)]
    [InlineData(0, 3, 4, 0)]
    [InlineData(1, 3, 4, 1)]
    public void Incomplete_beta(double x, double p, double q, double expected) =>
        Assert.Equal(expected, IncompleteBeta.Below(x, p, q), 1e-12 * expected);

    [Theory]
    [InlineData(1, 2, .13533528323661269189)]
    [InlineData(5, 12, .0076003906810669954715)]
    [InlineData(.001, .1, .0018219902620497243202)]
    [InlineData(30, 80, 4.903229555810752975e-11)]
    [InlineData(.5, 1e-10, .999988716208329421)]
    [InlineData(1000, 1050, .058671111377318077098)]
    [InlineData(1000, 900, .99945009773428821708)]
    [InlineData(3, 0, 1)]
    public void Incomplete_gamma(double shape, double x, double expected) =>
        Assert.Equal(expected, IncompleteGamma.Above(shape, x), 1e-12 * Math.Max(.01, expected));

    [Theory]
    [InlineData(1, 2, .5, 1.3862943611198906188)]
    [InlineData(3.5, 4.25, .99, 16.160227708338838646)]
    [InlineData(20, 45, .3, 1.1545908737313662937)]
    [InlineData(50, 50.5, .9, 9.2773761264364991261)]
    [InlineData(7, 9, 0, 1)]
    public void Hypergeometric_with_one_1(double b, double c, double z, double expected) =>
        Assert.Equal(expected, Hypergeometric.One(b, c, z), 1e-13 * expected);

    // DLMF 15.4.20: F(1, b; c; 1) = (c − 1) / (c − b − 1), where the fraction converges slowest.
    [Fact]
    public void Hypergeometric_at_1() => Assert.Equal(1.2, Hypergeometric.One(.25, 2.5, 1), 1e-9);

    [Theory]
    [InlineData(.5, 1, .75787215614131210604)]
    [InlineData(.6, .01, .11618367312686532073)]
    [InlineData(3, 20, .87418198384336679504)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 1e-6, .000013238309131365002902)]
    public void Discounted_share_that_is_left(double s, double z, double expected) =>
        Assert.Equal(expected, Hypergeometric.DiscountIntegral(s, z), 1e-12 * expected);

    [Theory]
    [InlineData(1e-20, 1e-20, 1e-20)]
    [InlineData(1e-9, 9.9999999950000006261e-10, 1.0000000005000000624e-9)]
    [InlineData(.001, .00099950033308353318761, .0010005001667083416889)]
    [InlineData(-.5, -.69314718055994530942, -.3934693402873665764)]
    [InlineData(3, 1.3862943611198906188, 19.085536923187667741)]
    [InlineData(-.9999999, -16.118095651484675636, -.63212052204061174123)]
    public void Logarithm_and_exponential_near_0(double y, double log, double exp)
    {
        Assert.Equal(log, NearZero.LogOnePlus(y), 2e-15 * Math.Abs(log));
        Assert.Equal(exp, NearZero.ExpMinusOne(y), 2e-15 * Math.Abs(exp));
    }

    [Fact]
    public void Logarithm_of_1_plus_a_power_neither_overflows_nor_vanishes()
    {
        Assert.Equal(1000, NearZero.LogOnePlusExp(1000));
        Assert.Equal(Math.Exp(-50), NearZero.LogOnePlusExp(-50), 1e-36);
        Assert.Equal(Math.Log(2), NearZero.LogOnePlusExp(0), 1e-15);
    }

    [Fact]
    public void A_power_gap_passes_smoothly_over_0()
    {
        Assert.Equal(Math.Log(3), NearZero.PowerGap(Math.Log(3), 0));
        Assert.Equal(Math.Log(3), NearZero.PowerGap(Math.Log(3), 1e-9), 1e-8);
        Assert.Equal(1 - 1.0 / 3, NearZero.PowerGap(Math.Log(3), 1), 1e-15);
    }

    static readonly Gen<double> Shape = from exponent in Gen.Choose(-200, 300) select Math.Pow(10, exponent / 100.0);

    static readonly Gen<double> Share = from part in Gen.Choose(1, 999_999) select part / 1e6;

    [Fact]
    public void Gamma_grows_by_its_argument() => Holds(Shape, x =>
        Close(GammaFunctions.LogGamma(x + 1), GammaFunctions.LogGamma(x) + Math.Log(x), 1e-13));

    // DLMF 8.17.4, 8.17.20.
    [Fact]
    public void Incomplete_beta_mirrors_and_recurs() => Holds(
        from x in Share
        from p in Shape
        from q in Shape
        select (x, p, q),
        at =>
        {
            var (x, p, q) = at;
            var below = IncompleteBeta.Below(x, p, q);
            var step = Math.Exp(p * Math.Log(x) + q * Math.Log(1 - x) - Math.Log(p) - GammaFunctions.LogBeta(p, q));
            return below is >= 0 and <= 1 && Close(below + IncompleteBeta.Below(1 - x, q, p), 1, 1e-10)
                && Close(IncompleteBeta.Below(x, p + 1, q), below - step, 1e-10);
        });

    [Fact]
    public void Incomplete_beta_inverts() => Holds(
        from probability in Share
        from p in Shape
        from q in Shape
        select (probability, p, q),
        at =>
        {
            var odds = IncompleteBeta.InverseOdds(at.probability, at.p, at.q);
            // Where x is below what a double holds, or 1 − x is, the inverse is the end of the line.
            if (odds < 1e-290 || odds > 1e290) return true;
            var (x, rest) = (odds / (1 + odds), 1 / (1 + odds));
            var back = IncompleteBeta.Below(x, rest, at.p, at.q, GammaFunctions.LogBeta(at.p, at.q));
            return Close(back, at.probability, 1e-9);
        });

    // 1 − I_x(k, shape) as the sum that it is for a whole k (DLMF 8.17.24).
    [Fact]
    public void Incomplete_beta_of_a_whole_number_is_a_sum() => Holds(
        from x in Share
        from k in Gen.Choose(1, 8)
        from shape in Shape
        select (x, k, shape),
        at => Close(IncompleteBeta.WholeSurvival(at.x, at.shape, at.k),
            1 - IncompleteBeta.Below(at.x, at.k, at.shape), 1e-10));

    // DLMF 8.8.6.
    [Fact]
    public void Incomplete_gamma_recurs() => Holds(
        from x in Shape
        from shape in Shape
        select (x, shape),
        at =>
        {
            var (x, shape) = at;
            var step = Math.Exp(shape * Math.Log(x) - x - GammaFunctions.LogGamma(shape + 1));
            return Close(IncompleteGamma.Above(shape + 1, x), IncompleteGamma.Above(shape, x) + step, 1e-10);
        });

    // DLMF 15.5.15 with a = 1: F = 1 + (b / c) z F(1, b + 1; c + 1; z).
    [Fact]
    public void Hypergeometric_recurs() => Holds(
        from b in Shape
        from more in Shape
        from z in Gen.Choose(0, 95)
        select (b, c: b + more, z: z / 100.0),
        at => Close(Hypergeometric.One(at.b, at.c, at.z),
            1 + at.b / at.c * at.z * Hypergeometric.One(at.b + 1, at.c + 1, at.z), 1e-11));

    static bool Close(double one, double other, double within) =>
        Math.Abs(one - other) <= within * Math.Max(1, Math.Abs(other));

    static void Holds<T>(Gen<T> cases, Func<T, bool> claim) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300),
            Prop.ForAll(cases.ToArbitrary(), claim));
}
