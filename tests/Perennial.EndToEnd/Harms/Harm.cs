namespace Perennial.EndToEnd.Harms;

/// <summary>Something that befalls a store while it is served, and is put right again.</summary>
/// <param name="Name">What, in words.</param>
/// <param name="Says">What <c>/ready</c> says meanwhile: one of these stands in it.</param>
/// <param name="Begin">Does it.</param>
/// <param name="End">Puts it right.</param>
sealed record Harm(string Name, string[] Says, Func<Task> Begin, Func<Task> End)
{
    /// <summary>How long it lasts, from when <c>/ready</c> says it.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether everything fails meanwhile, so that <c>/ready</c> says it all the time.</summary>
    public bool IsSteady { get; init; } = true;

    /// <summary>Whether nothing at all may be acknowledged meanwhile.</summary>
    public bool StopsIntake { get; init; }
}
