using System.CommandLine;
using Perennial.Cli;
using Perennial.Cli.Shell;

namespace Perennial.Tests.Tidy;

/// <summary>The command line's own account of itself.</summary>
static class Commands
{
    public static RootCommand Root() =>
        CommandLine.Root(new Terminal(TextWriter.Null, TextWriter.Null, TimeProvider.System));

    /// <summary>Every verb, with those inside others.</summary>
    public static IEnumerable<Command> All() => Below(Root());

    static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
}
