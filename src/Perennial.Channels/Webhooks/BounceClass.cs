using System.Text.RegularExpressions;

namespace Perennial.Channels.Webhooks;

/// <summary>Classes of bounces, as they stand in a response's disposition.</summary>
static partial class BounceClass
{
    /// <summary>The address does not exist: never again.</summary>
    public const string Hard = "hard";

    /// <summary>Not now: the mailbox is full, the server is away.</summary>
    public const string Soft = "soft";

    /// <summary>The sender or the message was refused; the address is good.</summary>
    public const string Block = "block";

    /// <summary>The provider did not send it at all.</summary>
    public const string Dropped = "dropped";

    [GeneratedRegex(@"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")]
    private static partial Regex EnhancedCode();

    /// <summary>The class by enhanced status code (RFC 3463), or by the plain code and what the server wrote.</summary>
    /// <param name="enhancedCode">Such as "5.1.1"; null where there is none.</param>
    /// <param name="text">What the receiving server said; null where it is not known.</param>
    /// <param name="otherwise">The class where neither says.</param>
    public static string Of(string? enhancedCode, string? text, string otherwise)
    {
        var code = EnhancedCode().Match(enhancedCode ?? "");
        if (!code.Success) code = EnhancedCode().Match(text ?? "");
        if (code.Success)
        {
            return (code.Groups[1].Value, code.Groups[2].Value, code.Groups[3].Value) switch
            {
                ("5", "7", _) => Block,
                ("5", "1", "1" or "2" or "3" or "6" or "10") or ("5", "2", "1") => Hard,
                ("5", "2", "2") or ("4", _, _) => Soft,
                _ => otherwise,
            };
        }
        if (text is null) return otherwise;
        if (Says(text, "no such user", "user unknown", "does not exist", "unknown recipient", "nxdomain")) return Hard;
        return Says(text, "blocked", "blacklist", "spam", "policy", "reputation", "rate limit") ? Block : otherwise;
    }

    static bool Says(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
