using System.CommandLine;
using Perennial.Cli.Shell;

namespace Perennial.Cli.Forecasts;

/// <summary><c>perennial validate …</c></summary>
static class ValidateVerb
{
    public static Command Create(Terminal terminal) =>
        new("validate", "How well forecasts would have been on the shop's own past, against naive ones.")
        {
            ValidateCycle.Create(terminal),
            ValidateLifetime.Create(terminal),
        };
}
