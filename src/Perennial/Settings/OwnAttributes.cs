using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Attributes;

namespace Perennial.Settings;

/// <summary>What a shop may call an attribute of its own.</summary>
static partial class OwnAttributes
{
    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$")]
    private static partial Regex Name();

    /// <exception cref="BadInputException">It cannot be called so.</exception>
    public static void Check(string name)
    {
        if (!Name().IsMatch(name))
            throw Wrong(name, "is no name of an attribute", "Write small letters, digits and underscores.");
        if (AttributeSet.OfEveryShop.Any(one => one.Name == name))
            throw Wrong(name, "is an attribute that every shop has", "Leave it out.");
    }

    static BadInputException Wrong(string name, string problem, string remedy) =>
        new("attributes", $"'{name}' {problem}.", remedy);
}
