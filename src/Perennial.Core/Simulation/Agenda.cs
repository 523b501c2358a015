using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>What a customer is going to do and nobody can see yet.</summary>
sealed class Agenda
{
    readonly List<SimulatedActivity> activities = [];
    readonly List<SimulatedResponse> responses = [];
    readonly List<SimulatedConsent> consents = [];
    readonly List<(Purchase Purchase, Rng Rng)> purchases = [];

    /// <summary>When the first of it happens; <see cref="Instant.Never"/> if nothing is planned.</summary>
    internal Instant Earliest { get; private set; } = Instant.Never;

    internal void Add(in SimulatedActivity activity)
    {
        activities.Add(activity);
        Note(activity.At);
    }

    internal void Add(in SimulatedResponse response)
    {
        responses.Add(response);
        Note(response.At);
    }

    internal void Add(in SimulatedConsent consent)
    {
        consents.Add(consent);
        Note(consent.At);
    }

    /// <summary>Plans a purchase that a contact caused, with what decides about its basket.</summary>
    internal void Add(in Purchase purchase, Rng rng)
    {
        purchases.Add((purchase, rng));
        Note(purchase.At);
    }

    /// <summary>Takes the next purchase before an instant from the agenda, in the order they were planned.</summary>
    internal bool TakePurchase(Instant before, out Purchase purchase, out Rng? rng)
    {
        for (var i = 0; i < purchases.Count; i++)
        {
            if (purchases[i].Purchase.At >= before) continue;
            (purchase, rng) = purchases[i];
            purchases.RemoveAt(i);
            return true;
        }
        (purchase, rng) = (default, null);
        return false;
    }

    /// <summary>Moves everything but purchases before an instant into facts; what is at or after the end is lost.
    /// </summary>
    internal void Release(Instant before, Instant end, DayFacts into)
    {
        Earliest = Instant.Never;
        Move(activities, before, end, static fact => fact.At, static (fact, facts) => facts.Add(fact), into);
        Move(responses, before, end, static fact => fact.At, static (fact, facts) => facts.Add(fact), into);
        Move(consents, before, end, static fact => fact.At, static (fact, facts) => facts.Add(fact), into);
        foreach (var (purchase, _) in purchases) Note(purchase.At);
    }

    void Move<T>(
        List<T> planned, Instant before, Instant end, Func<T, Instant> at, Action<T, DayFacts> add, DayFacts into)
    {
        var kept = 0;
        for (var i = 0; i < planned.Count; i++)
        {
            var fact = planned[i];
            var time = at(fact);
            if (time >= before)
            {
                planned[kept++] = fact;
                Note(time);
            }
            else if (time < end) add(fact, into);
        }
        planned.RemoveRange(kept, planned.Count - kept);
    }

    void Note(Instant at)
    {
        if (at < Earliest) Earliest = at;
    }
}
