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
        var nobodyThere = history.Responses.Count == 0 ? null : CallOutcomes.ReachedNobody(history);
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
}
