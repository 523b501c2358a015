namespace Perennial.Data.Engines;

/// <summary>Inserts rows by one text, in whatever way the engine does so quickest.</summary>
abstract class Inserter : IDisposable
{
    /// <summary>How many rows are worth collecting.</summary>
    public abstract int RowsAtOnce { get; }

    /// <summary>Inserts rows.</summary>
    /// <param name="rows">How many, at most <see cref="RowsAtOnce"/>.</param>
    /// <param name="bind">Binds a row, by its number, to parameters from the given number on. May be called more than
    /// once for a row.</param>
    /// <returns>How many were written: fewer where there were conflicts.</returns>
    public abstract int Insert(int rows, Action<Statement, int, int> bind);

    public abstract void Dispose();
}
