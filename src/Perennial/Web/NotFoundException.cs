namespace Perennial.Web;

/// <summary>The address names something that is not there.</summary>
sealed class NotFoundException(string place, string problem, string remedy) : Exception(problem)
{
    public string Place { get; } = place;
    public string Problem { get; } = problem;
    public string Remedy { get; } = remedy;
}
