using Perennial.Core;

namespace Perennial.Loops;

/// <summary>A loop that does not do its work now.</summary>
/// <param name="Loop">Which, in words.</param>
/// <param name="Since">When it failed first.</param>
/// <param name="Kind">The kind of error, as the log has it.</param>
/// <param name="Why">In words that anybody may read, without a full stop.</param>
/// <param name="Failures">Failures one after the other.</param>
public sealed record LoopAway(string Loop, Instant Since, string Kind, string Why, int Failures)
{
    /// <summary>In a sentence.</summary>
    public string Sentence => $"{Loop} has stopped since {Since}, and is tried again: {Why}.";
}
