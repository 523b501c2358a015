using Perennial.Core;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Contacts;

/// <summary>One customer's way through a strategy.</summary>
/// <param name="Enrollment">Where it stands.</param>
/// <param name="At">The step it is at, in words; empty where it is over or cannot be read.</param>
sealed record EnrollmentLine(Enrollment Enrollment, string At);

/// <summary>Why one customer is contacted, or is not.</summary>
/// <param name="View">The customer.</param>
/// <param name="AsOf">As of when.</param>
/// <param name="Enrollments">Their ways through strategies, the newest first.</param>
/// <param name="Decisions">What was decided, the newest first.</param>
sealed record DecisionSheet(CustomerView View, Instant AsOf, IReadOnlyList<EnrollmentLine> Enrollments,
    IReadOnlyList<DecisionRow> Decisions)
{
    /// <summary>Reads it; null where the store does not know the customer.</summary>
    public static DecisionSheet? Of(ShopStore store, CustomerId id, int most, Instant now)
    {
        return CustomerView.Of(store, id, now) is { } view ? Of(store, view, most, now) : null;
    }

    /// <summary>Reads it of a customer who was read already.</summary>
    public static DecisionSheet Of(ShopStore store, CustomerView view, int most, Instant now)
    {
        var id = view.Record.Id;
        var all = store.Decisions.Enrollments(id);
        var book = all.Any(one => one.IsOpen) ? StrategyBooks.InForce(store)?.Book : null;
        var enrollments = all.Select(one => new EnrollmentLine(one,
            one.IsOpen && book is not null && book.Has(one) ? PlaceWords.Of(book.Of(one), one) : ""));
        var decisions = store.Decisions.Of(id, most);
        return new DecisionSheet(view, now, [.. enrollments], decisions)
        {
            Prices = ScarcePrice.Of(store, decisions, now),
            Promises = PromiseLine.Of(store.Offers.Of(id), view.View, now),
        };
    }

    /// <summary>What the customer was promised and still holds, the earliest first.</summary>
    public IReadOnlyList<PromiseLine> Promises { get; init; } = [];

    /// <summary>What one more was worth of what nothing was left of, by decision.</summary>
    public IReadOnlyDictionary<CandidateKey, ScarcePrice> Prices { get; init; } =
        new Dictionary<CandidateKey, ScarcePrice>();

    /// <summary>What the customer is called.</summary>
    public string Name => View.View.NameOf(View.Row);
}
