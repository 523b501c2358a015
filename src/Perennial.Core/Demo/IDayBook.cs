using Perennial.Core.History;
using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>Takes what becomes of one customer's days: as a file that is read at once, or as events that are told day
/// by day.</summary>
interface IDayBook
{
    /// <summary>What the customer did and answered.</summary>
    void Add(DayFacts facts);

    /// <summary>What the customer said.</summary>
    void Add(Voice said);

    /// <summary>What the shop's mailing tool sent; gives the contact's id.</summary>
    FactId Add(in PlannedSend send);
}
