using System.Collections.Concurrent;

namespace Perennial.Data.Engines;

/// <summary>How many statements this process has asked a store: what a write costs where the database is another
/// machine.</summary>
/// <remarks>One of several sent together counts as one; a COPY counts as one however many rows it has.</remarks>
/// <param name="beforeEach">Called with each before it is run; what it throws is thrown in the statement's place. For
/// tests that let a store fail at one of them.</param>
sealed class StatementCount(Action<string>? beforeEach = null)
{
    long total;
    ConcurrentDictionary<string, long>? byText;

    /// <summary>All of them since the store was opened.</summary>
    public long Total => Volatile.Read(ref total);

    /// <summary>Counts by text from now on, for whoever wants to know which.</summary>
    public void TellApart() => byText ??= new ConcurrentDictionary<string, long>();

    /// <summary>Since <see cref="TellApart"/>, by text.</summary>
    public IReadOnlyDictionary<string, long> ByText => byText ?? [];

    /// <summary>A statement is about to be run.</summary>
    public void Add(string sql)
    {
        beforeEach?.Invoke(sql);
        Interlocked.Increment(ref total);
        byText?.AddOrUpdate(sql, 1, (_, before) => before + 1);
    }
}
