using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace Perennial.EndToEnd.Live;

/// <summary>A PostgreSQL server of one test's own, in a temporary folder, that can be ended as a power cut would end
/// it.</summary>
sealed class DatabaseServer : IDisposable
{
    /// <summary>What is not installed, as a reason to skip; null where it is.</summary>
    public static string? Missing { get; } = Bin is null
        ? "PostgreSQL is not installed (Debian's package postgresql); ./test installs it." : null;

    readonly string folder =
        Path.Combine(Path.GetTempPath(), $"perennial-live-{RandomNumberGenerator.GetHexString(12)}");
    Process shell;

    DatabaseServer()
    {
        using (var make = Start($"{Bin}/initdb",
            "-D", folder, "-U", "perennial", "-A", "trust", "--locale=C", "-E", "UTF8", "--no-sync"))
        {
            make.StandardInput.Close();
            make.WaitForExit();
            if (make.ExitCode != 0) throw new InvalidOperationException($"initdb ended with {make.ExitCode}.");
        }
        shell = StartServer();
    }

    static string? Bin => !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal)
            .Select(folder => $"{folder}/bin").LastOrDefault(folder => File.Exists($"{folder}/initdb"));

    /// <summary>The store's address, as <c>--store</c> takes it.</summary>
    public string Address => AddressOf("postgres");

    /// <summary>Starts one; the test is skipped where it is not installed.</summary>
    public static DatabaseServer Start()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return new DatabaseServer();
    }

    /// <summary>Where it listens, in another of its databases.</summary>
    public string AddressOf(string database) => $"Host={folder};Username=perennial;Database={database}";

    /// <summary>Lets the server use a folder.</summary>
    public static void Own(string folder)
    {
        using var process = Process.Start("chown", ["postgres", folder]);
        process.WaitForExit();
    }

    /// <summary>Runs SQL as nobody of Perennial's.</summary>
    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection($"{Address};Pooling=false;Options=-c statement_timeout=0");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Ends the server without letting it finish anything, and starts it again: it recovers from its log.
    /// </summary>
    public void Crash()
    {
        Signal("-QUIT");
        shell.StandardInput.Close();
        shell.WaitForExit();
        shell.Dispose();
        shell = StartServer();
    }

    Process StartServer()
    {
        // The shell waits for the end of its input, which comes when this process ends, however it ends.
        var started = Start("sh", "-c", """
            bin=$1; shift
            "$bin/postgres" "$@" & server=$!
            cat > /dev/null
            kill -INT $server; wait $server
            """, "sh", Bin!, "-D", folder, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=100",
            "-c", "shared_buffers=64MB");
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new NpgsqlConnection($"{Address};Pooling=false");
                connection.Open();
                return started;
            }
            catch (NpgsqlException) when (waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                Thread.Sleep(20);
            }
        }
    }

    void Signal(string signal)
    {
        var id = File.ReadLines(Path.Combine(folder, "postmaster.pid")).First();
        using var kill = Process.Start("kill", [signal, id]);
        kill.WaitForExit();
    }

    // A server refuses to run as root; the account is made by Debian's package.
    static Process Start(string program, params string[] arguments)
    {
        string[] unprivileged = Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        string[] all = [.. unprivileged, program, .. arguments];
        var process = Process.Start(new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public void Dispose()
    {
        Stop();
        shell.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ends it as it should be ended.</summary>
    public void Stop()
    {
        shell.StandardInput.Close();
        if (!shell.WaitForExit(TimeSpan.FromSeconds(20))) shell.Kill(entireProcessTree: true);
    }
}
