using System.CommandLine;
using Perennial.Cli;

namespace Perennial.Tests.Tidy;

/// <summary>The command line's own account of itself.</summary>
static class Commands
{
    public static RootCommand Root() =>
        CommandLine.Root(new Terminal(TextWriter.Null, TextWriter.Null, TimeProvider.System));
}
