using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>What was written down of one customer, in the order in which it came about.</summary>
/// <param name="Now">What the shop's clock showed.</param>
abstract record LogLine(Instant Now);

/// <summary>Something was heard of, and when it happened by the shop's clock.</summary>
sealed record HeardLine(Instant Now, Happening Happening, Instant At) : LogLine(Now);

/// <summary>A strategy was entered.</summary>
sealed record EnteredLine(Instant Now, Enrollment Enrollment) : LogLine(Now);

/// <summary>A strategy was left.</summary>
sealed record LeftLine(Instant Now, Enrollment Enrollment) : LogLine(Now);

/// <summary>A candidate was decided.</summary>
sealed record DecidedLine(Instant Now, Decision Decision) : LogLine(Now);

/// <summary>Strategies were published anew.</summary>
sealed record PublishedLine(Instant Now) : LogLine(Now);

/// <summary>Somebody turned out to be the same customer, with what was written down of them.</summary>
sealed record JoinedLine(Instant Now, IReadOnlyList<LogLine> Other) : LogLine(Now);
