namespace Perennial.Channels.Destinations;

/// <summary>What came of one change.</summary>
public enum OutcomeKind
{
    /// <summary>Not tried, because something before it failed. To be sent again at once.</summary>
    NotTried,

    /// <summary>The destination has it.</summary>
    Delivered,

    /// <summary>It failed in a way that may pass.</summary>
    Retry,

    /// <summary>The destination will never take it: a dead letter.</summary>
    Refused,
}

/// <summary>What came of one change, and why. An error never holds personal data.</summary>
public readonly record struct Outcome(OutcomeKind Kind, string? Problem = null, TimeSpan? After = null)
{
    /// <summary>Why; empty where there is no reason.</summary>
    public string Error => Problem ?? "";

    /// <summary>The destination has it.</summary>
    public static readonly Outcome Delivered = new(OutcomeKind.Delivered);

    /// <summary>It may be tried again.</summary>
    public static Outcome Retry(string error, TimeSpan? after = null) => new(OutcomeKind.Retry, error, after);

    /// <summary>It never will be taken.</summary>
    public static Outcome Refused(string error) => new(OutcomeKind.Refused, error);
}

/// <summary>Why a whole destination takes nothing for now.</summary>
/// <param name="Reason">For people, without personal data.</param>
/// <param name="After">When to ask again, if it said; else the back-off of the engine.</param>
/// <param name="IsFinal">It asked never to be called again.</param>
/// <param name="MayBeTheChange">Whether what was sent may be what it stumbled over: a change that does it again and
/// again is put aside, so that it cannot hold up the others for ever.</param>
public sealed record Closed(
    string Reason, TimeSpan? After = null, bool IsFinal = false, bool MayBeTheChange = false);

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
