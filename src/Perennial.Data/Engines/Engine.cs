using Perennial.Core;

namespace Perennial.Data.Engines;

/// <summary>Where a shop is kept, and the connections to it.</summary>
/// <param name="options">How it is opened.</param>
abstract class Engine(StoreOptions options) : IDisposable
{
    /// <summary>Its own name.</summary>
    public abstract string Name { get; }

    /// <summary>How much room everything takes, in bytes.</summary>
    public abstract long Bytes(Database database);

    /// <summary>What to call the place in an error: never with a password.</summary>
    public abstract string Path { get; }

    /// <summary>Into how many shards a new store is cut. It keeps their number.</summary>
    public abstract int NewShards { get; }

    /// <summary>How many shards one process works on at a time.</summary>
    public abstract int ShardsAtOnce { get; }

    /// <summary>How often somebody of this process has come to write since it began, where they stand in line for all
    /// there is; 0 where nobody does.</summary>
    public virtual long Writers => 0;

    /// <summary>Whether something else can be written while a transaction of this process is open.</summary>
    public abstract bool WritesSideBySide { get; }

    /// <summary>Whether most rows of a shard are better taken out and put back than updated.</summary>
    public abstract bool RewritesShards { get; }

    /// <summary>Whether anything was ever made there.</summary>
    public abstract bool Exists { get; }

    /// <summary>What this process has asked of it.</summary>
    public StatementCount Statements { get; } = new(options.BeforeStatement);

    /// <summary>What keeps it from its work.</summary>
    public StoreFaults Faults { get; } = new();

    /// <summary>Opens a connection.</summary>
    public abstract Database Connect();

    /// <summary>Finds out whether what was opened is still what is there: a file may be deleted or replaced under the
    /// program, and goes on being written, for nobody.</summary>
    /// <exception cref="StoreAwayException">It is not.</exception>
    public virtual void RefuseMoved()
    {
    }

    /// <summary>Makes an empty place ours; refuses any other program's.</summary>
    /// <exception cref="BadInputException">It belongs to another program.</exception>
    public abstract void MarkAsOurs(Database database);

    /// <summary>Whether nothing was ever stored: what a program leaves that is killed while it makes the
    /// store.</summary>
    /// <exception cref="BadInputException">It belongs to another program.</exception>
    public abstract bool IsUnwritten(Database database);

    /// <summary>What only this engine can say of its soundness. Where it finds something, the other checks would fail,
    /// or lie.</summary>
    public abstract IReadOnlyList<Finding> Check(Database database);

    /// <summary>Takes a turn of which there is one for all processes; null where another has it. Given back when
    /// disposed, and when the process dies.</summary>
    public abstract IDisposable? TryTurn(int turn);

    /// <summary>Tells other processes that this one lives.</summary>
    public abstract LifeSign RaiseSign();

    /// <summary>Those among the names of signs that no living process has raised.</summary>
    public abstract HashSet<string> Dead(Database database, IReadOnlySet<string> signs);

    /// <summary>Spreads tables over the nodes of a cluster. Returns those that were not; null where there is no
    /// cluster.</summary>
    public virtual IReadOnlyList<string>? Distribute(Database database) => null;

    /// <summary>Called once the schema is up to date.</summary>
    public virtual void SchemaIsCurrent(Database database)
    {
    }

    /// <summary>Writes all that is there at one instant to a file of its own, which must not be there yet, while others
    /// read and write.</summary>
    /// <returns>False where this engine cannot.</returns>
    public abstract bool CopyInto(string file, CancellationToken cancellation);

    /// <summary>Takes the whole store for oneself, until disposed.</summary>
    /// <exception cref="BadInputException">Somebody has it open.</exception>
    public abstract IDisposable TakeAlone();

    /// <summary>Whether what deleted rows leave is cleaned as soon as somebody is erased, because that is quick and
    /// hinders nobody.</summary>
    public abstract bool CleansAtOnce { get; }

    /// <summary>Overwrites what deleted rows have left in the engine's own files, wherever that is noted to be due.
    /// </summary>
    /// <param name="tables">Those whose rows are about customers.</param>
    /// <param name="cancellation">Between pages, or tables.</param>
    /// <returns>False where others hindered it: it goes on another time.</returns>
    public abstract bool CleanTraces(IEnumerable<string> tables, CancellationToken cancellation);

    public abstract void Dispose();
}
