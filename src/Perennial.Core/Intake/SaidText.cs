namespace Perennial.Core.Intake;

/// <summary>What people wrote, as it is kept: without what is invisible around it, and no longer than a page.</summary>
public static class SaidText
{
    /// <summary>The longest text that is kept whole, in characters; of a longer one the beginning is kept, with a word
    /// that it is one.</summary>
    public const int Longest = 2_000;

    /// <summary>The longest name, title, question or subject.</summary>
    public const int LongestName = 200;

    const string Cut = " … [cut]";

    /// <summary>The text; null where nothing was written. The character that databases do not store is left out.
    /// </summary>
    public static string? Of(string? text, int longest = Longest)
    {
        var plain = text?.Replace("\0", "", StringComparison.Ordinal).Trim();
        if (plain is not { Length: > 0 }) return null;
        if (plain.Length <= longest) return plain;
        var end = longest - Cut.Length;
        return plain[..(char.IsHighSurrogate(plain[end - 1]) ? end - 1 : end)] + Cut;
    }

    /// <summary>The name of something, as <see cref="Of"/>.</summary>
    public static string? Name(string? text) => Of(text, LongestName);
}
