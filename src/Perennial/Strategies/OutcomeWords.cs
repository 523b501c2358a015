using Perennial.Core.Planning;

namespace Perennial.Strategies;

/// <summary>What became of a contact, in a word.</summary>
static class OutcomeWords
{
    /// <summary>The word; of a refused entry "not entered".</summary>
    public static string Of(Outcome? outcome) => outcome switch
    {
        null => "not entered",
        Outcome.HeldOut => "held out",
        Outcome.LeftOut => "left out",
        { } other => other.ToString().ToLowerInvariant(),
    };
}
