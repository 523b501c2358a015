namespace Perennial.Api;

/// <summary>One line of the call list; no rank for customers who came since the last scoring run, no number and the
/// reason for whoever may not be called.</summary>
sealed record CallAnswer(
    int? Rank, string CustomerId, string Name, string Phone, int Tier, string RfmSegment, string Why,
    string WhyNot);

/// <summary>A page of the call list.</summary>
sealed record CallsAnswer(
    int Total, int Page, int Pages, IReadOnlyList<CallAnswer> Calls, IReadOnlyList<string> Hints);
