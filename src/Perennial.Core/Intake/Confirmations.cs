using Perennial.Core.Consent;
using Perennial.Core.History;

namespace Perennial.Core.Intake;

/// <summary>Confirming a consent is something that a customer does, besides what is allowed from then on: each
/// confirmed statement that says when is a fact too, the same whoever tells of it and how often.</summary>
public static class Confirmations
{
    /// <summary>Whether a statement is a consent that was confirmed at an instant that it says.</summary>
    public static bool IsDated(ConsentStatement said) =>
        said is { IsGranted: true, Basis: ConsentBasis.Confirmed, SaidAt.HasValue: true };

    /// <summary>What makes a confirmation the same one when it is told again.</summary>
    public static FactId IdOf(ConsentStatement said, Instant at)
    {
        unchecked
        {
            // FNV-1a: the same on every machine.
            var hash = (2166136261u ^ (byte)said.Channel) * 16777619u;
            foreach (var letter in said.Topic) hash = (hash ^ letter) * 16777619u;
            return FactId.Unnumbered(at, hash, 0);
        }
    }

    /// <summary>The confirmations among what is said of customers, as activities; null where there are none.</summary>
    public static ActivityFacts? Of(CustomerDetails?[] details)
    {
        var start = new int[details.Length + 1];
        var found = new List<ConsentStatement>();
        for (var row = 0; row < details.Length; row++)
        {
            if (details[row] is { Consents.Count: > 0 } one)
                found.AddRange(one.Consents.Where(IsDated).OrderBy(said => said.SaidAt.UnixMs).DistinctBy(
                    said => IdOf(said, said.SaidAt)));
            start[row + 1] = found.Count;
        }
        return found.Count == 0 ? null : new ActivityFacts
        {
            Start = start,
            At = [.. found.Select(said => said.SaidAt)],
            Kind = [.. found.Select(_ => ActivityKind.Confirmation)],
            Product = [.. found.Select(_ => -1)],
            DurationSeconds = new int[found.Count],
            Id = [.. found.Select(said => IdOf(said, said.SaidAt))],
        };
    }
}
