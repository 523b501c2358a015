using System.Text.RegularExpressions;
using Perennial.Core;

namespace Perennial.Bench.Mutations;

/// <summary>
/// Which wrong changes of the product do its tests notice? One build holds them all; each is switched on in turn, and
/// the classes that should notice are run.
/// </summary>
static partial class MutationsBench
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(90);

    public static int Run(string[] arguments)
    {
        if (arguments is not [var root, .. var numbers])
        {
            Console.Error.WriteLine("bench mutations REPOSITORY [number...]");
            return 2;
        }
        try
        {
            return Run(root, [.. numbers.Select(int.Parse)]);
        }
        catch (BadInputException error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }

    static int Run(string root, HashSet<int> chosen)
    {
        var all = Directory.GetFiles(Path.Combine(root, "bench/mutations"), "*.txt").Order(StringComparer.Ordinal)
            .SelectMany(Mutation.Read).OrderBy(mutation => mutation.Number).ToList();
        var tree = new MutatedTree(root, Path.Combine(root, "artifacts/mutations"));
        tree.Write(all);
        if (!tree.Build()) return 1;

        var mutations = all.Where(mutation => chosen.Count == 0 || chosen.Contains(mutation.Number)).ToList();
        var unchanged = Tests(tree, mutations.SelectMany(mutation => mutation.Tests).Distinct(), mutant: 0, []);
        Console.Error.WriteLine($"Switched off: {Total().Match(unchanged.Output).Value} in {unchanged.Seconds:0} s.");
        if (unchanged.ExitCode != 0)
        {
            Console.Error.WriteLine(unchanged.Output);
            return 1;
        }

        Console.WriteLine("| n | file | instead of | stands | breaks | noticed by | s |");
        Console.WriteLine("|--:|---|---|---|---|---|--:|");
        var survived = 0;
        foreach (var mutation in mutations)
        {
            var run = Tests(tree, mutation.Tests, mutation.Number, ["-stopOnFail"]);
            if (run.ExitCode == 0) survived++;
            Console.WriteLine($"| {mutation.Number} | {mutation.File} | {Code(mutation.From)} | {Code(mutation.To)} "
                + $"| {mutation.Breaks} | {NoticedBy(run)} | {run.Seconds:0.0} |");
        }
        Console.WriteLine();
        Console.WriteLine($"{mutations.Count - survived} caught, {survived} survived.");
        return survived == 0 ? 0 : 1;
    }

    static Command Tests(MutatedTree tree, IEnumerable<string> classes, int mutant, string[] further)
    {
        var filters = classes.SelectMany(name => new[] { "-class", "*." + name });
        var time = mutant == 0 ? TimeSpan.FromMinutes(20) : patience;
        var run = Command.Run(tree.Tests, ["-noLogo", "-noColor", .. further, .. filters], mutant, time);
        if (run.ExitCode == 0 && !SomeTest().IsMatch(run.Output))
            throw new BadInputException(string.Join(", ", classes), "No test ran.", "Name classes that have some.");
        return run;
    }

    [GeneratedRegex(@"Total: [1-9]\d*")]
    private static partial Regex SomeTest();

    [GeneratedRegex(@"Total: .*")]
    private static partial Regex Total();

    [GeneratedRegex(@"(?m)^\s*(?:Perennial\.Tests\.)?(\S+?)(?:\(.*\))? \[FAIL\]")]
    private static partial Regex Failed();

    static string NoticedBy(Command run) => run switch
    {
        { ExitCode: 0 } => "**nobody**",
        { ExitCode: null } => "the time limit",
        _ when Failed().Match(run.Output) is { Success: true } test => test.Groups[1].Value,
        _ => "the runner, which stopped",
    };

    static string Code(string text) => text.Length == 0 ? "nothing" : $"`{text.Replace("|", @"\|")}`";
}
