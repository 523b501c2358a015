namespace Perennial.Core.History;

/// <summary>Makes of orders what they were at an instant, by what was known at another.</summary>
/// <remarks>Orders placed later stay: whoever folds as of the instant passes over them, and counts them in what is
/// still to come. Arrays that do not change are shared with the table of now.</remarks>
sealed class OrdersThen
{
    readonly OrderFacts now;
    readonly Instant asOf, knownBy;
    readonly Changed<long> gross, discount, refunded, cost;
    readonly Changed<OrderFlags> flags;
    readonly Changed<DiscountMechanism> mechanism;
    readonly Changed<int>? refundedQuantity;
    readonly Dictionary<int, OrderLineFact[]> lines = [];
    readonly Dictionary<int, List<(Instant At, long Cents, Instant KnownAt)>> given = [];
    readonly Dictionary<int, (Instant At, Instant KnownAt)> said = [];

    OrdersThen(OrderFacts now, Instant asOf, Instant knownBy)
    {
        (this.now, this.asOf, this.knownBy) = (now, asOf, knownBy);
        var count = now.At.Length;
        (gross, discount) = (new(now.GrossCents, count, 0), new(now.DiscountCents, count, 0));
        (refunded, cost) = (new(now.RefundedCents, count, 0), new(now.CostCents, count, -1));
        (flags, mechanism) = (new(now.Flags, count, 0), new(now.Mechanism, count, 0));
        if (now.Lines is { } known) refundedQuantity = new(known.RefundedQuantity, known.RefundedQuantity.Length, 0);
    }

    /// <summary>The orders as they were; the very same where nothing was different.</summary>
    public static OrderFacts Of(OrderFacts now, Instant asOf, Instant knownBy)
    {
        var hidden = AnyUnknown(now, knownBy);
        if (!hidden && !AnyLater(now.Past, asOf, knownBy)) return now;
        var then = new OrdersThen(now, asOf, knownBy);
        then.TakePast();
        var facts = then.Facts();
        return hidden ? facts.Where(order => IsKnown(now, order, knownBy)) : facts;
    }

    static bool IsKnown(OrderFacts orders, int order, Instant knownBy) =>
        (orders.KnownAt.Length > 0 && orders.KnownAt[order].HasValue ? orders.KnownAt[order] : orders.At[order])
        <= knownBy;

    static bool AnyUnknown(OrderFacts orders, Instant knownBy)
    {
        if (knownBy == Instant.Never) return false;
        for (var order = 0; order < orders.At.Length; order++)
            if (!IsKnown(orders, order, knownBy)) return true;
        return false;
    }

    static bool AnyLater(OrderPast? past, Instant asOf, Instant knownBy)
    {
        if (past is null) return false;
        foreach (ref readonly var change in past.Changes.AsSpan())
            if (!change.IsIn(asOf, knownBy)) return true;
        foreach (ref readonly var one in past.Statements.AsSpan())
            if (one.SaidAt > asOf || !one.IsKnown(knownBy)) return true;
        return false;
    }

    void TakePast()
    {
        var (statements, changes) = (now.Past?.Statements ?? [], now.Past?.Changes ?? []);
        var change = 0;
        for (var first = 0; first < statements.Length;)
        {
            var order = statements[first].Order;
            var end = first + 1;
            while (end < statements.Length && statements[end].Order == order) end++;
            while (change < changes.Length && changes[change].Order < order) change++;
            var firstChange = change;
            while (change < changes.Length && changes[change].Order == order) change++;
            Take(order, statements.AsSpan(first..end), changes.AsSpan(firstChange..change));
            first = end;
        }
    }

    void Take(int order, ReadOnlySpan<PastStatement> statements, ReadOnlySpan<PastChange> changes)
    {
        var chosen = statements[Amounts(statements)];
        gross.Put(order, chosen.GrossCents);
        discount.Put(order, chosen.DiscountCents);
        flags.Put(order, chosen.Flags);
        mechanism.Put(order, chosen.Mechanism);
        if (chosen.CostCents >= 0) cost.Put(order, chosen.CostCents);
        TakeRefunds(order, chosen, statements, changes);
        if (now.Lines is not null) TakeLines(order, statements, changes);
    }

    void TakeRefunds(int order, in PastStatement chosen, ReadOnlySpan<PastStatement> statements,
        ReadOnlySpan<PastChange> changes)
    {
        var from = chosen.RefundedAt.HasValue ? chosen.RefundedAt : now.At[order];
        said[order] = (from, RefundFacts.FirstKnown(statements, chosen.RefundedCents));
        var steps = new RefundSteps(chosen.GrossCents - chosen.DiscountCents, chosen.TotalCents,
            chosen.RefundedAt <= asOf ? chosen.RefundedCents : 0, from);
        foreach (ref readonly var change in changes)
        {
            if (!change.IsIn(asOf, knownBy)) continue;
            if (!given.TryGetValue(order, out var list)) given.Add(order, list = []);
            list.Add((change.At, steps.Next(change.At, change.RefundedCents, change.Unit), change.KnownAt));
        }
        refunded.Put(order, steps.Refunded);
    }

    Instant KnownAt(int order) => now.KnownAt.Length == 0 ? Instant.None : now.KnownAt[order];

    RefundFacts Refunds()
    {
        var (builder, cents) = (new RefundFactsBuilder(), refunded.Values);
        for (var customer = 0; cents.Length > 0 && customer + 1 < now.Start.Length; customer++)
        {
            for (var order = now.Start[customer]; order < now.Start[customer + 1]; order++)
            {
                if (cents[order] == 0) continue;
                builder.BeginOrder(customer, order);
                foreach (var (at, part, known) in given.GetValueOrDefault(order, [])) builder.Add(at, part, known);
                var (from, knownAt) = said.GetValueOrDefault(order, (now.At[order], KnownAt(order)));
                builder.EndOrder(cents[order], from, knownAt);
            }
        }
        return builder.Build(now.Start.Length - 1);
    }

    // The latest that was true by then and known; before all of them the earliest.
    int Amounts(ReadOnlySpan<PastStatement> statements)
    {
        var chosen = -1;
        for (var i = 0; i < statements.Length; i++)
            if (statements[i].IsKnown(knownBy) && (chosen < 0 || statements[i].SaidAt <= asOf)) chosen = i;
        return Math.Max(0, chosen);
    }

    void TakeLines(int order, ReadOnlySpan<PastStatement> statements, ReadOnlySpan<PastChange> changes)
    {
        PastStatement? chosen = null;
        foreach (ref readonly var one in statements)
        {
            if (!one.IsKnown(knownBy) || one.LinesSaidAt == Instant.None) continue;
            if (chosen is not { } before || Comes(one, before)) chosen = one;
        }
        if (chosen?.Lines is { } stated)
        {
            lines[order] = Returned(stated, changes);
            return;
        }
        var (start, end) = (now.Lines!.Start[order], now.Lines.Start[order + 1]);
        foreach (ref readonly var change in changes)
        {
            if (change.Line < 0 || start + change.Line >= end || change.IsIn(asOf, knownBy)) continue;
            var line = start + change.Line;
            refundedQuantity!.Put(line, Math.Max(0, refundedQuantity.At(line) - change.Quantity));
        }
    }

    bool Comes(in PastStatement one, in PastStatement before) =>
        one.LinesSaidAt <= asOf ? before.LinesSaidAt > asOf || one.LinesSaidAt >= before.LinesSaidAt
            : before.LinesSaidAt > asOf && one.LinesSaidAt < before.LinesSaidAt;

    OrderLineFact[] Returned(OrderLineFact[] stated, ReadOnlySpan<PastChange> changes)
    {
        var returned = stated.ToArray();
        foreach (ref readonly var change in changes)
        {
            if (change.Line < 0 || change.Line >= returned.Length || !change.IsIn(asOf, knownBy)) continue;
            ref var line = ref returned[change.Line];
            line = line with
            {
                RefundedQuantity = Math.Min(line.Quantity, line.RefundedQuantity + change.Quantity),
            };
        }
        return returned;
    }

    OrderFacts Facts() => new()
    {
        Start = now.Start,
        At = now.At,
        GrossCents = gross.Values,
        DiscountCents = discount.Values,
        RefundedCents = refunded.Values,
        CostCents = cost.Values,
        Flags = flags.Values,
        Mechanism = mechanism.Values,
        Id = now.Id,
        Number = now.Number,
        Lines = now.Lines is null ? null : Lines(now.Lines),
        KnownAt = now.KnownAt,
        Refunds = Refunds(),
        Past = asOf == Instant.Never ? Past() : null,
    };

    // As of no instant: who asks what was known may ask of a day next.
    OrderPast? Past()
    {
        if (now.Past is not { } past) return null;
        var builder = new OrderPastBuilder();
        foreach (ref readonly var change in past.Changes.AsSpan())
            if (change.IsIn(asOf, knownBy)) builder.Add(change);
        foreach (ref readonly var one in past.Statements.AsSpan())
            if (one.IsKnown(knownBy)) builder.Add(one);
        return builder.Build();
    }

    LineFacts Lines(LineFacts all)
    {
        var quantities = refundedQuantity!.Values;
        if (lines.Count == 0)
        {
            return new LineFacts
            {
                Start = all.Start, Product = all.Product, Quantity = all.Quantity, GrossCents = all.GrossCents,
                DiscountCents = all.DiscountCents, RefundedQuantity = quantities,
            };
        }
        var builder = new LineFactsBuilder();
        for (var order = 0; order < now.At.Length; order++)
        {
            if (lines.TryGetValue(order, out var stated)) builder.Add(stated);
            else builder.Add(all, quantities, order);
        }
        return builder.Build();
    }

    /// <summary>An array that is copied when the first of its values changes.</summary>
    /// <param name="from">As it is; empty where all values are <paramref name="absent"/>.</param>
    /// <param name="count">How many values there are.</param>
    /// <param name="absent">What an empty array holds.</param>
    sealed class Changed<T>(T[] from, int count, T absent) where T : struct
    {
        T[]? copy;

        public T[] Values => copy ?? from;

        public T At(int i) => Values.Length == 0 ? absent : Values[i];

        public void Put(int i, T value)
        {
            if (EqualityComparer<T>.Default.Equals(At(i), value)) return;
            if (copy is null)
            {
                copy = new T[count];
                if (from.Length == 0) Array.Fill(copy, absent);
                else from.CopyTo(copy, 0);
            }
            copy[i] = value;
        }
    }
}
