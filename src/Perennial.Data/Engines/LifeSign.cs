namespace Perennial.Data.Engines;

/// <summary>Tells other processes that this one lives, under a name, until it is disposed of or the process ends,
/// however it ends.</summary>
abstract class LifeSign(string name) : IDisposable
{
    /// <summary>The name: no process ever had it before.</summary>
    public string Name { get; } = name;

    /// <summary>Cancelled as soon as others may take the process for dead though it lives.</summary>
    public abstract CancellationToken Lost { get; }

    public abstract void Dispose();
}
