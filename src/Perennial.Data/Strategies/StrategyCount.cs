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
}
