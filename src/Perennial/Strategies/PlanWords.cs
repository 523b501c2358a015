using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Strategies;

/// <summary>Strategies in words.</summary>
static class PlanWords
{
    public static string Several(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "e-mails",
        ContactChannel.Sms => "text messages",
        ContactChannel.Call => "calls",
        ContactChannel.Letter => "letters",
        _ => "advertisements",
    };

    /// <summary>What makes customers enter.</summary>
    public static string Of(Trigger trigger) => trigger switch
    {
        MoveTrigger { Segment: null, Leaves: false } => "coming into the audience",
        MoveTrigger { Segment: null } => "leaving the audience",
        MoveTrigger move => $"{(move.Leaves ? "leaving" : "coming into")} '{move.Segment}'",
        EventTrigger happening => string.Join(" or ", happening.Facts.Select(fact => fact.Written))
            + (happening.For is { } length
                ? $", then no {string.Join(" or ", happening.ThenNo.Select(fact => fact.Written))} for "
                    + $"{length.Written}" : ""),
        QuietTrigger quiet => $"no {quiet.Without.Written} for {quiet.Length.Written}",
        OccasionTrigger occasion => occasion.Days == 0 ? occasion.Occasion
            : $"{Math.Abs(occasion.Days)} days {(occasion.Days < 0 ? "before" : "after")} {occasion.Occasion}",
        ReplenishTrigger replenish => $"their own interval by {(replenish.ByCategory ? "category" : "product")}",
        ScheduleTrigger schedule => schedule.When.Written,
        ListTrigger list => $"the list '{list.List}'",
        _ => "",
    };

    /// <summary>The steps in one line: "email, 7 days, call".</summary>
    public static string Of(IReadOnlyList<Step> steps) => string.Join(", ", steps.Select(Of));

    /// <summary>What kind of step it is: email, call, wait, branch.</summary>
    public static string KindOf(Step step) => step switch
    {
        ContactStep contact => contact.Content.Kind.Word(),
        BranchStep => "branch",
        SplitStep => "split",
        ExitStep => "exit",
        _ => "wait",
    };

    /// <summary>One step in a line.</summary>
    public static string Of(Step step) => step switch
    {
        ContactStep contact => contact.Content.Kind.Word(),
        WaitStep wait => wait.Length.Written,
        WaitUntilStep until => $"until {until.Until.Written}",
        WaitForDateStep date => $"until {date.Column.Name}",
        WaitForFactStep fact => $"for {fact.Fact.Written}",
        BranchStep branch => $"either ({Of(branch.Then)}) or ({Of(branch.Else)})",
        SplitStep split => $"by chance {string.Join(" or ", split.Arms.Select(arm => $"({Of(arm.Steps)})"))}",
        _ => "exit",
    };
}
