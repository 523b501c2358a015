namespace Perennial.Api;

/// <summary>The shop at a glance. Amounts are in currency units.</summary>
sealed record ShopAnswer(
    string Name, string Currency, string AsOf, int Customers, int Prospects, long Orders, decimal Revenue,
    long? ScoringRun, IReadOnlyList<MonthAnswer> Months);

/// <summary>Orders of one month.</summary>
sealed record MonthAnswer(string Month, int Orders, decimal Revenue);

/// <summary>One customer in a list: who, and every column of the catalogue by name.</summary>
sealed record CustomerAnswer(
    string CustomerId, string Key, string Name, string Email, string Phone, string City, string Country,
    IReadOnlyDictionary<string, object?> Columns);

/// <summary>A page of customers.</summary>
sealed record CustomersAnswer(int Total, int Page, int Pages, IReadOnlyList<CustomerAnswer> Customers);

/// <summary>Everything about one customer.</summary>
sealed record CustomerRecordAnswer(
    CustomerAnswer Customer, IReadOnlyList<ScoreAnswer> Scores, IReadOnlyList<OrderAnswer> Orders);

/// <summary>A score with the cut points that gave it, in words.</summary>
sealed record ScoreAnswer(string Score, int Value, string Measure, string Limits);

/// <summary>One order.</summary>
sealed record OrderAnswer(
    string PlacedAt, string Number, decimal Gross, decimal Discount, decimal Refunded, decimal Net,
    IReadOnlyList<LineAnswer> Lines);

/// <summary>One line of an order.</summary>
sealed record LineAnswer(string Product, int Quantity, int Returned, decimal Net);

/// <summary>A named segment.</summary>
sealed record SegmentAnswer(
    string Name, string Note, int Customers, double Share, long Orders, decimal Revenue, decimal? AverageOrderValue);

/// <summary>The grid of R by F, or of R by the two-dimensional rating.</summary>
sealed record GridAnswer(int Bins, string Across, IReadOnlyList<CellAnswer> Cells);

/// <summary>One cell of the grid.</summary>
sealed record CellAnswer(int R, int Across, int Customers, double Share, long Orders, decimal Revenue);

/// <summary>One line of the call list.</summary>
sealed record CallAnswer(
    int Rank, string CustomerId, string Name, string Phone, int Tier, string Segment, string Why);

/// <summary>A page of the call list.</summary>
sealed record CallsAnswer(int Total, int Page, int Pages, IReadOnlyList<CallAnswer> Calls);

/// <summary>One entry of the catalogue.</summary>
sealed record ColumnAnswer(
    string Name, string ExportName, string Type, string Kind, string Unit, string Formula, string Source);
