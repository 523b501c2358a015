using System.Globalization;
using System.Security.Cryptography;

namespace Perennial.Data.Engines.Postgres;

/// <summary>A lock held by a connection of its own: the server lets go of it when the connection ends.</summary>
sealed class PostgresSign : LifeSign
{
    readonly PostgresDatabase database;
    readonly CancellationTokenSource lost = new(), stop = new();
    readonly Task watching;

    PostgresSign(PostgresDatabase database, int number) : base(number.ToString(CultureInfo.InvariantCulture))
    {
        this.database = database;
        watching = Watch();
    }

    public override CancellationToken Lost => lost.Token;

    /// <summary>Raises one.</summary>
    public static PostgresSign Raise(PostgresEngine engine)
    {
        var database = new PostgresDatabase(engine, engine.OwnConnection()) { Statements = engine.Statements };
        try
        {
            while (true)
            {
                var number = RandomNumberGenerator.GetInt32(1, int.MaxValue);
                if (database.Query("raise-sign", "number").Bind(1, number).Number() == 1)
                    return new PostgresSign(database, number);
            }
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The names under which processes live.</summary>
    public static HashSet<string> Seen(Database database)
    {
        var rows = database.Query("signs");
        var seen = new HashSet<string>();
        while (rows.Step()) seen.Add(rows.Int64(0).ToString(CultureInfo.InvariantCulture));
        return seen;
    }

    // Nothing ever comes: this ends when the connection does, at once.
    async Task Watch()
    {
        try
        {
            while (true) await database.Connection.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception error) when (PostgresErrors.IsOne(error))
        {
            await lost.CancelAsync();
        }
    }

    public override void Dispose()
    {
        stop.Cancel();
        watching.GetAwaiter().GetResult();
        database.Dispose();
        stop.Dispose();
        lost.Dispose();
    }
}
