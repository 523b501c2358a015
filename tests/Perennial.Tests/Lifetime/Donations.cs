using Perennial.Core.Lifetime;

namespace Perennial.Tests.Lifetime;

/// <summary>First-time donors of 1995 and their yearly giving 1996-2001: table 1 of Fader, Hardie and Shang
/// 2010.</summary>
static class Donations
{
    public static readonly IReadOnlyList<PeriodPattern> Patterns =
    [
        new(6, 6, 6, 1203), new(5, 6, 6, 728), new(4, 6, 6, 512), new(3, 6, 6, 357), new(2, 6, 6, 234),
        new(1, 6, 6, 129), new(5, 5, 6, 335), new(4, 5, 6, 284), new(3, 5, 6, 225), new(2, 5, 6, 173),
        new(1, 5, 6, 119), new(4, 4, 6, 240), new(3, 4, 6, 181), new(2, 4, 6, 155), new(1, 4, 6, 78),
        new(3, 3, 6, 322), new(2, 3, 6, 255), new(1, 3, 6, 129), new(2, 2, 6, 613), new(1, 2, 6, 277),
        new(1, 1, 6, 1091), new(0, 0, 6, 3464),
    ];

    /// <summary>The maximum, recomputed to full precision.</summary>
    public static readonly BgBb Model = new(1.20352235, 0.74971638, 0.65671818, 2.78344223);
}
