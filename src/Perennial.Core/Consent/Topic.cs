namespace Perennial.Core.Consent;

/// <summary>Names of topics that customers agree to and leave.</summary>
public static class Topic
{
    /// <summary>Everything that goes by a channel.</summary>
    public const string Everything = "";

    /// <summary>The longest name, in characters.</summary>
    public const int Longest = 100;

    /// <summary>A name as topics are compared: trimmed, in lower case, at most <see cref="Longest"/> characters;
    /// empty for null.</summary>
    public static string Of(string? name)
    {
        var plain = (name ?? "").Trim().ToLowerInvariant();
        return plain.Length <= Longest ? plain : plain[..Longest].TrimEnd();
    }
}
