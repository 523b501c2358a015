namespace Perennial.Channels.Destinations;

/// <summary>Another tool that receives columns and segments. One at a time sends to it.</summary>
public abstract class Destination : IDisposable
{
    /// <summary>A destination as the shop set it up.</summary>
    protected Destination(DestinationSettings settings) => Settings = settings;

    /// <summary>How the shop set it up.</summary>
    public DestinationSettings Settings { get; }

    /// <summary>Whether the same change twice leaves the destination as once would, or can be told apart there by its
    /// key. If not, what was sent is noted before anything else is.</summary>
    public virtual bool IsIdempotent => true;

    /// <summary>Sends changes. A destination that does not merge may be handed several of one customer, in their order,
    /// and keeps it: after one that failed, the later ones of the same customer are not tried.</summary>
    /// <param name="batch">At least one, at most <see cref="MostAtOnce"/>.</param>
    /// <param name="cancel">Ends the waiting; what was sent may have arrived.</param>
    /// <returns>What came of each. Failures of the network are outcomes, not exceptions.</returns>
    public abstract Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel);

    /// <summary>How long it gathers changes before it sends them, where it is sent to all the time. A file or a message
    /// for every single change would help nobody.</summary>
    public virtual TimeSpan Pace => TimeSpan.Zero;

    /// <summary>Most changes that <see cref="Send"/> takes at once.</summary>
    public virtual int MostAtOnce => Settings.BatchSize;

    /// <summary>Sends customers of the first full sync: as <see cref="Send"/>, or by a road for many.</summary>
    public virtual Task<SendResult> SendFirst(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel) =>
        Send(batch, cancel);

    /// <summary>Most customers that <see cref="SendFirst"/> takes at once.</summary>
    public virtual int MostFirstAtOnce => MostAtOnce;

    /// <summary>Closes connections.</summary>
    public abstract void Dispose();
}
