using Perennial.Core.History;

namespace Perennial.Core.Planning;

/// <summary>A contact that caps and gaps count: made, decided and not handed over yet, or one that would have gone to
/// somebody who is held out.</summary>
/// <param name="At">When.</param>
/// <param name="Channel">By which channel.</param>
public readonly record struct PastContact(Instant At, ContactChannel Channel)
{
    /// <summary>About what, at the time; null where nobody knows, and then it counts as any topic.</summary>
    public string? Topic { get; init; }

    /// <summary>Whether it was about the customer's own order or account.</summary>
    public bool IsService { get; init; }

    /// <summary>Of a call, whether it is known to have reached neither a person nor a machine.</summary>
    public bool ReachedNobody { get; init; }
}

/// <summary>Finds what counts among a customer's facts.</summary>
public static class PastContacts
{
    /// <summary>So far a clock is set back at most. What it shows as to come has been done, and said, all the same.
    /// </summary>
    internal const long AheadMs = 86_400_000;

    static readonly string[] nobody = ["no answer", "busy", "wrong number", "unreachable"];

    /// <summary>The contacts of a history up to an instant, those of other tools too, and what else counts. Up to a day
    /// later they count as well: they were made before a clock was set back.</summary>
    /// <param name="history">The facts.</param>
    /// <param name="policies">By which topics are told apart.</param>
    /// <param name="now">When.</param>
    /// <param name="others">Contacts that are decided and not handed over, and phantoms.</param>
    public static IReadOnlyList<PastContact> Of(
        CustomerHistory history, ContactPolicies policies, Instant now, IEnumerable<PastContact> others)
    {
        var contacts = history.Contacts;
        var all = new List<PastContact>(contacts.Count + 4);
        var nobodyThere = history.Responses.Count == 0 ? null : CallsThatReachedNobody(history);
        var until = new Instant(now.UnixMs + AheadMs);
        for (var index = 0; index < contacts.Count && contacts.At[index] <= until; index++)
        {
            var topic = contacts.Context.IsEmpty ? null : contacts.Context[index]?.Topic;
            all.Add(new PastContact(contacts.At[index], contacts.Channel[index])
            {
                Topic = topic, IsService = policies.IsService(topic),
                ReachedNobody = nobodyThere?[index] == true,
            });
        }
        all.AddRange(others);
        return all;
    }

    // An outcome is of the call that it names, or else of the last before it that has none yet: it takes a while to
    // reach nobody, and the next dial may be decided at that very instant. One call and its outcome of a file may
    // stand at one instant. What comes behind the first outcome of a call changes nothing.
    static bool[] CallsThatReachedNobody(CustomerHistory history)
    {
        var contacts = history.Contacts;
        var responses = history.Responses;
        var nobodyThere = new bool[contacts.Count];
        var hasOutcome = new bool[contacts.Count];
        for (var index = 0; index < responses.Count; index++)
        {
            if (responses.Kind[index] != ResponseKind.Disposition) continue;
            var named = responses.Contact.IsEmpty ? FactId.None : responses.Contact[index];
            var call = named != FactId.None && !contacts.Id.IsEmpty
                ? contacts.Id.IndexOf(named) : LastCall(contacts, hasOutcome, responses.At[index]);
            if (call < 0 || hasOutcome[call]) continue;
            hasOutcome[call] = true;
            var words = responses.Disposition.IsEmpty ? null : responses.Disposition[index];
            nobodyThere[call] = words is not null && nobody.Contains(words.Replace('_', ' ').ToLowerInvariant());
        }
        return nobodyThere;
    }

    static int LastCall(ContactSlice contacts, bool[] hasOutcome, Instant at)
    {
        var sameInstant = -1;
        for (var index = contacts.Count - 1; index >= 0; index--)
        {
            if (contacts.Channel[index] != ContactChannel.Call || contacts.At[index] > at) continue;
            if (contacts.At[index] < at) return hasOutcome[index] ? sameInstant : index;
            if (!hasOutcome[index]) sameInstant = index;
        }
        return sameInstant;
    }
}
