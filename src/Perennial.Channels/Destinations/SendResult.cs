using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>What came of a batch.</summary>
public sealed class SendResult
{
    readonly Outcome[] outcomes;

    /// <summary>Nothing tried yet.</summary>
    public SendResult(int changes) => outcomes = new Outcome[changes];

    /// <summary>One outcome a change, in the order of the batch.</summary>
    public IReadOnlyList<Outcome> Outcomes => outcomes;

    /// <summary>Set where the destination as a whole takes nothing for now; then what was not delivered is no fault of
    /// the changes.</summary>
    public Closed? Closed { get; private set; }

    /// <summary>Sets the outcome of one change.</summary>
    public void Set(int change, Outcome outcome) => outcomes[change] = outcome;

    /// <summary>Sets the outcome of all that have none yet.</summary>
    public void SetRest(Outcome outcome)
    {
        for (var i = 0; i < outcomes.Length; i++)
            if (outcomes[i].Kind == OutcomeKind.NotTried) outcomes[i] = outcome;
    }

    /// <summary>Says that the destination takes nothing for now.</summary>
    public void Close(Closed closed) => Closed ??= closed;

    /// <summary>A whole batch with one outcome.</summary>
    public static SendResult Of(int changes, Outcome outcome)
    {
        var result = new SendResult(changes);
        result.SetRest(outcome);
        return result;
    }

    /// <summary>Nothing was tried or taken: the destination is closed.</summary>
    public static SendResult Of(int changes, Closed closed) => new(changes) { Closed = closed };
}
