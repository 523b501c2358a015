using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Perennial.Data;
using Perennial.Data.Engines;

[assembly: AssemblyFixture(typeof(Perennial.Tests.Postgres.PostgresServer))]

namespace Perennial.Tests.Postgres;

/// <summary>A PostgreSQL server of the tests' own, started when the first test asks for it and gone with the process:
/// in a temporary folder, reached by a socket in it, with nothing synced to the disk.</summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>What is not installed, as a reason to skip; null where it is.</summary>
    public static string? Missing { get; } = Bin is null
        ? "PostgreSQL is not installed (Debian's package postgresql); ./test installs it." : null;

    static readonly Lazy<PostgresServer> started = new(() => new PostgresServer(isStarted: true));
    static readonly ConcurrentDictionary<(int Shards, bool IsAlone), ConcurrentBag<string>> clean = new();
    // Held until the end: connections outlive the stores that use them, for a new one costs as much as most tests.
    static readonly ConcurrentDictionary<string, Engine> held = new();
    static int made;

    readonly string folder = Path.Combine(Place(), $"perennial-postgres-{Environment.ProcessId}");
    readonly Process? shell;

    /// <summary>For xunit, which disposes of it at the end.</summary>
    public PostgresServer()
    {
    }

    PostgresServer(bool isStarted)
    {
        Debug.Assert(isStarted);
        Run("initdb", "-D", folder, "-U", "perennial", "-A", "trust", "--locale=C", "-E", "UTF8", "--no-sync");
        // The shell waits for the end of its input, which comes when this process ends, however it ends.
        shell = Start("sh", "-c", """
            bin=$1; shift
            "$bin/postgres" "$@" & server=$!
            cat > /dev/null
            kill -INT $server; wait $server
            """, "sh", Bin!, "-D", folder, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off",
            "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB",
            "-c", "autovacuum=off");
        WaitUntilReady();
    }

    // In memory where there is room: writing its files was a fifth of the server's work, and none has to outlive it.
    static string Place()
    {
        const string memory = "/dev/shm";
        const long enough = 4L << 30;
        return Directory.Exists(memory) && new DriveInfo(memory).AvailableFreeSpace > enough
            ? memory : Path.GetTempPath();
    }

    static string? Bin => !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal)
            .Select(folder => $"{folder}/bin").LastOrDefault(folder => File.Exists($"{folder}/initdb"));

    /// <summary>A store's address for a test of its own, empty; give it back to be emptied for the next.</summary>
    /// <param name="shards">Into how many shards it is cut.</param>
    /// <param name="isAlone">Whether nobody may be connected but whom the test connects.</param>
    public static string Rent(int shards, bool isAlone = false)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        if (!clean.GetOrAdd((shards, isAlone), _ => []).TryTake(out var database))
        {
            database = $"shop_{Interlocked.Increment(ref made)}";
            Administer($"create database {database}");
        }
        var address = started.Value.Address(database) + (isAlone ? ";Pooling=false" : "");
        if (!isAlone) held.GetOrAdd(address, one => ShopPlace.Engine(one, new StoreOptions()));
        return address;
    }

    /// <summary>An address of a database that is there and has nothing in it.</summary>
    public static string RentEmpty() => Rent(-Interlocked.Increment(ref made), isAlone: true);

    /// <summary>Empties a store for the next test.</summary>
    public static void GiveBack(string address, int shards, bool isAlone = false)
    {
        using var connection = Once(address);
        AssertNothingIsOpen(connection);
        using var command = new NpgsqlCommand("""
            do $$
            declare t record;
            begin
              -- Deleting is quicker; where much was written, what is left of it would have to be read past.
              for t in select c.relname, pg_relation_size(c.oid) > 1048576 as is_large from pg_class c
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                  and c.relname not in ('migration', 'shard', 'profile_state') loop
                if t.is_large then execute 'truncate ' || quote_ident(t.relname);
                else execute 'delete from ' || quote_ident(t.relname); end if;
              end loop;
              if to_regclass('shard') is not null then
                if to_regclass('strategy') is not null then
                  update shard set strategies_asked_at = 0, strategies_next = null;
                end if;
                if to_regclass('strategy_rename') is not null then
                  update shard set strategies_renamed = 0;
                end if;
                update shard set version = 0, rescored_version = 0, refold_job_id = 0, outbox_sequence = 0,
                  moment = 0, stays_due = 0;
                update profile_state set needs_refold = 0, folded_as_of_day = null;
              end if;
            end $$
            """, connection);
        command.ExecuteNonQuery();
        clean[(shards, isAlone)].Add(connection.Database);
    }

    // What a test leaves open holds the next one's tables, and the rows that it deletes.
    static void AssertNothingIsOpen(NpgsqlConnection connection)
    {
        var began = Stopwatch.StartNew();
        using var command = new NpgsqlCommand("""
            select string_agg(concat_ws(' ', pid, state, wait_event, xact_start, query), E'\n') from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
            """, connection);
        while (command.ExecuteScalar() is string open)
        {
            Assert.True(began.Elapsed < TimeSpan.FromSeconds(20), $"A transaction was left open: {open}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Runs a statement in the server's own database.</summary>
    public static void Administer(string sql)
    {
        using var connection = Once(started.Value.Address("postgres"));
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    // A machine on which everything is tested at once may be slow to empty a table.
    string Address(string database) => $"Host={folder};Username=perennial;Database={database};Command Timeout=180";

    // Nobody is connected any more once it is disposed of.
    static NpgsqlConnection Once(string address)
    {
        var connection = new NpgsqlConnection(address + ";Pooling=false");
        connection.Open();
        return connection;
    }

    void WaitUntilReady()
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Once(Address("postgres")).Dispose();
                return;
            }
            catch (NpgsqlException) when (deadline.Elapsed < TimeSpan.FromSeconds(30))
            {
                Thread.Sleep(20);
            }
        }
    }

    static void Run(string program, params string[] arguments)
    {
        using var process = Start($"{Bin}/{program}", arguments);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    // A server refuses to run as root.
    static Process Start(string program, params string[] arguments)
    {
        string[] unprivileged = Environment.UserName == "root"
            ? ["setpriv", $"--reuid={Account}", $"--regid={Account}", "--clear-groups"] : [];
        string[] all = [.. unprivileged, program, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // Made by Debian's package.
    static string Account => "postgres";

    /// <summary>Stops the server, if one was started, and removes its folder.</summary>
    public void Dispose()
    {
        if (shell is null)
        {
            if (started.IsValueCreated) started.Value.Dispose();
            return;
        }
        foreach (var engine in held.Values) engine.Dispose();
        NpgsqlConnection.ClearAllPools();
        shell.StandardInput.Close();
        if (!shell.WaitForExit(TimeSpan.FromSeconds(20))) shell.Kill(entireProcessTree: true);
        shell.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
