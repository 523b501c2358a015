namespace Perennial.Core.History;

/// <summary>How calls ended.</summary>
public static class CallOutcomes
{
    static readonly string[] nobody = ["no answer", "busy", "wrong number", "unreachable"];

    // An outcome is of the call that it names, or else of the last before it that has none yet: it takes a while to
    // reach nobody, and the next dial may be decided at that very instant. One call and its outcome of a file may
    // stand at one instant. What comes behind the first outcome of a call changes nothing.
    /// <summary>Of each contact of a history whether it was a call that reached neither a person nor a machine.
    /// </summary>
    public static bool[] ReachedNobody(CustomerHistory history)
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
