using System.Globalization;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>How customers are shared out among arms: those without a share divide the rest.</summary>
sealed class ArmShares
{
    const double Rounding = 1e-6;

    /// <param name="name">What is shared out.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="arms">The arms, with the shares that were written.</param>
    /// <param name="mistakes">Where mistakes go.</param>
    public ArmShares(
        string name, YamlNode at, IReadOnlyList<(string Name, double? Share)> arms, Mistakes mistakes)
    {
        if (arms.Count < 2)
        {
            mistakes.Add(at.Wrong($"'{name}' has {arms.Count} arm.", "Write at least two: that is what is compared."));
            return;
        }
        var said = arms.Sum(arm => arm.Share ?? 0);
        var open = arms.Count(arm => arm.Share is null);
        if (open > 0 ? said < 1 : Math.Abs(said - 1) < Rounding)
        {
            All = [.. arms.Select(arm => arm.Share ?? (1 - said) / open)];
            return;
        }
        mistakes.Add(at.Wrong($"The arms of '{name}' share {Percent(said)}.",
            $"They must make 100%: {string.Join(", ", arms.Select(arm => $"{arm.Name} {Percent(arm.Share ?? 0)}"))}."));
    }

    /// <summary>Each arm's share; null where they do not fit together.</summary>
    public IReadOnlyList<double>? All { get; }

    static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
