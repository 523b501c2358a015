using System.CommandLine;
using System.CommandLine.Parsing;
using Perennial.Core;

namespace Perennial.Cli;

/// <summary>What is wrong with a command line, and what was probably meant.</summary>
static class Slips
{
    /// <summary>What to say of it, a line each.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is not [var first, ..]) return [.. parsed.Errors.Select(error => error.Message)];
        // A verb that is not known is one slip, and what its options would be of another verb is none.
        if (command.Subcommands.Count > 0 && !first.StartsWith('-'))
            return [$"There is no verb '{first}'.{Near(first, command.Subcommands.Select(verb => verb.Name))}"];
        // What follows an option that is not known was to be its value.
        var options = parsed.UnmatchedTokens.Where(token => token.StartsWith('-')).Concat(Mistaken(parsed)).ToList();
        return
        [
            .. parsed.Errors.Select(error => error.Message)
                .Where(message => !parsed.UnmatchedTokens.Any(token => message.Contains($"'{token}'"))),
            .. options.Select(token => $"There is no option '{token}' here.{NearOption(token, command)}"),
            .. options.Count > 0 ? [] : parsed.UnmatchedTokens.Select(token =>
                $"'{token}' is one argument too many; an argument with blanks needs quotes."),
        ];
    }

    // An option that is not known is taken for an argument where the verb takes one.
    static IEnumerable<string> Mistaken(ParseResult parsed) => parsed.CommandResult.Children
        .OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
        .Where(token => token.StartsWith("--", StringComparison.Ordinal));

    static string Near(string wrong, IEnumerable<string> known) =>
        NearestNames.Of(wrong, known) is { Count: > 0 } near ? $" {NearestNames.Remedy(wrong, near)}" : "";

    // Dashes are no likeness.
    static string NearOption(string wrong, Command command)
    {
        var known = command.Options.Where(option => !option.Hidden).Select(option => option.Name[2..]);
        return NearestNames.Of(wrong.TrimStart('-'), known) is [var near, ..] ? $" Did you mean '--{near}'?" : "";
    }
}
