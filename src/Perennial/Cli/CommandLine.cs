using System.CommandLine;
using System.CommandLine.Parsing;
using Perennial.Cli.Access;
using Perennial.Cli.Customers;
using Perennial.Cli.Destinations;
using Perennial.Cli.Forecasts;
using Perennial.Cli.Import;
using Perennial.Cli.Insights;
using Perennial.Cli.Scoring;
using Perennial.Cli.Segments;
using Perennial.Cli.Serving;
using Perennial.Cli.Shell;
using Perennial.Cli.Shop;
using Perennial.Cli.Strategies;
using Perennial.Core;

namespace Perennial.Cli;

/// <summary>The program's verbs, and what their failures mean to a shell.</summary>
static class CommandLine
{
    const int BadInput = 1;
    const int Usage = 2;
    const int Cancelled = 130;

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter log, TimeProvider time)
    {
        var terminal = new Terminal(output, log, time);
        var parsed = Root(terminal).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var slip in Slips.Of(parsed)) await log.WriteLineAsync($"perennial: {slip}");
            await log.WriteLineAsync($"Try: perennial {VerbOf(parsed.CommandResult)}--help");
            return Usage;
        }
        using var stop = new StopSignals();
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = output,
                Error = log,
                // The library's own gives up after a while, and says nothing.
                ProcessTerminationTimeout = null,
            }, stop.Token);
        }
        catch (BadInputException error)
        {
            await log.WriteLineAsync($"perennial: {error.Message}");
            return BadInput;
        }
        catch (OperationCanceledException error)
        {
            var what = error is StoppedException stopped ? stopped.Message : StoppedException.NothingChanged;
            await log.WriteLineAsync($"perennial: stopped; {what}");
            return Cancelled;
        }
    }

    // "staff add ", of the verb that was named.
    static string VerbOf(CommandResult verb) => verb.Command is RootCommand ? ""
        : $"{(verb.Parent is CommandResult above ? VerbOf(above) : "")}{verb.Command.Name} ";

    internal static RootCommand Root(Terminal terminal) => new(
        """
        Brings customers back: scores what they did, names who to contact, and lists the calls in order.

        Data goes to standard output, everything else to standard error.
        Exit codes: 0 done, 1 bad input (the message says where, what and what to do), 2 wrong usage, 130 stopped.
        """)
    {
        DemoVerb.Create(terminal),
        ScoreVerb.Create(terminal),
        ImportVerb.Create(terminal),
        RescoreVerb.Create(terminal),
        SegmentsVerb.Create(terminal),
        PlanVerb.Create(terminal),
        ApplyVerb.Create(terminal),
        StrategiesVerb.Create(terminal),
        DecisionsVerb.Create(terminal),
        CapacityVerb.Create(terminal),
        StopVerb.Stop(terminal),
        StopVerb.Start(terminal),
        CallsVerb.Create(terminal),
        CustomerVerb.Create(terminal),
        DuplicatesVerb.Create(terminal),
        ExportVerb.Create(terminal),
        SettingsVerb.Create(terminal),
        SourcesVerb.Create(terminal),
        ServeVerb.Create(terminal),
        CopyVerb.Create(terminal),
        BackupVerb.Create(terminal),
        RestoreVerb.Create(terminal),
        DoctorVerb.Create(terminal),
        LifetimeVerb.Create(terminal),
        ValidateVerb.Create(terminal),
        InsightsVerb.Create(terminal),
        DestinationsVerb.Create(terminal),
        SyncVerb.Create(terminal),
        StaffVerb.Create(terminal),
        KeysVerb.Create(terminal),
        ImportsVerb.Create(terminal),
        AuditVerb.Create(terminal),
        EraseVerb.Create(terminal),
    };
}
