using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Core.Simulation;
using Perennial.Rfm;
using Perennial.Tests.Demo;

namespace Perennial.Tests.Pressure;

/// <summary>What is said of one more contact, against what e-mails really do in shops whose truth is known.</summary>
public class WorthAgainstTruth
{
    const int Customers = 6_000, Days = 90;
    const double ContactCents = 150;

    static (PressureModel Model, double[] Caused, MailEffect Effect) Fit(double ceiling)
    {
        var effect = new MailEffect(ceiling, Scale: 2);
        var shop = FlowerShop.Generate(new FlowerShopOptions
        {
            Customers = Customers, Seed = 11, Years = 1, End = ShopsForTests.End, Details = false, Lines = false,
            Numbers = false, Mails = effect,
        });
        var (history, keys) = (shop.Batch.History, shop.Batch.Keys);
        ProfileTable Fold(int daysAgo) => ProfileFold.FoldAll(history, keys,
            new Instant(ShopsForTests.End.UnixMs - daysAgo * 86_400_000L), new ProfileSettings());
        var table = Fold(0);
        var (caused, size) = (new double[MailingExperiment.Caps.Count], new int[MailingExperiment.Caps.Count]);
        for (var row = 0; row < table.Count; row++)
        {
            var cap = MailingExperiment.CapOf(keys[row]);
            table.Values(PressureColumns.Arm)[row] = cap < 0 ? PressureColumns.Arm.NoValue : cap;
            if (cap < 0) continue;
            var arm = MailingExperiment.Caps.Index().First(one => one.Item == cap).Index;
            size[arm]++;
            for (var order = history.Orders.Start[row]; order < history.Orders.Start[row + 1]; order++)
                if (shop.Truth.OrderCaused[order]
                    && history.Orders.At[order].UnixMs > ShopsForTests.End.UnixMs - Days * 86_400_000L) caused[arm]++;
        }
        table.ReadAt(ShopsForTests.End, ShopCalendar.Utc);
        var past = new ShopPast(new PastProfiles(Fold(30), Fold(Days)), Some.NoPast(table).Buyers);
        var run = Scorer.Run(table, ShopCalendar.Utc, new ScoringOptions
        {
            RfmSegmentSet = RfmSegmentSets.Load(RfmSegmentSets.Default), Cycle = new() { FitCustomers = 100 },
            PressureCosts = new() { ContactCents = ContactCents, UnsubscribeCents = 500 },
        }, null, past);
        return (run.Models.Pressure!, [.. caused.Zip(size, (orders, customers) => orders / customers)], effect);
    }

    [Fact]
    public void Where_contacts_bring_orders_what_is_said_of_one_more_is_true()
    {
        var (model, caused, effect) = Fit(ceiling: 0.9);
        Assert.Equal("measured by randomised caps", model.DoseVerdict);
        // Not every customer is active, and effects differ: by so much the curve of an average active one is lower.
        const double weeks = Days / 7.0;
        double Curve(double contacts) => weeks * effect.OrdersPerWeek(contacts / weeks);
        var factor = caused.Sum() / model.Arms.Sum(arm => Curve(arm.Contacts));
        var unsubscribe = model.Unsubscribe!.Mean * 500;
        foreach (var one in model.Worth)
        {
            var brings = factor * (Curve(one.Contacts) - Curve(one.Contacts - 1)) * model.OrderMarginCents;
            var leaves = brings - ContactCents - unsubscribe;
            if (one.Verdict == ContactVerdict.Pays) Assert.True(leaves > 0, $"{one} pays and leaves {leaves}");
            if (one.Verdict == ContactVerdict.Loses) Assert.True(leaves < 0, $"{one} loses and leaves {leaves}");
            Assert.True(one.Brings.Low <= one.Brings.Value && one.Brings.Value <= one.Brings.High);
            Assert.Equal(ContactCents, one.Costs);
        }
        Assert.Equal(ContactVerdict.Pays, model.Worth[0].Verdict);
        Assert.Equal(ContactVerdict.Loses, model.Worth[^1].Verdict);
        // In orders: what the arms were caused to order lies where the curve says, within what chance gives.
        foreach (var (arm, truth) in model.Arms.Zip(caused))
            Assert.Equal(truth - caused[0], model.Dose!.OrdersAdded(arm.Contacts), 0.35 * caused[^1]);
    }

    [Fact]
    public void Where_contacts_bring_nothing_nothing_is_said_to_pay()
    {
        if (!Suite.IsWhole) Assert.Skip("A second shop is made by ./test alone.");
        var (model, caused, _) = Fit(ceiling: 0);
        Assert.All(caused, orders => Assert.Equal(0, orders));
        Assert.Null(model.Dose);
        Assert.DoesNotContain(ContactVerdict.Pays, model.Worth.Select(one => one.Verdict));
        Assert.All(model.Worth, one => Assert.True(one.Brings.Low <= 0 && one.Brings.High >= 0, $"{one}"));
        Assert.Equal(ContactVerdict.NotMeasured, model.VerdictOn(5, 0));
    }
}
