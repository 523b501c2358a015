using System.Globalization;

namespace Perennial.EndToEnd.Live;

/// <summary>A clock that is ahead of the machine's by as many days as a file says, at any moment: what somebody does
/// who sets a server's clock. What has passed is measured as always.</summary>
sealed class MovedClock(string file) : TimeProvider
{
    const string Word = "by-clock";

    /// <summary>The program and arguments that run Perennial by such a clock: this program, as another process.
    /// </summary>
    public static (string Program, string[] Arguments) Start(string clock, string[] arguments) =>
        (Environment.ProcessPath!, [Word, clock, .. arguments]);

    /// <summary>Which clock Perennial is to be run by, and its arguments; null where the tests are to be run.</summary>
    public static (MovedClock Clock, string[] Arguments)? Asked(string[] arguments) =>
        arguments is [Word, var file, .. var rest] ? (new MovedClock(file), rest) : null;

    /// <summary>Sets the clocks that follow a file.</summary>
    public static void Set(string clock, int daysAhead)
    {
        // Whoever reads meanwhile finds one or the other.
        File.WriteAllText(clock + ".new", daysAhead.ToString(CultureInfo.InvariantCulture));
        File.Move(clock + ".new", clock, overwrite: true);
    }

    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow().AddDays(int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
}
