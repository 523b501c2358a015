using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Tests.Store;

namespace Perennial.Tests.Rules;

/// <summary>The three compilations of a rule give the same customers.</summary>
public abstract class RuleAgreement
{
    protected abstract SomeRuleShop Shop { get; }

    /// <summary>How many rules are tried.</summary>
    protected abstract int Rules { get; }

    internal static readonly Gen<Instant> Moment =
        from days in Gen.Choose(-200, 30)
        from hours in Gen.Choose(0, 23)
        from ms in Gen.Elements(0, 0, 1, 1_799_999)
        select new Instant(SomeRuleShop.Now.UnixMs + days * 86_400_000L + hours * 3_600_000L + ms);

    /// <summary>An entry some days before, with or without a contact since.</summary>
    internal static RuleMoment Asked(Instant asOf) => new(asOf, SomeRuleShop.Paris, Entry(asOf));

    static RuleEntry Entry(Instant asOf)
    {
        const long day = 86_400_000;
        var days = Math.Abs(asOf.UnixMs / day % 60);
        return new(new(asOf.UnixMs - days * day))
        {
            LastContactAt = days % 2 == 0 ? Instant.None : new(asOf.UnixMs - days * day / 2),
        };
    }

    [Fact]
    public void One_by_one_by_arrays_and_by_SQL()
    {
        var (some, trivial, shop) = (0, 0, Shop);
        Prop.ForAll(Arb.From(SomeRules.Any), Arb.From(Moment), (text, asOf) =>
        {
            var rule = RuleParser.Parse(text, SomeRuleShop.Context);
            var moment = Asked(asOf);
            var data = shop.Data with { Levels = top => new RuleTest(top.Of, shop.Data).LevelOf(top, moment) };
            var test = new RuleTest(rule, data);
            var bySql = shop.Store.Rules.Find(rule, moment);

            int[] oneByOne = [.. Enumerable.Range(0, shop.Data.Count).Where(row => test.Holds(row, moment))];
            var found = test.Find(moment);

            Assert.True(oneByOne.SequenceEqual(found.All()), $"Arrays differ: {text}");
            Assert.Equal(oneByOne.Length, found.Count);
            Assert.True(oneByOne.Select(row => shop.Ids[row]).SequenceEqual(bySql), $"SQL differs: {text}");
            Assert.Equal(oneByOne.Length, shop.Store.Rules.Count(rule, moment));
            if (oneByOne.Length == 0 || oneByOne.Length == shop.Data.Count) trivial++;
            else some++;
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Rules));
        // The rules tell customers apart: the test would say nothing otherwise.
        Assert.True(some > trivial, $"{some} rules of some customers, {trivial} of all or none.");
    }
}

public sealed class RuleAgreementInAFile(SomeRuleShop shop) : RuleAgreement, IClassFixture<SomeRuleShop>
{
    protected override SomeRuleShop Shop => shop;

    protected override int Rules => Suite.IsWhole ? 300 : 100;
}

public sealed class RuleAgreementInPostgres : RuleAgreement, IDisposable
{
    readonly SomeRuleShop shop = new(new DatabasePlace());

    protected override SomeRuleShop Shop => shop;

    protected override int Rules => Suite.IsWhole ? 300 : 60;

    public void Dispose() => shop.Dispose();
}
