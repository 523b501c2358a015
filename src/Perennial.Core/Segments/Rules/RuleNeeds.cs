namespace Perennial.Core.Segments.Rules;

/// <summary>What a rule cannot be decided without.</summary>
[Flags]
enum RuleNeeds
{
    /// <summary>It was found out, and may be nothing.</summary>
    Known = 1,

    Facts = 2,
    Attributes = 4,
    Permissions = 8,
    Stays = 16,
    ScoringRun = 32,
    Cycles = 64,
    Tops = 128,
    EventNames = 256,
    Entry = 512,
    Time = 1024,
}
