using Npgsql;

namespace Perennial.Data.Engines.Postgres;

/// <summary>The connections of this process to one database: whoever opens it takes part in them, and the last to close
/// lets them go. What a connection has learned (types, plans) costs more than most questions, so that a second store at
/// the same address, a check or a copy beside it begin with what is known.</summary>
sealed class PostgresConnections : IDisposable
{
    static readonly Lock gate = new();
    static readonly Dictionary<string, PostgresConnections> open = [];

    readonly string address;
    readonly NpgsqlDataSource pooled, single;
    int parts;

    PostgresConnections(NpgsqlConnectionStringBuilder to)
    {
        address = to.ConnectionString;
        pooled = Source(to.ConnectionString);
        single = Source(new NpgsqlConnectionStringBuilder(to.ConnectionString) { Pooling = false }.ConnectionString);
    }

    static NpgsqlDataSource Source(string address) =>
        new NpgsqlSlimDataSourceBuilder(address)
            .EnableArrays().EnableTransportSecurity().EnableIntegratedSecurity().Build();

    /// <summary>Those to an address, until they are disposed of.</summary>
    public static PostgresConnections To(NpgsqlConnectionStringBuilder address)
    {
        lock (gate)
        {
            if (!open.TryGetValue(address.ConnectionString, out var known))
                open.Add(address.ConnectionString, known = new PostgresConnections(address));
            known.parts++;
            return known;
        }
    }

    /// <summary>One from the pool, open.</summary>
    public NpgsqlConnection Any() => pooled.OpenConnection();

    /// <summary>One that is nobody else's before or after: what it holds, and what is set for it, ends with it.
    /// </summary>
    public NpgsqlConnection Own() => single.OpenConnection();

    /// <summary>Ends the pool's connections, those that are in use when they are given back.</summary>
    public void BeginAnew() => pooled.Clear();

    public void Dispose()
    {
        lock (gate)
        {
            if (--parts > 0) return;
            open.Remove(address);
        }
        pooled.Dispose();
        single.Dispose();
    }
}
