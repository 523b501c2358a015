using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Perennial.Core.Lifetime;

namespace Perennial.Tests.Lifetime;

/// <summary>What must hold for any parameters and any customer.</summary>
public class LifetimeProperties
{
    static readonly Gen<double> Parameter = Gen.Choose(-300, 300).Select(x => Math.Exp(x / 100.0));

    static readonly Gen<IPurchaseModel> AnyModel =
        from r in Parameter
        from alpha in Parameter
        from a in Parameter
        from b in Parameter
        from kind in Gen.Choose(0, 4)
        select (IPurchaseModel)(kind switch
        {
            0 => new ParetoNbd(r, alpha, a, b),
            1 => new BgNbd(r, alpha, a, b),
            2 => new BgNbd(r, alpha, a, b) { MayLeaveAtOnce = true },
            3 => new BgNbd(r, alpha, a, b) { K = 2 },
            _ => new BgNbd(r, alpha, a, b) { K = 3, MayLeaveAtOnce = true },
        });

    static readonly Gen<(int X, double LastAt, double Age)> AnyCustomer =
        from x in Gen.Frequency((2, Gen.Constant(0)), (5, Gen.Choose(1, 12)), (1, Gen.Choose(50, 400)))
        from age in Gen.Choose(0, 700)
        from share in Gen.Choose(1, 100)
        select (x, x == 0 ? 0 : (age + 1) * share / 700.0, (age + 1) / 7.0);

    static void Holds<T>(Gen<T> cases, Func<T, bool> holds) =>
        Prop.ForAll(Arb.From(cases), holds).QuickCheckThrowOnFailure();

    static void HoldsFor(Func<IPurchaseModel, (int X, double LastAt, double Age), bool> holds) => Holds(
        from model in AnyModel
        from own in AnyCustomer
        select (model, own), x => holds(x.model, x.own));

    static bool Near(double a, double b, double relative) => Math.Abs(a - b) <= relative * (1 + Math.Abs(b));

    [Fact]
    public void Alive_is_a_probability_and_nothing_is_ever_NaN() => HoldsFor((model, own) =>
        model.Alive(own.X, own.LastAt, own.Age) is >= 0 and <= 1
        && double.IsFinite(model.LogLikelihood(own.X, own.LastAt, own.Age))
        && model.ExpectedNext(10, own.X, own.LastAt, own.Age) is >= 0 and < double.PositiveInfinity);

    [Fact]
    public void Nothing_is_expected_within_no_time() => HoldsFor((model, own) =>
        model.ExpectedNext(0, own.X, own.LastAt, own.Age) == 0 && model.Expected(0) == 0);

    [Fact]
    public void More_is_expected_within_more_time() => HoldsFor((model, own) =>
        model.ExpectedNext(5, own.X, own.LastAt, own.Age) <= model.ExpectedNext(9, own.X, own.LastAt, own.Age) + 1e-9);

    [Fact]
    public void Probabilities_sum_to_one_and_their_mean_is_what_is_expected() => Holds(
        from model in AnyModel
        from t in Gen.Choose(1, 8)
        where model.Expected(t) < 20
        select (model, t),
        x =>
        {
            double sum = 0, mean = 0;
            for (var n = 0; n < 300 && sum < 1 - 1e-9; n++)
            {
                var p = x.model.Probability(x.t, n);
                sum += p;
                mean += n * p;
            }
            var complete = sum > 1 - 1e-8;
            return sum < 1 + 1e-7 && (!complete || Near(mean, x.model.Expected(x.t), 1e-4));
        });

    [Fact]
    public void Not_to_buy_again_gets_less_likely_with_time() => Holds(AnyModel, model =>
        Enumerable.Range(0, 20).All(t => model.Probability(t + 1, 0) <= model.Probability(t, 0) + 1e-12));

    // A new customer of no age is a known one of whom nothing is known; under MBG they may have left at once.
    [Fact]
    public void A_known_customer_of_no_age_is_as_a_new_one() => Holds(
        from model in AnyModel
        from t in Gen.Choose(1, 100)
        select (model, t),
        x => Near(x.model.ExpectedNext(x.t, 0, 0, 0), x.model.Expected(x.t), 1e-9));

    [Fact]
    public void The_likelihood_of_silence_is_the_probability_of_no_purchase() => Holds(
        from model in AnyModel
        from t in Gen.Choose(1, 60)
        select (model, t),
        x => Near(Math.Exp(x.model.LogLikelihood(0, 0, x.t)), x.model.Probability(x.t, 0), 1e-9));

    static readonly Gen<(int X, double LastAt, double Age)[]> Sample =
        from some in AnyCustomer.ArrayOf(40)
        select some.Concat(some[..10]).ToArray();

    static BuyingPatterns Patterns(IReadOnlyCollection<(int X, double LastAt, double Age)> customers) =>
        BuyingPatterns.Of([.. customers.Select(c => c.X)], [.. customers.Select(c => c.LastAt)],
            [.. customers.Select(c => c.Age)],
            customers.Sum(c => c.X > 0 ? c.X * Math.Log(c.LastAt / c.X) : 0));

    [Fact]
    public void The_likelihood_of_many_is_the_sum_of_the_likelihoods_of_each() => Holds(
        from model in AnyModel
        from customers in Sample
        select (model, customers),
        x => Near(x.model.LogLikelihood(Patterns(x.customers)),
            x.customers.Sum(c => x.model.LogLikelihood(c.X, c.LastAt, c.Age)), 1e-9));

    [Fact]
    public void The_order_of_rows_does_not_matter() => Holds(
        from model in AnyModel
        from customers in Sample
        from shuffled in Gen.Shuffle(customers)
        select (model, customers, shuffled),
        x => Near(
            x.model.LogLikelihood(Patterns(x.customers)), x.model.LogLikelihood(Patterns(x.shuffled)), 1e-12));

    [Fact]
    public void Patterns_counted_twice_weigh_twice()
    {
        var counts = Cdnow.Counts;
        int[] x = [.. counts.X, .. counts.X];
        double[] lastAt = [.. counts.LastAt, .. counts.LastAt], age = [.. counts.Age, .. counts.Age];
        var doubled = BuyingPatterns.Of(x, lastAt, age);
        Assert.Equal(Cdnow.Patterns.Count, doubled.Count);
        var (one, two) = (PurchaseFitting.Fit(PurchaseModelKind.MbgNbd, Cdnow.Patterns),
            PurchaseFitting.Fit(PurchaseModelKind.MbgNbd, doubled));
        Assert.Equal(2 * one.LogLikelihood, two.LogLikelihood, 1e-4);
        for (var i = 0; i < 4; i++) Assert.InRange(two.Parameters[i] / one.Parameters[i], 0.9999, 1.0001);
    }

    [Fact]
    public void Counting_days_gives_the_same_fit_as_counting_weeks()
    {
        var counts = Cdnow.Counts;
        int Days(double weeks) => (int)Math.Round(weeks * 7);
        int[] last = [.. counts.LastAt.Select(Days)], age = [.. counts.Age.Select(Days)];
        var weeks = BuyingPatterns.OfDays([.. counts.X], last, age, 7);
        Assert.Equal(Cdnow.BgNbd.LogLikelihood(Cdnow.Patterns), Cdnow.BgNbd.LogLikelihood(weeks), 1e-8);
        foreach (var kind in new[] { PurchaseModelKind.BgNbd, PurchaseModelKind.MbgNbd, PurchaseModelKind.ParetoNbd })
        {
            var byWeek = PurchaseFitting.ModelOf(PurchaseFitting.Fit(kind, weeks))!;
            var byDay = PurchaseFitting.ModelOf(
                PurchaseFitting.Fit(kind, BuyingPatterns.OfDays([.. counts.X], last, age, 1)))!;
            var tenfold = PurchaseFitting.ModelOf(
                PurchaseFitting.Fit(kind, BuyingPatterns.OfDays([.. counts.X], last, age, 0.7)))!;
            for (var i = 0; i < counts.Count; i += 20)
            {
                var expected = byWeek.Alive(counts.X[i], last[i] / 7.0, age[i] / 7.0);
                Assert.Equal(expected, byDay.Alive(counts.X[i], last[i], age[i]), 1e-4);
                Assert.Equal(expected, tenfold.Alive(counts.X[i], last[i] / 0.7, age[i] / 0.7), 1e-4);
            }
        }
    }

    [Fact]
    public void A_higher_discount_makes_what_is_to_come_worth_less() => Holds(
        from r in Parameter
        from alpha in Parameter
        from s in Parameter
        from beta in Parameter
        from own in AnyCustomer
        from discount in Gen.Choose(1, 100)
        select (Model: new ParetoNbd(r, alpha, s, beta), own, Discount: discount / 1000.0),
        x =>
        {
            double Worth(double discount) =>
                x.Model.DiscountedResidual(discount, x.own.X, x.own.LastAt, x.own.Age);
            double Giving(double discount) => Donations.Model.DiscountedResidual(discount, 3, 4, 6);
            double Year(double discount) => CustomerValue.DiscountedPurchases(x.Model.Expected, 12, 4.348, discount);
            return Worth(x.Discount * 1.1) <= Worth(x.Discount) * (1 + 1e-9)
                && Giving(x.Discount * 1.1) < Giving(x.Discount) && Year(x.Discount * 1.1) <= Year(x.Discount);
        });

    [Fact]
    public void A_fit_saved_and_loaded_predicts_the_same()
    {
        foreach (var kind in Enum.GetValues<PurchaseModelKind>())
        {
            var fit = PurchaseFitting.Fit(kind, Cdnow.Patterns);
            var loaded = JsonSerializer.Deserialize<ModelFit>(JsonSerializer.Serialize(fit))!;
            Assert.Equal(PurchaseFitting.ModelOf(fit)!.ExpectedNext(39, 2, 30.43, 38.86),
                PurchaseFitting.ModelOf(loaded)!.ExpectedNext(39, 2, 30.43, 38.86));
        }
    }

    [Fact]
    public void Sums_agree_with_what_quadrature_says() => Holds(
        from r in Parameter
        from alpha in Parameter
        from a in Parameter
        from b in Parameter
        from t in Gen.Choose(1, 30)
        where r * t / alpha < 100
        select (Model: new BgNbd(r, alpha, a, b), T: (double)t),
        x =>
        {
            // E[X(t)] is the integral of the rate at which purchases come: E[λ e^(-λ p u)] over p by substitution.
            const int steps = 4_000;
            double sum = 0, weights = 0;
            for (var i = 0; i < steps; i++)
            {
                var y = -30 + 60 * (i + 0.5) / steps;
                var p = 1 / (1 + Math.Exp(-y));
                var rest = 1 / (1 + Math.Exp(y));
                var weight = Math.Exp(x.Model.A * Math.Log(p) + x.Model.B * Math.Log(rest));
                var ratio = x.Model.R * Math.Log(1 + p * x.T / x.Model.Alpha);
                sum += weight * (1 - Math.Exp(-ratio)) / p;
                weights += weight;
            }
            // Where half of the weight lies beyond the ends, this says nothing.
            return Math.Min(x.Model.A, x.Model.B) < 0.3 || Near(sum / weights, x.Model.Expected(x.T), 1e-3);
        });
}
