using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Perennial.Core;

namespace Perennial.Cli.Shell;

/// <summary>Options that several verbs share, each with one name and one meaning.</summary>
static class Options
{
    public const string StoreVariable = "PERENNIAL_STORE";
    const string DefaultStore = "perennial.db";

    public static Option<string> Store() => new("--store")
    {
        Description = "Where the shop is kept: a file, or postgres://name:password@host/database. "
            + $"Default: ${StoreVariable}, else {DefaultStore} in this folder.",
        HelpName = "PLACE",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(StoreVariable) is { Length: > 0 } path
            ? path : DefaultStore,
    };

    public const string ErasuresVariable = "PERENNIAL_ERASURES";

    /// <summary>Null where neither option nor variable says it: the store's usual place.</summary>
    public static Option<string?> Erasures() => new("--erasures")
    {
        Description = "The list of erasures outside the store, by which a restored copy forgets them too. "
            + $"Default: ${ErasuresVariable}, else beside the shop's file with the ending .erasures; of a database in "
            + "this account's folder for programs' data.",
        HelpName = "FILE",
        DefaultValueFactory = _ =>
            Environment.GetEnvironmentVariable(ErasuresVariable) is { Length: > 0 } path ? path : null,
    };

    public static Option<DateOnly?> AsOf(string name = "--as-of") => new(name)
    {
        Description = "Answer as of the end of this day, by the facts known to have happened by then.",
        HelpName = "yyyy-MM-dd",
        CustomParser = ParseDate,
    };

    public static Option<DateOnly?> AsKnown() => new("--as-known")
    {
        Description = "With --as-of: by what the shop had learned by the end of this day. Default: by everything that"
            + " is known now.",
        HelpName = "yyyy-MM-dd",
        CustomParser = ParseDate,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of tables." };

    public static Option<string?> Out(string what) => new("--out", "-o")
    {
        Description = $"Write {what} to this file; - for standard output.",
        HelpName = "FILE",
    };

    /// <summary>Who is meant: a rule or a segment.</summary>
    public static Argument<string?> Who(string what) => new("RULE")
    {
        Description = $"{what} of this rule, or of the segment of this name. Left out: all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<int> Limit(int byDefault, string what) => new("--limit", "-n")
    {
        Description = $"How many {what} to show at most. Default: {byDefault}.",
        DefaultValueFactory = _ => byDefault,
        Validators = { AtLeastZero },
    };

    /// <summary>What an option was called before. Scripts say so still; help does not.</summary>
    public static Option<string?> Former(string name) => new(name) { Hidden = true };

    /// <summary>The last instant of a day in the shop's calendar, or the present.</summary>
    public static Instant Resolve(DateOnly? asOf, ShopCalendar calendar, Instant now) =>
        asOf is { } date ? calendar.EndOf(ShopCalendar.Day(date)) : now;

    // Validators run although a value could not be read, and asking for that value then throws.
    static void AtLeastZero(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var limit) && limit < 0)
            result.AddError("--limit must be 0 or more.");
    }

    static DateOnly? ParseDate(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        var name = (result.Parent as OptionResult)?.Option.Name ?? "--as-of";
        result.AddError($"'{text}' is no day: write {name} yyyy-MM-dd, for example 2026-06-30.");
        return null;
    }
}
