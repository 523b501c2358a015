using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Measurement;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;

namespace Perennial.Contacts;

/// <summary>
/// Hands contacts over to nobody: what is planned becomes a contact fact that is marked as the sandbox's, and a call
/// ends in an outcome that chance draws. What another channel's sender does takes its place, channel by channel.
/// </summary>
/// <remarks>Stopped between writing a contact and taking it from what is planned, it writes the same contact again,
/// which changes nothing.</remarks>
/// <param name="store">The shop.</param>
sealed class Sandbox(ShopStore store)
{
    const int MostAtOnce = 500;

    readonly FirstContacts first = new(store);

    /// <summary>What contacts name as the tool that made them.</summary>
    public const string Tool = "sandbox";

    // How a call ends, with the share of calls that do.
    static readonly (string Outcome, double Share)[] outcomes =
        [("no answer", 0.4), ("voicemail", 0.15), ("reached", 0.25), ("not interested", 0.15), ("call back", 0.05)];

    /// <summary>Hands over all that is planned.</summary>
    /// <param name="at">Makes what is written by, as of now.</param>
    /// <param name="cancel">Between two transactions.</param>
    /// <returns>How many contacts there were.</returns>
    public int HandOver(Func<ShopMoment> at, CancellationToken cancel)
    {
        var count = 0;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var moment = at();
            if (moment.Strategies is not { } live) return count;
            var planned = store.Turns.ToHandOver(moment.Now, MostAtOnce);
            if (planned.Count == 0) return count;
            planned = first.Of(planned, live, moment);
            var events = planned.SelectMany(one => Events(one, live)).ToList();
            if (events.Count > 0) store.Intake.Write(EventBatch.Of(events), moment, cancellation: cancel);
            // Tasks are no contacts, and whose contacts had been told of before are not written again.
            store.Turns.HandedOver(planned, moment);
            count += planned.Count;
        }
    }

    /// <summary>What is told of a contact that is handed over: that it was made, and of a call how it ended.</summary>
    internal static IEnumerable<IncomingEvent> Events(PlannedContact planned, LiveStrategies live)
    {
        if (planned.Kind.Channel() is not { } channel) yield break;
        var cost = live.Book.Rules.Set.Channels.Of(channel)?.Cost ?? 0;
        var who = new CustomerKeySet { Id = planned.Customer };
        yield return new IncomingEvent
        {
            Source = LiveStrategies.Source, MessageId = planned.Number, At = planned.PlannedAt, Who = who,
            Contact = new ContactStatement(channel, planned.Number)
            {
                Strategy = planned.Strategy,
                Context = new ContactContext
                {
                    Version = planned.Version, Step = planned.Step, Arm = planned.Arm, Topic = planned.Topic,
                    Offer = planned.Offer, CostCents = cost > 0 ? (long)Math.Round(cost * 100) : null,
                    Touch = planned.Touch, Tool = Tool,
                },
            },
        };
        if (channel != ContactChannel.Call) yield break;
        yield return new IncomingEvent
        {
            Source = LiveStrategies.Source, MessageId = $"{planned.Number}:outcome", At = planned.PlannedAt, Who = who,
            Response = new ResponseStatement(ResponseKind.Disposition, channel)
            {
                ContactId = planned.Id, Disposition = OutcomeOf(planned.Number),
            },
        };
    }

    static string OutcomeOf(string number)
    {
        var (drawn, end) = (Assignment.Uniform("sandbox calls", number), 0.0);
        foreach (var (outcome, share) in outcomes)
        {
            end += share;
            if (drawn < end) return outcome;
        }
        return outcomes[^1].Outcome;
    }
}
