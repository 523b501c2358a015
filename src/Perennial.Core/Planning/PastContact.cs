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
    static readonly string[] nobody = ["no answer", "busy", "wrong number", "unreachable"];

    /// <summary>The contacts of a history up to an instant, those of other tools too, and what else counts.</summary>
    /// <param name="history">The facts.</param>
    /// <param name="policies">By which topics are told apart.</param>
    /// <param name="now">Nothing after it is seen.</param>
    /// <param name="others">Contacts that are decided and not handed over, and phantoms.</param>
    public static IReadOnlyList<PastContact> Of(
        CustomerHistory history, ContactPolicies policies, Instant now, IEnumerable<PastContact> others)
    {
        var contacts = history.Contacts;
        var all = new List<PastContact>(contacts.Count + 4);
        for (var index = 0; index < contacts.Count && contacts.At[index] <= now; index++)
        {
            var topic = contacts.Context.IsEmpty ? null : contacts.Context[index]?.Topic;
            all.Add(new PastContact(contacts.At[index], contacts.Channel[index])
            {
                Topic = topic, IsService = policies.IsService(topic),
                ReachedNobody = contacts.Channel[index] == ContactChannel.Call && HasReachedNobody(history, index),
            });
        }
        all.AddRange(others);
        return all;
    }

    // The first outcome that names the call, or else the first behind it.
    static bool HasReachedNobody(CustomerHistory history, int call)
    {
        var contacts = history.Contacts;
        var responses = history.Responses;
        for (var index = 0; index < responses.Count; index++)
        {
            if (responses.Kind[index] != ResponseKind.Disposition || responses.At[index] < contacts.At[call]) continue;
            var named = responses.Contact.IsEmpty ? FactId.None : responses.Contact[index];
            if (named != FactId.None && !contacts.Id.IsEmpty && contacts.Id[call] != named) continue;
            var words = responses.Disposition.IsEmpty ? null : responses.Disposition[index];
            return words is not null && nobody.Contains(words.Replace('_', ' ').ToLowerInvariant());
        }
        return false;
    }
}
