namespace Perennial.Api;

/// <summary>The shop at a glance. Amounts are in currency units.</summary>
sealed record ShopAnswer(
    string Name, string Currency, string AsOf, int Customers, int Prospects, long Orders, decimal Revenue,
    long? ScoringRun, IReadOnlyList<MonthAnswer> Months);

/// <summary>Orders of one month.</summary>
sealed record MonthAnswer(string Month, int Orders, decimal Revenue);
