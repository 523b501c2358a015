using Perennial.Core.History;
using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>Collects what one customer did, got and answered, then some consecutive customers' one after the other.
/// </summary>
sealed class BehaviourFacts
{
    internal readonly record struct Did(
        Instant At, ActivityKind Kind, int Product, int Seconds, FactId Id, string? Name,
        ActivityDetail? Detail = null);

    internal readonly record struct Got(Instant At, ContactChannel Channel, string Strategy, FactId Id);

    internal readonly record struct Answered(SimulatedResponse Response, FactId Id);

    readonly List<Did> activities = [];
    readonly List<Got> contacts = [];
    readonly List<Answered> responses = [];
    readonly List<int> activitiesOf = [], contactsOf = [], responsesOf = [];
    int activityStart, contactStart, responseStart, number;

    /// <summary>Adds what a customer did and answered.</summary>
    internal void Add(DayFacts facts)
    {
        foreach (ref readonly var did in facts.Activities)
        {
            activities.Add(new Did(
                did.At, did.Kind, did.Product, did.Seconds, NewId(did.At, (uint)did.Kind), did.Name));
        }
        foreach (ref readonly var answer in facts.Responses)
            responses.Add(new Answered(answer, NewId(answer.At, 2000 + (uint)answer.Kind)));
    }

    /// <summary>Adds what a customer said.</summary>
    internal void Add(Voice said) => activities.Add(
        new Did(said.At, said.Kind, said.Product, 0, NewId(said.At, (uint)said.Kind), said.Name, said.Detail));

    /// <summary>Adds a contact; gives its id.</summary>
    internal FactId Add(in PlannedSend send)
    {
        var id = NewId(send.At, 1000 + (uint)send.Channel);
        contacts.Add(new Got(send.At, send.Channel, send.Strategy, id));
        return id;
    }

    FactId NewId(Instant at, uint what) => FactId.Unnumbered(at, what, number++);

    /// <summary>Ends a customer.</summary>
    internal void Next()
    {
        // Ids begin with the instant and end with a running number: sorting by them is a stable sort by time.
        Sort(activities, activityStart, fact => fact.Id);
        Sort(contacts, contactStart, fact => fact.Id);
        Sort(responses, responseStart, fact => fact.Id);
        activitiesOf.Add(activities.Count - activityStart);
        contactsOf.Add(contacts.Count - contactStart);
        responsesOf.Add(responses.Count - responseStart);
        (activityStart, contactStart, responseStart) = (activities.Count, contacts.Count, responses.Count);
        number = 0;
    }

    static void Sort<T>(List<T> facts, int start, Func<T, FactId> id) => facts.Sort(start, facts.Count - start,
        Comparer<T>.Create((left, right) => id(left).Value.CompareTo(id(right).Value)));

    internal static ActivityFacts JoinActivities(BehaviourFacts[] chunks, int customers)
    {
        Did[] all = [.. chunks.SelectMany(chunk => chunk.activities)];
        return new ActivityFacts
        {
            Start = Starts(chunks.SelectMany(chunk => chunk.activitiesOf), customers),
            At = Array.ConvertAll(all, fact => fact.At),
            Kind = Array.ConvertAll(all, fact => fact.Kind),
            Product = Array.ConvertAll(all, fact => fact.Product),
            DurationSeconds = Array.ConvertAll(all, fact => fact.Seconds),
            Name = Array.ConvertAll(all, fact => fact.Name),
            Details = ActivityDetails.From(all.Select(fact => fact.Detail)),
            Id = Array.ConvertAll(all, fact => fact.Id),
        };
    }

    internal static ContactFacts JoinContacts(BehaviourFacts[] chunks, int customers)
    {
        Got[] all = [.. chunks.SelectMany(chunk => chunk.contacts)];
        return new ContactFacts
        {
            Start = Starts(chunks.SelectMany(chunk => chunk.contactsOf), customers),
            At = Array.ConvertAll(all, fact => fact.At),
            Channel = Array.ConvertAll(all, fact => fact.Channel),
            Id = Array.ConvertAll(all, fact => fact.Id),
            Strategy = Array.ConvertAll(all, fact => (string?)fact.Strategy),
        };
    }

    internal static ResponseFacts JoinResponses(BehaviourFacts[] chunks, int customers)
    {
        Answered[] all = [.. chunks.SelectMany(chunk => chunk.responses)];
        return new ResponseFacts
        {
            Start = Starts(chunks.SelectMany(chunk => chunk.responsesOf), customers),
            At = Array.ConvertAll(all, fact => fact.Response.At),
            Kind = Array.ConvertAll(all, fact => fact.Response.Kind),
            Channel = Array.ConvertAll(all, fact => fact.Response.Channel),
            Id = Array.ConvertAll(all, fact => fact.Id),
            Contact = Array.ConvertAll(all, fact => fact.Response.Contact),
            Disposition = Array.ConvertAll(all, fact => fact.Response.Disposition),
        };
    }

    static int[] Starts(IEnumerable<int> counts, int customers)
    {
        var start = new int[customers + 1];
        var row = 0;
        foreach (var count in counts) start[row + 1] = start[row++] + count;
        return start;
    }
}
