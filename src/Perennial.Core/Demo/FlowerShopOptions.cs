using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>What synthetic shop to make.</summary>
public sealed record FlowerShopOptions
{
    /// <summary>How many customers, prospects included; at least 1.</summary>
    public int Customers { get; init; } = 5000;

    /// <summary>Everything follows from it: the same seed and end give the same shop, on any machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>No order is placed at or after this instant.</summary>
    public required Instant End { get; init; }

    /// <summary>How many years before <see cref="End"/> the shop opened, 1..20.</summary>
    public int Years { get; init; } = 3;

    /// <summary>The shop's calendar: opening hours, weekdays and occasions are in its time zone.</summary>
    public ShopCalendar Calendar { get; init; } = ShopCalendar.Utc;

    /// <summary>Multiplies how often customers buy while they are active. 1 gives about 5 orders a buyer in three
    /// years, 5 about 10: who buys more often has lapsed sooner.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>Whether customers get names and addresses and products pictures; benchmarks do without.</summary>
    public bool Details { get; init; } = true;

    /// <summary>Whether orders keep their lines. Totals are the same either way.</summary>
    public bool Lines { get; init; } = true;

    /// <summary>Whether orders get their numbers and ids. Benchmarks do without.</summary>
    public bool Numbers { get; init; } = true;

    /// <summary>Whether customers browse, get messages and answer them. Without it, orders are those that nobody
    /// caused, and the same otherwise.</summary>
    public bool Behaviour { get; init; } = true;

    /// <summary>What e-mails do. By default they make an average active customer order up to 0.06 times more a
    /// week.</summary>
    public MailEffect Mails { get; init; } = new(Ceiling: 0.06, Scale: 2);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Customers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Years, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Years, 20);
        if (!(Pace > 0 && double.IsFinite(Pace))) throw new ArgumentException($"Pace {Pace} is not positive.");
        if (!(Mails.Ceiling >= 0 && Mails.Scale > 0)) throw new ArgumentException($"{Mails} is no effect of e-mails.");
        if (!End.HasValue) throw new ArgumentException("The shop needs a last instant.");
    }
}
