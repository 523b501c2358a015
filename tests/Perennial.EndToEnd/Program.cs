using Perennial.Cli;
using Perennial.EndToEnd.Live;

// A shop whose clock a test moves is a process of its own, to be killed: this program once more.
return MovedClock.Asked(args) is var (clock, arguments)
    ? await CommandLine.Run(arguments, Console.Out, Console.Error, clock)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
