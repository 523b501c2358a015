namespace Perennial.Core;

/// <summary>
/// Something from outside is wrong: a file, a setting, a rule. Says where, what, and what to do. The command line
/// prints it and exits with 1; the web app shows it with status 400.
/// </summary>
public class BadInputException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="place">Where: a file, "orders.csv line 7, column total", an option.</param>
    /// <param name="problem">What is wrong, with the value found. One sentence.</param>
    /// <param name="remedy">What to do. One sentence.</param>
    /// <param name="inner">What it was found by; null where that says no more.</param>
    public BadInputException(string place, string problem, string remedy, Exception? inner = null)
        : base($"{place}: {problem} {remedy}", inner)
    {
        Place = place;
        Problem = problem;
        Remedy = remedy;
    }

    BadInputException(IReadOnlyList<BadInputException> all)
        : base(string.Join('\n', all.Select(one => one.Message)), all[0].InnerException)
    {
        (Place, Problem, Remedy) = (all[0].Place, all[0].Problem, all[0].Remedy);
        Others = [.. all.Skip(1)];
    }

    /// <summary>Several mistakes of one text as one error, each on a line of its message.</summary>
    /// <param name="all">At least one, in the order of their places. A single one is returned as it is.</param>
    public static BadInputException Of(IReadOnlyList<BadInputException> all) =>
        all.Count == 1 ? all[0] : new BadInputException(all);

    /// <summary>What else is wrong, where more was looked at than the first mistake.</summary>
    public IReadOnlyList<BadInputException> Others { get; } = [];

    /// <summary>Where.</summary>
    public string Place { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
