using Perennial.Core;

namespace Perennial.Data.Engines;

/// <summary>The store cannot do its work now, whatever was asked of it: the same may succeed later.</summary>
/// <param name="fault">Why.</param>
/// <param name="place">The file, or the server without its password.</param>
/// <param name="problem">What is wrong. One sentence.</param>
/// <param name="remedy">What to do. One sentence.</param>
/// <param name="inner">What the engine said.</param>
public sealed class StoreAwayException(
    StoreFault fault, string place, string problem, string remedy, Exception? inner = null)
    : BadInputException(place, problem, remedy, inner)
{
    /// <summary>Why.</summary>
    public StoreFault Fault => fault;
}
