using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Strategies;
using Spectre.Console;

namespace Perennial.Cli.Strategies;

/// <summary>Says in a terminal what a folder of strategies holds.</summary>
static class PlanTables
{
    public static void Write(Terminal terminal, ReadStrategies read)
    {
        var console = terminal.Tables();
        if (read.Mistakes.All.Count > 0)
        {
            Lines(terminal, "mistake", read.Mistakes.All, read.Mistakes.Untold);
            console.WriteLine("Nothing can be applied before that is corrected.");
            return;
        }
        var table = PlainTable.Of("strategy", "#priority", "#holdout", "begins with", "steps");
        table.Columns[3].NoWrap = table.Columns[4].NoWrap = false;
        foreach (var strategy in read.Set.Strategies.OrderByDescending(one => one.Priority))
        {
            table.AddRow(new Text(strategy.Name), new Text($"{strategy.Priority}"), new Text($"{strategy.Holdout:P0}"),
                new Text(PlanWords.Of(strategy.Trigger)), new Text(PlanWords.Of(strategy.Steps)));
        }
        console.Write(table);
        var policies = read.Set.Policies;
        console.WriteLine($"{read.Segments.Count} segments, {read.Set.Offers.Count} offers, {read.Set.Occasions.Count} "
            + $"occasions, {policies.Topics.Count} topics, {policies.Frequency.Count} policies of frequency, "
            + $"{policies.Law.Count} laws, {read.Set.Channels.Channels.Count} channels, {read.DatedRows} dates.");
        if (read.Warnings.Count > 0) Lines(terminal, "warning", read.Warnings, 0);
        else console.WriteLine("Nothing is wrong.");
    }

    static void Lines(Terminal terminal, string one, IReadOnlyList<BadInputException> all, int untold)
    {
        var console = terminal.Tables();
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{all.Count + untold} {(all.Count + untold == 1 ? one : $"{one}s")}[/]");
        foreach (var told in all) console.WriteLine(told.Message);
        if (untold > 0) console.WriteLine($"and {untold} more.");
    }
}
