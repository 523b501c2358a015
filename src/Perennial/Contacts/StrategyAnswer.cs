using Perennial.Allocation;
using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Offers;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Shop;
using Perennial.Strategies;
using Perennial.Words;

namespace Perennial.Contacts;

/// <summary>Strategies and decisions as JSON, the same in the terminal and the API. A value that is missing is null,
/// never left out.</summary>
static class StrategyAnswer
{
    /// <summary>All strategies.</summary>
    public static object Of(IReadOnlyList<StrategySheet> all, string currency, Instant now) => new
    {
        as_of = $"{now}", currency, strategies = all.Select(one => new
        {
            one.Strategy, one.Version, state = one.State.ToString().ToLowerInvariant(),
            paused = one.State == StrategyState.Paused ? one.Reason : null, reason = one.Reason, one.Priority, one.File,
            one.Description, one.Trigger, one.Entered, held_out = one.HeldOut, under_way = one.UnderWay,
            left = one.Left, one.Done, not_entered = one.NotEntered, too_old = one.TooOld,
            waiting_to_enter = one.WaitingToEnter, next_entry_at = one.NextEntryAt is { } next ? $"{next}" : null,
            steps = one.Steps.Select(step => new
            {
                step.Step, step.Kind, step.Path, step.Words, step.Entered, step.Waiting,
                waiting_for = step.WaitingFor, step.Sent,
                held_out = step.HeldOut, step.Expired, step.Failed, left_out = step.LeftOut, step.Superseded,
                blocked = step.Blocked, step.Arms,
            }),
            one.Overdue, next_due_at = one.NextDueAt is { } at ? $"{at}" : null,
        }),
    };

    /// <summary>Why one customer is contacted, or is not.</summary>
    public static object Of(DecisionSheet sheet) => new
    {
        customer = new { id = sheet.View.Record.Key, sheet.Name, customer_id = $"{sheet.View.Record.Id}" },
        as_of = $"{sheet.AsOf}",
        may_contact = ChannelPermission.Of(
                sheet.View.View.Permissions, sheet.View.Record.Permissions, sheet.View.View.Calendar)
            .ToDictionary(one => one.Channel,
                one => new { yes = one.IsAllowed, reason = one.IsAllowed ? null : one.Words }),
        enrollments = sheet.Enrollments.Select(Of),
        promises = sheet.Promises.Select(one => new
        {
            offer = one.Promise.Terms.Name, channel = one.Promise.Channel.ToString().ToLowerInvariant(),
            made_at = $"{one.Promise.MadeAt}", last_day = PromiseLedger.Written(one.Promise.LastDay),
            one.Promise.Code, words = one.Words,
        }),
        decisions = sheet.Decisions.Select(row =>
            Of(row, sheet.View.Record.Key, sheet.Prices.GetValueOrDefault(row.Key))),
    };

    /// <summary>A strategy's decisions.</summary>
    /// <param name="strategy">Which strategy.</param>
    /// <param name="decisions">The newest first.</param>
    /// <param name="view">Says what customers are called.</param>
    /// <param name="now">The present.</param>
    public static object Of(string strategy, IReadOnlyList<DecisionRow> decisions, ShopView view, Instant now) => new
    {
        strategy, as_of = $"{now}",
        decisions = decisions.Select(row => Of(row, KeyOf(view, row.Customer))),
    };

    // One who came since the view was read has an id at least.
    static string KeyOf(ShopView view, CustomerId id) =>
        view.RowOf(id) is >= 0 and var row ? view.Table.Keys.Text(row) : $"{id}";

    static object Of(EnrollmentLine line) => new
    {
        line.Enrollment.Strategy, line.Enrollment.Version, line.Enrollment.Occurrence,
        entered_at = $"{line.Enrollment.EnteredAt}", held_out = line.Enrollment.HeldOutBy != HeldOutBy.Nobody,
        at = line.At.Length > 0 ? line.At : null,
        due_at = line.Enrollment.DueAt.HasValue ? $"{line.Enrollment.DueAt}" : null, left = line.Enrollment.Left,
        ended_at = line.Enrollment.EndedAt.HasValue ? $"{line.Enrollment.EndedAt}" : null,
    };

    static object Of(DecisionRow row, string customer, ScarcePrice? price = null) => new
    {
        decision = row.Step.Length == 0 ? null : $"{LiveStrategies.ContactOf(row.Key).Value:x32}", customer,
        row.Strategy, row.Version, step = row.Step.Length > 0 ? row.Step : null, row.Touch, row.Occurrence,
        kind = row.Kind?.Word(), topic = row.Topic.Length > 0 ? row.Topic : null,
        arm = row.Arm.Length > 0 ? row.Arm : null, due_at = $"{row.DueAt}", expires_at = $"{row.ExpiresAt}",
        decided_at = $"{row.DecidedAt}", outcome = OutcomeWords.Of(row.Outcome),
        reason = row.Rule.Length + row.Value.Length == 0 ? null
            : new { gate = GateWords.Of(row.Gate), row.Rule, row.Value, row.Source },
        until = row.UntilAt.HasValue ? $"{row.UntilAt}" : null, what_would_help = row.WouldHelp,
        offer = row.Offer is null && row.OfferLeftOut is null ? null : new
        {
            row.Offer, left_out = row.OfferLeftOut, row.Carries,
            last_day = row.OfferLastDay is { } last ? PromiseLedger.Written(last) : null,
        },
        value = price is null ? null : new
        {
            price.Day.Resource, day = Show.Day(price.Day.Day), price = CapacitySheet.Money(price.Day.Price),
            words = price.Words,
        },
        row.Template, words = DecisionLine.Of(row),
    };
}
