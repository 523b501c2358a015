using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Perennial.Data;

namespace Perennial.Bench.Turns;

/// <summary>The processor that a store takes: this process's, and where the store is a database that of the server's
/// processes which serve it.</summary>
/// <param name="place">The store.</param>
sealed class Processor(string place)
{
    const int UserTicks = 13, SystemTicks = 14, TicksPerSecond = 100;

    readonly string? database = ShopPlace.IsDatabase(place)
        ? $" {new NpgsqlConnectionStringBuilder(place).Database} " : null;

    /// <summary>How much has been taken so far.</summary>
    public TimeSpan Total()
    {
        var own = Process.GetCurrentProcess().TotalProcessorTime;
        return database is null ? own : own + TimeSpan.FromSeconds(Directory.EnumerateDirectories("/proc")
            .Where(one => char.IsAsciiDigit(one[^1])).Sum(Ticks) / (double)TicksPerSecond);
    }

    // A server's process is called by the user and the database that it serves.
    long Ticks(string process)
    {
        try
        {
            var name = File.ReadAllText($"{process}/cmdline");
            if (!name.StartsWith("postgres: ", StringComparison.Ordinal)
                || !name.Contains(database!, StringComparison.Ordinal)) return 0;
            var fields = File.ReadAllText($"{process}/stat").Split(' ');
            return long.Parse(fields[UserTicks], CultureInfo.InvariantCulture)
                + long.Parse(fields[SystemTicks], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }
}
