using Perennial.Core;

namespace Perennial.Api;

/// <summary>An RFM segment.</summary>
sealed record RfmSegmentAnswer(
    string Name, string Note, int Customers, double Share, long Orders, decimal Revenue, decimal? AverageOrderValue);

/// <summary>The grid of R by F, or of R by the two-dimensional rating.</summary>
sealed record GridAnswer(int Bins, string Across, IReadOnlyList<CellAnswer> Cells);

/// <summary>One cell of the grid.</summary>
sealed record CellAnswer(int R, int Across, int Customers, double Share, long Orders, decimal Revenue);

/// <summary>A segment, its size, and what it is watched for: nothing where nobody writes down who comes
/// and goes.</summary>
sealed record SegmentAnswer(
    string Name, string Set, string Description, string Rule, string Words, int Customers, double Share, long Orders,
    decimal Revenue, IReadOnlyList<string> Watched);

/// <summary>How many a rule holds of; without numbers and with an error where it is wrong.</summary>
sealed record RuleCountAnswer(
    int? Count, double? Share, string Words, ErrorAnswer? Error, IReadOnlyList<string> Hints);

/// <summary>What is wrong, and what to do; <c>others</c> is what else is wrong in the same text.</summary>
sealed record ErrorAnswer(string Place, string Problem, string Remedy, IReadOnlyList<ErrorAnswer> Others)
{
    public static ErrorAnswer Of(BadInputException error) =>
        new(error.Place, error.Problem, error.Remedy, [.. error.Others.Select(Of)]);
}
