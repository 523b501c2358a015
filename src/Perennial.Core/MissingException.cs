namespace Perennial.Core;

/// <summary>What is to be changed is not there. The API, whose addresses name what is changed, answers 404; elsewhere
/// it is bad input like any other.</summary>
/// <param name="place">Where it was looked for.</param>
/// <param name="problem">What is missing. One sentence.</param>
/// <param name="remedy">What to do. One sentence.</param>
public sealed class MissingException(string place, string problem, string remedy)
    : BadInputException(place, problem, remedy);
