using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>What happens to somebody, beside contacts of strategies.</summary>
enum What
{
    Form, Order, Click, Reply, OtherContact, Outcome, Yes, No, Suppressed, Erased, AddressesLost, AddressesFound,
    Pressure, MovesIn, Listed, ClockGoesBack, StandsOnAList,
}

/// <summary>One thing that happens.</summary>
/// <param name="AtMs">When it is heard of, by a clock that is right.</param>
/// <param name="What">What.</param>
sealed record Happening(long AtMs, What What)
{
    /// <summary>So long before, it happened.</summary>
    public long LateMs { get; init; }

    public ContactChannel Channel { get; init; } = ContactChannel.Email;

    /// <summary>A topic, an outcome, a word.</summary>
    public string? Words { get; init; }
}

/// <summary>Somebody to whom things happen.</summary>
sealed record DrawnPerson(string Key, string? Country, IReadOnlyList<string> Zones)
{
    public IReadOnlyList<ConsentStatement> Said { get; init; } = [];

    public required IReadOnlyList<Happening> Happenings { get; init; }
}

/// <summary>A shop for a few weeks: strategies, what limits them, and people. Follows from its seed.</summary>
sealed record DrawnWorld(ulong Seed)
{
    public required StrategySet Set { get; init; }

    public required ContactOptions Options { get; init; }

    public required Instant From { get; init; }

    public required Instant Until { get; init; }

    /// <summary>The strategies that are published later, under the same names, and when.</summary>
    public IReadOnlyList<Strategy> Later { get; init; } = [];

    public Instant LaterAt { get; init; } = Instant.Never;

    /// <summary>Whether those who are under way move to the later version.</summary>
    public bool MovesThem { get; init; }

    /// <summary>One, or two who turn out to be one.</summary>
    public required IReadOnlyList<DrawnPerson> People { get; init; }

    public Instant JoinedAt { get; init; } = Instant.Never;

    public static IReadOnlyList<(string Country, DateOnly Day)> Holidays { get; } =
    [
        ("FR", new(2026, 4, 6)), ("FR", new(2026, 5, 1)), ("FR", new(2026, 11, 11)), ("US", new(2026, 11, 26)),
    ];
}
