namespace Perennial.Api;

/// <summary>One customer in a list: who, and every column of the catalogue by name. Address and number are for contact:
/// they are empty where the customer may not be written to or called.</summary>
sealed record CustomerAnswer(
    string CustomerId, string Key, string Name, string Email, string Phone, string City, string Country,
    IReadOnlyDictionary<string, object?> Columns);

/// <summary>A page of customers.</summary>
sealed record CustomersAnswer(
    int Total, int Page, int Pages, IReadOnlyList<CustomerAnswer> Customers, IReadOnlyList<string> Hints);

/// <summary>Everything about one customer.</summary>
sealed record CustomerRecordAnswer(
    CustomerAnswer Customer, IReadOnlyDictionary<string, MayContactAnswer> MayContact,
    IReadOnlyList<ScoreAnswer> Scores, IReadOnlyList<OrderAnswer> Orders);

/// <summary>Whether a customer may be contacted by a channel, and why not.</summary>
sealed record MayContactAnswer(bool Yes, string Reason, string Words);

/// <summary>A score with the cut points that gave it, in words.</summary>
sealed record ScoreAnswer(string Score, int Value, string Measure, string Limits);

/// <summary>One order.</summary>
sealed record OrderAnswer(
    string PlacedAt, string Number, decimal Gross, decimal Discount, decimal Refunded, decimal Net,
    IReadOnlyList<LineAnswer> Lines);

/// <summary>One line of an order.</summary>
sealed record LineAnswer(string Product, int Quantity, int Returned, decimal Net);
