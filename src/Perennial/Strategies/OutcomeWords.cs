using Perennial.Core;
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

    /// <summary>The outcome that a word says; null for an empty one.</summary>
    /// <exception cref="BadInputException">It says none.</exception>
    public static Outcome? Read(string word)
    {
        if (word.Length == 0) return null;
        var all = Enum.GetValues<Outcome>();
        return all.Any(one => Of(one) == word) ? all.First(one => Of(one) == word) : throw new BadInputException(
            "outcome", $"'{word}' is none.", $"Use {string.Join(", ", all.Select(one => Of(one)))}.");
    }
}
