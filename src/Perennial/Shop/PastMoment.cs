using Perennial.Core;
using Perennial.Data.History;

namespace Perennial.Shop;

/// <summary>As of when a shop is looked at.</summary>
/// <param name="AsOf">What happened later is not seen.</param>
/// <param name="KnownBy">What was learned later is not seen; never for all that is known now.</param>
/// <param name="People">Who its customers were then.</param>
readonly record struct PastMoment(Instant AsOf, Instant KnownBy, PeopleThen People)
{
    /// <summary>The present, as of an instant.</summary>
    public static PastMoment Now(Instant asOf) => new(asOf, Instant.Never, PeopleThen.AsNow);
}
