using System.Collections.Frozen;
using System.Text;

namespace Perennial.Core.Households;

/// <summary>Addresses in a form in which the same house is the same text, however it was written.</summary>
/// <remarks>By a table of its own: the program carries no culture data, and what a street is called short is in none.
/// </remarks>
public static class AddressFolding
{
    const string Accented = "àáâãäåāăąçćčďèéêëēėęěìíîïīįłñńňòóôõöøōőŕřśšşţťùúûüūůűųýÿžźż";
    const string Bare = "aaaaaaaaacccdeeeeeeeeiiiiiilnnnoooooooorrsssttuuuuuuuuyyzzz";

    static readonly FrozenDictionary<char, string> letters = Accented.Zip(Bare)
        .Select(pair => KeyValuePair.Create(pair.First, $"{pair.Second}"))
        .Concat([new('ß', "ss"), new('æ', "ae"), new('œ', "oe"), new('đ', "d"), new('ð', "d"), new('þ', "th")])
        .ToFrozenDictionary();

    static readonly FrozenDictionary<string, string> words = (
        "bd boulevard|bld boulevard|blvd boulevard|boul boulevard|bvd boulevard|av avenue|ave avenue|aven avenue|r rue|"
        + "pl place|sq square|ch chemin|che chemin|chem chemin|imp impasse|all allee|fg faubourg|fbg faubourg|"
        + "rte route|qu quai|res residence|bat batiment|ste sainte|rd road|ln lane|dr drive|ct court|hwy highway|"
        + "pkwy parkway|ter terrace|cres crescent|apt apartment|appt apartment|app apartment|fl floor|str strasse|"
        + "n |no |nr |num |numero ").Split('|').Select(line => line.Split(' '))
        .ToFrozenDictionary(line => line[0], line => line[1]);

    /// <summary>A line in small letters without accents and signs, its short words written out.</summary>
    public static string Fold(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return "";
        var parts = Parts(line);
        var folded = new List<string>(parts.Length);
        for (var i = 0; i < parts.Length; i++)
        {
            var word = parts[i] switch
            {
                // Saint Michel, and Main Street: a street's name comes after the one and before the other.
                "st" => i + 1 < parts.Length && !char.IsAsciiDigit(parts[i + 1][0]) ? "saint" : "street",
                var one when words.TryGetValue(one, out var whole) => whole,
                var one when one.Length > 5 && one.EndsWith("str", StringComparison.Ordinal) => $"{one[..^3]}strasse",
                var one => one,
            };
            if (word.Length > 0) folded.Add(word);
        }
        return string.Join(' ', folded);
    }

    // Words, and numbers apart from the letters that stand behind them.
    static string[] Parts(string line)
    {
        var text = new StringBuilder(line.Length + 8);
        foreach (var c in line.Normalize().ToLowerInvariant())
        {
            if (!char.IsLetterOrDigit(c))
            {
                // Combining accents that were left stand for nothing.
                if (!char.IsSurrogate(c) && char.GetUnicodeCategory(c)
                    is System.Globalization.UnicodeCategory.NonSpacingMark) continue;
                text.Append(' ');
                continue;
            }
            var isDigit = char.IsDigit(c);
            if (text.Length > 0 && text[^1] != ' ' && char.IsDigit(text[^1]) != isDigit) text.Append(' ');
            if (letters.TryGetValue(c, out var bare)) text.Append(bare);
            else text.Append(c);
        }
        return text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
