using Perennial.Core;

namespace Perennial.Access;

/// <summary>What is to be changed is not there. The API, whose addresses name what is changed, answers 404; elsewhere
/// it is bad input like any other.</summary>
sealed class MissingException(string place, string problem, string remedy) : BadInputException(place, problem, remedy);
