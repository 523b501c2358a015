using Perennial.Cli.Shell;
using Perennial.Contacts;
using Spectre.Console;

namespace Perennial.Cli.Strategies;

/// <summary>Says in a terminal what publishing files would change, and on how many customers.</summary>
static class ImpactTables
{
    /// <summary>What would change; of how many customers, or why nobody was asked.</summary>
    public static void Write(
        Terminal terminal, ProposedStrategies proposed, ProposedImpact? impact, string notAsked)
    {
        var console = terminal.Tables();
        console.WriteLine();
        foreach (var change in proposed.Changes)
        {
            console.WriteLine($"{change.Strategy}: {StrategyTables.Words(change)}");
            foreach (var line in change.Lines) console.WriteLine($"  {line}");
        }
        foreach (var file in proposed.OtherFiles) console.WriteLine($"{file.File}: {file.Words}");
        if (!proposed.Any) console.WriteLine("Nothing is another than it is in force.");
        if (impact is null)
        {
            console.WriteLine(notAsked);
            return;
        }
        console.WriteLine();
        var table = PlainTable.Of(
            "strategy", "#in the audience", "#enter now", "#a day", "next date", "first contacts");
        table.Columns[5].NoWrap = false;
        foreach (var one in impact.Strategies)
        {
            table.AddRow(new Text(one.Strategy), new Text($"{one.Audience:N0}"), new Text(ImpactWords.Now(one)),
                new Text(ImpactWords.PerDay(one)), new Text(ImpactWords.Expected(one)),
                new Text(ImpactWords.First(one)));
        }
        console.Write(table);
        console.WriteLine(ImpactWords.Asked(impact));
        foreach (var one in impact.TooMany) console.WriteLine(ImpactWords.TooMany(one));
    }
}
