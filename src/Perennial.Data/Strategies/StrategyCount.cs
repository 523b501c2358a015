using Perennial.Core.Planning;

namespace Perennial.Data.Strategies;

/// <summary>What a sum of a strategy counts. Numbers are stored; never renumber.</summary>
public enum StrategyCount : byte
{
    /// <summary>Customers who entered.</summary>
    Entered = 1,

    /// <summary>Of those, whom it leaves alone; the reason is who holds them out.</summary>
    HeldOut = 2,

    /// <summary>Enrollments that ended; the reason is why.</summary>
    Ended = 3,

    /// <summary>Entries that were refused; the reason is why.</summary>
    NotEntered = 4,

    /// <summary>Facts that came too late to start anything.</summary>
    TooOld = 5,

    /// <summary>Contacts that were proposed, by step. What of them was decided for good stands beside; the rest
    /// waits.</summary>
    Reached = 6,

    /// <summary>Enrollments that were under way and are no longer kept: their customers were erased.</summary>
    GoneUnderWay = 8,

    /// <summary>Enrollments that were over and are no longer kept.</summary>
    GoneEnded = 9,

    /// <summary>Contacts that go or went.</summary>
    Sent = 10 + Outcome.Sent,

    /// <summary>Contacts that do not go; the reason is the gate.</summary>
    Blocked = 10 + Outcome.Blocked,

    /// <summary>Contacts that would have gone to somebody who is left alone.</summary>
    ContactHeldOut = 10 + Outcome.HeldOut,

    /// <summary>Contacts in whose place others go.</summary>
    Superseded = 10 + Outcome.Superseded,

    /// <summary>Contacts that did not get their turn in time; the reason is the gate that held them up.</summary>
    Expired = 10 + Outcome.Expired,

    /// <summary>Contacts that the strategy itself passed over.</summary>
    LeftOut = 10 + Outcome.LeftOut,

    /// <summary>Refused entries that are no longer kept, for their age or because their customers were erased. Behind
    /// it the same of contacts by what became of them: this and the number of their <see cref="Outcome"/>.</summary>
    GoneNotEntered = 20,

    /// <summary>Contacts that waited and are no longer kept.</summary>
    GoneWaiting = 20 + Outcome.Deferred,
}
