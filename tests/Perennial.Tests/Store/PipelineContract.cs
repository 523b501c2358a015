using FsCheck;
using FsCheck.Fluent;
using Perennial.Core.Parts;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Tests.Scoring;
using static Perennial.Tests.Store.SomeBehaviour;

namespace Perennial.Tests.Store;

/// <summary>Facts as they come, one at a time, against all of them at once: every column, with a run in force whose
/// models are all fitted.</summary>
public abstract class PipelineContract : StoreContract
{
    ShopMoment AsNow => Store.Moment(profiles: FittedShop.Settings);

    sealed record Case(SomeFact[] Facts, SomeOrder[] Orders, int[] When);

    static readonly Gen<Case> Cases =
        from facts in Facts
        from orders in SomeFacts.Orders
        from when in Gen.Choose(0, int.MaxValue).ArrayOf(facts.Length + orders.Length)
        where when.Length > 0
        select new Case(facts, orders, when);

    [Fact]
    public void Fact_by_fact_the_columns_are_those_of_everything_at_once()
    {
        var run = Store.Scoring.Save(FittedShop.ScoringRun, Store.Profiles.Load(), AsNow, cancellation: Stop);
        var known = Store.Profiles.Load();
        var cases = 0;
        Prop.ForAll(Cases.ToArbitrary(), given =>
        {
            // Other customers each time, so that one store and its run serve all cases.
            var mine = Renamed(given, $"{++cases}-");
            foreach (var part in Parts(mine)) Store.Intake.Write(part, AsNow, cancellation: Stop);
            known = Store.Profiles.Refresh(known);

            var batch = Batch(mine.Facts, mine.Orders);
            var expected = ProfileFold.FoldAll(batch.History, batch.Keys, Now, FittedShop.Settings);
            Scorer.Apply(run, expected, Enumerable.Range(0, expected.Count), FittedShop.Settings.Calendar);
            for (var row = 0; row < expected.Count; row++)
            {
                var stored = known.RowOf(SomeFacts.Id(batch.Keys.Text(row)));
                Assert.Equal(Some.Stored(expected, row), Some.Stored(known.Profiles, stored));
                Assert.Equal(expected.NextChangeAt[row], known.Profiles.NextChangeAt[stored]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesHere(25)));

        Assert.True(known.Count > CasesHere(25), $"Only {known.Count} customers were seen.");
        Store.Folding.RefoldAll(AsNow, cancellation: Stop);
        AssertSameProfiles(known, Store.Profiles.Load());
        AssertSound();
    }

    static Case Renamed(Case given, string prefix) => given with
    {
        Facts =
        [
            .. given.Facts.Select(fact =>
            {
                var renamed = fact with { Customer = prefix + fact.Customer, Number = prefix + fact.Number };
                return renamed is SomeResponse { Contact: { } contact } answer
                    ? answer with { Contact = prefix + contact } : renamed;
            }),
        ],
        Orders =
        [
            .. given.Orders.Select(order => order with
            {
                Customer = prefix + order.Customer, Number = prefix + order.Number,
            }),
        ],
    };

    /// <summary>One fact or a few at a time, in any order.</summary>
    static IEnumerable<Core.Intake.FactBatch> Parts(Case given)
    {
        var all = given.Facts.Cast<object>().Concat(given.Orders).Zip(given.When)
            .OrderBy(pair => pair.Second).Select(pair => pair.First).ToList();
        for (var done = 0; done < all.Count;)
        {
            var part = all.GetRange(done, Math.Min(all.Count - done, 1 + given.When[done] % 3));
            done += part.Count;
            yield return Batch([.. part.OfType<SomeFact>()], [.. part.OfType<SomeOrder>()]);
        }
    }
}
