using System.Text.Json.Serialization;
using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Reports;

/// <summary>What became of a file: its facts, and the account of every row.</summary>
/// <param name="Batch">The facts, ready for the store.</param>
/// <param name="Report">The account.</param>
public sealed record IntakeResult(FactBatch Batch, IntakeReport Report);

/// <summary>What happened to a row.</summary>
public enum RowFate
{
    /// <summary>It is in the batch.</summary>
    Imported,

    /// <summary>It takes back, wholly or in part, an order in the batch.</summary>
    TakenBack,

    /// <summary>It was in the file before, word for word.</summary>
    Duplicate,

    /// <summary>It was left out by a rule; nothing is wrong with it.</summary>
    LeftOut,

    /// <summary>It could not be understood. Listed in the rejects file.</summary>
    Rejected,
}

/// <summary>How many rows met one fate for one reason. The rows of all reasons add up to the rows read.</summary>
/// <param name="Fate">What happened to them.</param>
/// <param name="Code">The reason for programs, e.g. "no-customer".</param>
/// <param name="Words">The reason for people.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="ValueCents">What they are worth as written, returns negative; for
/// <see cref="RowFate.TakenBack"/> only what was in fact taken back.</param>
/// <param name="NotAppliedCents">For cancellations: the part for which no order was found, not positive.</param>
public sealed record RowCount(
    RowFate Fate, string Code, string Words, long Rows, long ValueCents, long NotAppliedCents = 0);

/// <summary>The account of a file that was read.</summary>
public sealed record IntakeReport
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Name of its format, e.g. "shopify" or "orders".</summary>
    public required string Format { get; init; }

    /// <summary>What was detected or asked for: encoding, columns, dates, amounts. For people.</summary>
    public required IReadOnlyList<(string What, string Found)> Detected { get; init; }

    /// <summary>Rows read, the header not counted.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Every row by fate and reason; adds up to <see cref="RowsRead"/>.</summary>
    public required IReadOnlyList<RowCount> Rows { get; init; }

    /// <summary>What to know besides.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The file with the rejected rows; null if there are none or they are only counted.</summary>
    public string? RejectsPath { get; init; }

    /// <summary>Customers in the batch.</summary>
    public required int Customers { get; init; }

    /// <summary>Orders in the batch.</summary>
    public required int Orders { get; init; }

    /// <summary>Order lines in the batch; 0 where only totals are known.</summary>
    public required int Lines { get; init; }

    /// <summary>Products in the batch.</summary>
    public required int Products { get; init; }

    /// <summary>Days in the batch on which customers buy for somebody else.</summary>
    public int Dates { get; init; }

    /// <summary>Activities in the batch.</summary>
    public int Activities { get; init; }

    /// <summary>Contacts in the batch.</summary>
    public int Contacts { get; init; }

    /// <summary>Responses in the batch.</summary>
    public int Responses { get; init; }

    /// <summary>Value of the orders before discounts, cents.</summary>
    public required long GrossCents { get; init; }

    /// <summary>Discounts, cents.</summary>
    public required long DiscountCents { get; init; }

    /// <summary>Given back, cents.</summary>
    public required long RefundedCents { get; init; }

    /// <summary>Gross less discounts and refunds, cents.</summary>
    public long NetCents => GrossCents - DiscountCents - RefundedCents;

    /// <summary>First order; None if there is none.</summary>
    public required Instant FirstOrderAt { get; init; }

    /// <summary>Last order; None if there is none.</summary>
    public required Instant LastOrderAt { get; init; }

    /// <summary>ISO 4217 code of the amounts, or null where the file does not say.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether a row is an order's line.</summary>
    [JsonIgnore]
    public bool IsOfLines { get; init; }

    /// <summary>Number of rows about people who were erased.</summary>
    [JsonIgnore]
    public long ErasedRows => Rows.Where(row => row.Code == Reason.Erased.Code).Sum(row => row.Rows);

    /// <summary>Number of rows with a fate.</summary>
    public long Count(RowFate fate) => Rows.Where(row => row.Fate == fate).Sum(row => row.Rows);
}
