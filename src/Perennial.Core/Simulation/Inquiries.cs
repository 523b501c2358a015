using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>What a customer asks the shop on a visit, and says about being contacted: forms, calls to the shop, the
/// page of preferences.</summary>
/// <remarks>Drawn from the visit's own instant: one visit more changes nothing of what others bring.</remarks>
sealed class Inquiries(Population shop, OwnLife life, ulong seed, Agenda agenda)
{
    static readonly string[] forms = ["newsletter", "catalogue", "wedding", "contact"];
    static readonly double[] formWeights = [42, 30, 12, 16];

    static readonly ContactChannel[] channels = [ContactChannel.Sms, ContactChannel.Call, ContactChannel.Letter];

    /// <summary>Which form somebody fills in.</summary>
    internal string Form(Instant at) => forms[Rng.ForStream(seed, (ulong)at.UnixMs + 1).PickWeighted(formWeights)];

    /// <summary>Plans what a visit brings.</summary>
    /// <param name="at">When it began.</param>
    internal void Visited(Instant at)
    {
        var rng = Rng.ForStream(seed, (ulong)at.UnixMs);
        var day = shop.Clock.DayOf(at);
        // Who has not bought yet asks before they do.
        var isNew = life.Truth.Prospect || day < life.FirstDay;
        var (asks, calls) = (rng.Chance(isNew ? 0.07 : 0.002), rng.Chance(isNew ? 0.03 : 0.004));
        var (decides, says) = (rng.Chance(0.004), rng.Chance(0.4));
        if (asks) Ask(new Instant(at.UnixMs + rng.NextInt(40, 400) * 1000L));
        if (calls && shop.Clock.During(day + rng.NextInt(1, 2), rng) is { HasValue: true } called)
            agenda.Add(new SimulatedActivity(called, ActivityKind.InboundCall, -1, rng.NextInt(40, 600)));
        if (decides)
        {
            agenda.Add(new SimulatedConsent(
                new Instant(at.UnixMs + 30_000), rng.Pick(channels), "", says, IsConfirmed: false));
        }
    }

    void Ask(Instant at) => agenda.Add(new SimulatedActivity(at, ActivityKind.Form, -1, 0) { Name = Form(at) });
}
