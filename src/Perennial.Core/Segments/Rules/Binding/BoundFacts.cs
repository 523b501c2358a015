using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>How many facts of a kind lie in a window and meet the conditions.</summary>
abstract class BoundFacts(FactTest test, HistoryTable history) : BoundRule
{
    protected HistoryTable History => history;

    public override int Cost => 100;

    public static BoundFacts Bind(FactTest test, HistoryTable history)
    {
        var products = ProductMatches.Of(test.Conditions, history);
        return test.Fact.Source switch
        {
            FactSource.Order => new BoundOrders(test, history, products),
            FactSource.Refund => new BoundRefunds(test, history),
            FactSource.Activity => new BoundActivities(test, history, products),
            FactSource.Contact => new BoundContacts(test, history),
            _ => new BoundResponses(test, history),
        };
    }

    /// <summary>When each fact of the kind was, ascending, whether or not it meets the conditions.</summary>
    protected abstract ReadOnlySpan<Instant> When(int row);

    /// <summary>When the shop first knew of each; None where that is not known: as it happened.</summary>
    protected abstract ReadOnlySpan<Instant> Known(int row);

    /// <summary>Whether a fact of <see cref="When"/> is of the kind and meets the conditions.</summary>
    protected abstract bool Meets(int row, int fact);

    public override bool Holds(int row, RuleMoment moment) =>
        test.Count.Contains(Count(row, new Reach(test.Window, moment)));

    // Counts no further than the answer needs.
    int Count(int row, in Reach reach)
    {
        var enough = test.Count.To < int.MaxValue ? test.Count.To + 1 : test.Count.From;
        var when = When(row);
        var count = 0;
        for (var fact = 0; fact < when.Length && when[fact] <= reach.To && count < enough; fact++)
            if (IsIn(row, fact, when[fact], reach) && Meets(row, fact)) count++;
        return count;
    }

    bool IsIn(int row, int fact, Instant at, in Reach reach) => at >= reach.From
        || (at >= reach.LateFrom && Known(row) is { IsEmpty: false } known && known[fact] > reach.EnteredAt);

    /// <summary>From when to when facts count: what was heard of only after an entry from earlier on.</summary>
    readonly struct Reach
    {
        public Reach(TimeWindow window, RuleMoment moment)
        {
            (From, To) = window.Bounds(moment);
            LateFrom = window.LateFrom(moment);
            EnteredAt = moment.Entry?.EnteredAt ?? Instant.Never;
        }

        public Instant From { get; }

        public Instant To { get; }

        public Instant LateFrom { get; }

        public Instant EnteredAt { get; }
    }

    public override Instant NextEdge(int row, RuleMoment moment)
    {
        var when = When(row);
        var next = Instant.Never;
        for (var fact = 0; fact < when.Length; fact++)
            if (Meets(row, fact)) next = Earlier(next, test.Window.NextEdge(when[fact], moment));
        return next;
    }

    /// <summary>When each fact of a customer of the source was, ascending.</summary>
    public ReadOnlySpan<Instant> Times(int row) => When(row);

    /// <summary>Whether one of them is of the kind and meets the conditions.</summary>
    public bool Matches(int row, int fact) => Meets(row, fact);

    /// <summary>How many there are, and when the last of them was.</summary>
    public (int Count, Instant Last) Found(int row, RuleMoment moment)
    {
        var reach = new Reach(test.Window, moment);
        var when = When(row);
        var (count, last) = (0, Instant.None);
        for (var fact = 0; fact < when.Length && when[fact] <= reach.To; fact++)
        {
            if (!IsIn(row, fact, when[fact], reach) || !Meets(row, fact)) continue;
            count++;
            last = when[fact];
        }
        return (count, last);
    }

    public override void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        bits.Clear();
        var reach = new Reach(test.Window, moment);
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = wanted[word]; left != 0; left &= left - 1)
            {
                var bit = System.Numerics.BitOperations.TrailingZeroCount(left);
                if (test.Count.Contains(Count(start + word * 64 + bit, reach))) bits[word] |= 1UL << bit;
            }
        }
    }

    /// <summary>The conditions that are not about products.</summary>
    protected static BoundCondition[] Conditions(FactTest test, Func<FactField, bool> which) =>
        test.Conditions.Count == 0 ? [] :
    [
        .. test.Conditions.Where(condition => which(condition.Field))
            .Select(condition => new BoundCondition(condition)),
    ];

    protected static T At<T>(ReadOnlySpan<T> values, int index) => values.IsEmpty ? default! : values[index];
}

/// <summary>A condition on money, a quantity, a duration, a flag, a channel or a text of a fact.</summary>
sealed class BoundCondition(FactCondition condition)
{
    readonly bool negated = condition.Comparison.Negated;
    readonly WholeRange[] ranges =
        condition.Field.Kind == ValueKind.Text ? [] : condition.Comparison.Wholes;

    public FactFieldId Field => condition.Field.Id;

    public string? Property => condition.Field.Property;

    public bool Holds(long value)
    {
        foreach (var range in ranges)
            if (range.Contains(value)) return !negated;
        return negated;
    }

    public bool Holds(long? value) => value is { } known ? Holds(known) : negated;

    public bool Holds(string? text) => condition.Comparison.HoldsOf(text) != negated;
}

/// <summary>Which products meet the conditions on products and categories: looked up by index, so that texts are
/// compared once a product and not once a line.</summary>
sealed class ProductMatches
{
    readonly bool[]? matches;
    readonly bool unknown = true;

    ProductMatches()
    {
    }

    ProductMatches(List<FactCondition> conditions, HistoryTable history)
    {
        if (conditions.Count == 0) return;
        unknown = conditions.TrueForAll(condition => condition.Comparison.Negated);
        matches = new bool[history.Products.Count];
        for (var product = 0; product < matches.Length; product++)
        {
            var category = history.Categories.Count == 0 ? null : history.Categories[product];
            matches[product] = conditions.TrueForAll(condition => condition.Comparison.Negated
                != condition.Comparison.HoldsOf(
                    condition.Field.Id == FactFieldId.Category ? category : history.Products[product]));
        }
    }

    public static ProductMatches Of(IReadOnlyList<FactCondition> conditions, HistoryTable history) =>
        conditions.Count == 0 ? all : new(
            [.. conditions.Where(condition => condition.Field.Id is FactFieldId.Category or FactFieldId.Product)],
            history);

    static readonly ProductMatches all = new();

    /// <summary>Whether a product meets them; −1 for no product.</summary>
    public bool this[int product] => matches is null || (product < 0 ? unknown : matches[product]);
}

sealed class BoundOrders(FactTest test, HistoryTable history, ProductMatches products) : BoundFacts(test, history)
{
    readonly BoundCondition[] ofOrder = Conditions(test, field => !field.OfLines);
    readonly BoundCondition[] ofQuantity = Conditions(test, field => field.Id == FactFieldId.Quantity);
    readonly bool lines = test.Conditions.Any(condition => condition.Field.OfLines);

    protected override ReadOnlySpan<Instant> When(int row) => History[row].Orders.At;

    protected override ReadOnlySpan<Instant> Known(int row) => History[row].Orders.KnownAt;

    protected override bool Meets(int row, int fact)
    {
        var orders = History[row].Orders;
        // Most orders have no such line.
        if (lines && !AnyLine(orders.Lines(fact))) return false;
        var total = orders.GrossCents[fact] - At(orders.DiscountCents, fact);
        var refunded = At(orders.RefundedCents, fact);
        // As in the fold: an order that was fully returned is no purchase.
        if (refunded > 0 && refunded >= total) return false;
        foreach (var condition in ofOrder)
        {
            var value = condition.Field switch
            {
                FactFieldId.Total => total,
                FactFieldId.Net => total - refunded,
                FactFieldId.Discount => At(orders.DiscountCents, fact),
                FactFieldId.Refunded => refunded,
                FactFieldId.Subscription => (At(orders.Flags, fact) & OrderFlags.Subscription) != 0 ? 1 : 0,
                FactFieldId.Gift => (At(orders.Flags, fact) & OrderFlags.Gift) != 0 ? 1 : 0,
                _ => throw new InvalidOperationException($"Orders have no {condition.Field}."),
            };
            if (!condition.Holds(value)) return false;
        }
        return true;
    }

    bool AnyLine(LineSlice slice)
    {
        var product = slice.Product;
        if (ofQuantity.Length == 0)
        {
            foreach (var one in product)
                if (products[one]) return true;
            return false;
        }
        var quantity = slice.Quantity;
        for (var line = 0; line < product.Length; line++)
            if (products[product[line]] && Quantity(quantity[line])) return true;
        return false;
    }

    bool Quantity(int units)
    {
        foreach (var condition in ofQuantity)
            if (!condition.Holds(units)) return false;
        return true;
    }
}

sealed class BoundRefunds(FactTest test, HistoryTable history) : BoundFacts(test, history)
{
    readonly BoundCondition[] ofAmount = Conditions(test, _ => true);

    protected override ReadOnlySpan<Instant> When(int row) => History[row].Refunds.At;

    protected override ReadOnlySpan<Instant> Known(int row) => History[row].Refunds.KnownAt;

    protected override bool Meets(int row, int fact)
    {
        foreach (var condition in ofAmount)
            if (!condition.Holds(History[row].Refunds.Cents[fact])) return false;
        return true;
    }
}

sealed class BoundActivities(FactTest test, HistoryTable history, ProductMatches products) : BoundFacts(test, history)
{
    readonly ActivityKind kind = (ActivityKind)test.Fact.Code;
    readonly ActivityKind last = (ActivityKind)test.Fact.LastCode;
    readonly BoundCondition[] ofDuration = Conditions(test, field => field.Id == FactFieldId.Duration);

    readonly BoundCondition[] ofName = Conditions(test, field => field.Id == FactFieldId.Name);

    readonly BoundCondition[] ofProperties = Conditions(test, field => field.Property is not null);

    readonly BoundCondition[] ofRating =
        Conditions(test, field => field.Id is FactFieldId.Value or FactFieldId.Score);

    protected override ReadOnlySpan<Instant> When(int row) => History[row].Activities.At;

    protected override ReadOnlySpan<Instant> Known(int row) => History[row].Activities.KnownAt;

    protected override bool Meets(int row, int fact)
    {
        var activities = History[row].Activities;
        if (kind != 0 && (activities.Kind[fact] < kind || activities.Kind[fact] > last)) return false;
        foreach (var condition in ofDuration)
            if (!condition.Holds(activities.DurationSeconds[fact])) return false;
        foreach (var condition in ofName)
            if (!condition.Holds(At(activities.Name, fact))) return false;
        foreach (var condition in ofProperties)
            if (!condition.Holds(EventProperties.Value(At(activities.Properties, fact), condition.Property!)))
                return false;
        if (ofRating.Length > 0 && !Rated(activities.Detail(fact)?.Rating)) return false;
        return products[activities.Product[fact]];
    }

    bool Rated(Rating? rating)
    {
        foreach (var condition in ofRating)
        {
            if (!condition.Holds(condition.Field == FactFieldId.Value ? rating?.Hundredths : rating?.Score))
                return false;
        }
        return true;
    }
}
