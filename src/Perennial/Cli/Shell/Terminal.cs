using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Shell;

/// <summary>Where a verb writes: data, log, tables, progress; and what time it is.</summary>
sealed class Terminal(TextWriter output, TextWriter log, TimeProvider time)
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    const int WidthWithoutTerminal = 160;

    public TextWriter Output => output;

    public TextWriter Log => log;

    public TimeProvider Time => time;

    /// <summary>The one reading of the clock an operation makes.</summary>
    public Instant Now() => Instant.From(time.GetUtcNow());

    /// <summary>Who changes something through this terminal, for the audit.</summary>
    public Actor Actor { get; } = Actor.Terminal(
        $"{Environment.GetEnvironmentVariable("LOGNAME") ?? "somebody"} at {Environment.MachineName}");

    /// <summary>Says on the log where the newest order is long past.</summary>
    /// <param name="newest">When that was; None without any.</param>
    /// <param name="calendar">The shop's.</param>
    /// <param name="today">The day that is looked at.</param>
    public void SayIfOld(Instant newest, ShopCalendar calendar, int today)
    {
        var old = OldData.Of(newest.HasValue ? calendar.DayOf(newest) : null, today);
        if (old.Length > 0) log.WriteLine(old);
    }

    public void WriteJson<T>(T value) => output.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>A console for tables, on the data or the log stream; colours only where a terminal shows
    /// them.</summary>
    public IAnsiConsole Tables(bool onLog = false)
    {
        var redirected = onLog ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(onLog ? log : output),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (redirected) console.Profile.Width = WidthWithoutTerminal;
        return console;
    }

    /// <summary>Writes a table; where it has no rows a sentence that says so, which is no data.</summary>
    public void Write(Table table, string whereEmpty)
    {
        if (table.Rows.Count > 0) Tables().Write(table);
        else log.WriteLine(whereEmpty);
    }

    /// <summary>Runs long work with a bar on a terminal, and silently elsewhere.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">Is given a report of the share done, 0..1, and a phase to name beside it.</param>
    public T WithProgress<T>(string title, Func<Action<string, double>, T> work)
    {
        if (Console.IsErrorRedirected) return work((_, _) => { });
        T result = default!;
        Tables(onLog: true).Progress().AutoClear(true).HideCompleted(true).Start(context =>
        {
            var bar = context.AddTask(title, maxValue: 1);
            result = work((phase, share) =>
            {
                bar.Description = Markup.Escape($"{title}: {phase}");
                bar.Value = Math.Clamp(share, 0, 1);
            });
        });
        return result;
    }
}
