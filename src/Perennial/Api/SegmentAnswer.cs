namespace Perennial.Api;

/// <summary>A named segment.</summary>
sealed record SegmentAnswer(
    string Name, string Note, int Customers, double Share, long Orders, decimal Revenue, decimal? AverageOrderValue);

/// <summary>The grid of R by F, or of R by the two-dimensional rating.</summary>
sealed record GridAnswer(int Bins, string Across, IReadOnlyList<CellAnswer> Cells);

/// <summary>One cell of the grid.</summary>
sealed record CellAnswer(int R, int Across, int Customers, double Share, long Orders, decimal Revenue);
