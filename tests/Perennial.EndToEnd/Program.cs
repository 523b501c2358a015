using Perennial.Cli;
using Perennial.EndToEnd.Harms;
using Perennial.EndToEnd.Live;

// What a test kills is a process of its own, this program once more: a shop whose clock it moves, or one that ticks.
return MovedClock.Asked(args) is var (clock, arguments)
    ? await CommandLine.Run(arguments, Console.Out, Console.Error, clock)
    : TickingProcess.Asked(args) is var (place, at) ? TickingProcess.Run(place, at)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
