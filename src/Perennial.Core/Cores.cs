namespace Perennial.Core;

/// <summary>How many threads a loop over everybody may take.</summary>
public static class Cores
{
    /// <summary>As many as there are processors. Unasked a loop takes every thread that the process keeps ready, also
    /// those that are kept for whoever writes events meanwhile.</summary>
#pragma warning disable RS0030 // How many processors there are decides how soon, and never what.
    public static ParallelOptions All { get; } = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
#pragma warning restore RS0030
}
