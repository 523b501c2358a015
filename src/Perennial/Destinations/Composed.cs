using Perennial.Channels.Destinations;
using Perennial.Data.Destinations;

namespace Perennial.Destinations;

/// <summary>What becomes of a change: it is sent, or not, for a reason, or not yet.</summary>
readonly record struct Composed(OutgoingChange? Change, UnsentReason? Unsent, string? NotYet)
{
    /// <summary>It is sent.</summary>
    public static Composed Send(OutgoingChange change) => new(change, null, null);

    /// <summary>It is not sent.</summary>
    public static Composed Not(UnsentReason reason) => new(null, reason, null);

    /// <summary>What has to be known first is not known yet.</summary>
    public static Composed Later(string why) => new(null, null, why);
}
