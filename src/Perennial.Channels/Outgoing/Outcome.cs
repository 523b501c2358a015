namespace Perennial.Channels.Outgoing;

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
