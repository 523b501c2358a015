namespace Perennial.Core;

/// <summary>How many threads a loop over everybody may take.</summary>
public static class Cores
{
    /// <summary>As many as there are processors. Unasked a loop takes every thread that the process keeps ready, also
    /// those that are kept for whoever writes events meanwhile.</summary>
    public static ParallelOptions All { get; } = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
}
