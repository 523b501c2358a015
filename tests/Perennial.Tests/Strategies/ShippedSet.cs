using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>The strategies that come with Perennial.</summary>
public class ShippedSet
{
    [Fact]
    public void Nothing_is_wrong_with_it() => Assert.Empty(SomeStrategies.Shipped.Mistakes.All.Select(one =>
        one.Message));

    [Fact]
    public void It_has_twenty_strategies_and_every_kind_of_trigger_that_they_need()
    {
        var set = SomeStrategies.Shipped.Set;
        Assert.Equal(20, set.Strategies.Count);
        Assert.Equal(["EventTrigger", "MoveTrigger", "OccasionTrigger", "QuietTrigger", "ReplenishTrigger",
            "ScheduleTrigger"],
            set.Strategies.Select(one => one.Trigger.GetType().Name).Distinct().Order());
        Assert.All(set.Strategies, one => Assert.True(one.Description.Length > 20 && one.Exits.Count > 0, one.Name));
    }

    [Fact]
    public void A_strategy_is_what_its_file_says()
    {
        var one = SomeStrategies.Shipped.Set.Strategies.Single(one => one.Name == "win-back big passive");
        Assert.Equal((0.1, 80, null), (one.Holdout, one.Priority, one.First));
        Assert.Equal(400, one.Goal.Target);
        Assert.Equal(["win-back small passive", "former customers"], one.NeverWith);
        Assert.Equal(180, one.Reenter.After!.Value.Days);
        Assert.Equal((true, 28), (one.Existing.Enrolls, one.Existing.Over!.Value.Days));
        Assert.Equal(["1", "2", "3", "4", "5", "5.else.1", "6", "7", "8", "9"], one.AllSteps.Select(step =>
            step.Path));
        var mail = (ContactStep)one.Steps[0];
        Assert.Equal([("plain", 0.5, null), ("gift", 0.5, "premium-gift")],
            mail.Arms.Select(arm => (arm.Name, arm.Share, arm.Content.Offer)));
        Assert.Equal((2, 4), (mail.Content.Products!.Least, mail.Content.Products.Most));
        Assert.Equal(48 * 60, mail.Expires.Length.Minutes);
        var call = (ContactStep)one.Steps[4];
        Assert.Equal((5, 2, "retention", 5),
            (call.Content.Touches, call.Content.Between.Days, call.Content.Queue, call.Expires.Length.Days));
        Assert.Equal("second mail", ((ContactStep)call.Else[0]).Name);
    }

    [Fact]
    public void Policies_and_law_are_what_their_file_says()
    {
        var policies = SomeStrategies.Shipped.Set.Policies;
        Assert.Equal(0.05, policies.UniversalHoldout);
        Assert.Equal(new PressureEffect(OverPressure.Halve, 1), policies.Pressure);
        Assert.Equal([(4, CapUnit.Contacts), (2, CapUnit.Sms), (2, CapUnit.Calls), (1, CapUnit.Letters)],
            policies.Frequency[0].Most.Select(cap => (cap.Most, cap.Unit)));
        var law = policies.Law.Single(one => one.Name == "FR calls, consent first");
        Assert.Equal((new DateOnly(2026, 8, 11), null, LawConsent.Needed), (law.From, law.Until, law.Consent));
        Assert.Equal([new HourRange(600, 780), new HourRange(840, 1200)], law.Open!.Hours);
        Assert.False(law.Open.OnHolidays);
        Assert.False(law.Open.Days.Has(DayOfWeek.Saturday));
        Assert.Equal(4, Assert.Single(law.Most).Most);
        Assert.True(policies.IsService("service"));
        Assert.False(policies.IsService("offers"));
    }

    [Fact]
    public void Warnings_say_what_is_left_to_do()
    {
        var warnings = SomeStrategies.Shipped.Warnings.Select(one => one.Message).ToList();
        Assert.Contains(warnings, one => one.Contains("templates and scripts are not written yet"));
        Assert.Contains(warnings, one => one.Contains("'GB calls, own list and TPS' asks for the list TPS"));
        Assert.Contains(warnings, one => one.Contains("The shop keeps no attribute 'asked_about_subscription'"));
        Assert.Contains(warnings, one =>
            one.Contains("e-mails, text messages, calls, letters, advertisements is the sandbox"));
        Assert.DoesNotContain(warnings, one => one.Contains("universal holdout"));
    }
}
