namespace Perennial.Core.Profiles;

/// <summary>Several scores as one number, and as text.</summary>
/// <remarks>
/// Each score takes two decimal digits of the number, so that a 10 fits: scores 5, 4 and 10 are 50410. As text,
/// digits stand side by side while no score can exceed 9 ("545"), and are joined by hyphens otherwise ("5-4-10").
/// </remarks>
public static class RfmCode
{
    /// <summary>The code of three scores; 0 if any is missing (0).</summary>
    public static int Of(byte r, byte f, byte m) => r == 0 || f == 0 || m == 0 ? 0 : (r * 100 + f) * 100 + m;

    /// <summary>The code of two scores; 0 if any is missing (0).</summary>
    public static int Of(byte f, byte m) => f == 0 || m == 0 ? 0 : f * 100 + m;

    /// <summary>A code as text; empty for 0.</summary>
    /// <param name="code">Of two or three scores.</param>
    /// <param name="bins">The highest possible score, 2..10.</param>
    public static string Text(int code, int bins)
    {
        if (code == 0) return "";
        var (a, b, c) = (code / 10_000, code / 100 % 100, code % 100);
        if (bins >= 10) return a == 0 ? $"{b}-{c}" : $"{a}-{b}-{c}";
        return (a * 100 + b * 10 + c).ToString();
    }
}
