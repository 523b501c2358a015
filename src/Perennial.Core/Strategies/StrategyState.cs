namespace Perennial.Core.Strategies;

/// <summary>Whether a strategy is at work. Numbers are stored; never renumber.</summary>
public enum StrategyState : byte
{
    /// <summary>Customers enter, and go on.</summary>
    Live = 1,

    /// <summary>Somebody has stopped it: nobody enters, and whoever is in it stays where they are.</summary>
    Stopped = 2,

    /// <summary>It paused itself before more entered than anybody had foreseen: nobody does before a person says so,
    /// and whoever is in it goes on.</summary>
    Paused = 3,

    /// <summary>It is no longer among the files: nobody enters, and whoever is in it goes on to the end.</summary>
    Removed = 4,
}
