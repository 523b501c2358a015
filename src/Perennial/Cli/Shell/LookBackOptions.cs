using System.CommandLine;
using Perennial.Core;
using Perennial.Shop;

namespace Perennial.Cli.Shell;

/// <summary>The options by which a verb looks back at the shop.</summary>
sealed class LookBackOptions
{
    readonly Option<DateOnly?> asOf = Options.AsOf();
    readonly Option<DateOnly?> asKnown = Options.AsKnown();

    /// <summary>Adds them to a verb.</summary>
    public LookBackOptions(Command command)
    {
        command.Add(asOf);
        command.Add(asKnown);
    }

    /// <summary>What was asked for, said on the log; null for the present.</summary>
    /// <exception cref="BadInputException">It is said by when facts were known, and not as of when.</exception>
    public LookBack? Read(ParseResult parsed, Terminal terminal)
    {
        var known = parsed.GetValue(asKnown);
        if (parsed.GetValue(asOf) is not { } day)
        {
            return known is null ? null : throw new BadInputException("--as-known",
                "It says what was known of a day, and no day is given.", "Add --as-of with the day to look at.");
        }
        var back = new LookBack(day, known);
        terminal.Log.WriteLine(back.Words);
        return back;
    }
}
