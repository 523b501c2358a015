using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Tests.History;

/// <summary>A history as it would be if its facts had ended at an instant, made the plain way: nothing that happened
/// later is written down.</summary>
static class CutHistory
{
    public static HistoryTable Of(HistoryTable all, Instant end) => new(all.CustomerCount, Orders(all.Orders, end))
    {
        Products = all.Products,
        Categories = all.Categories,
        Activities = all.Activities is { } activities ? Activities(activities, end) : null,
        Contacts = all.Contacts is { } contacts ? Contacts(contacts, end) : null,
        Responses = all.Responses is { } responses ? Responses(responses, end) : null,
    };

    static OrderFacts Orders(OrderFacts all, Instant end)
    {
        var (start, kept) = Kept(all.Start, all.At, end);
        var refunded = all.RefundedCents.Length == 0 ? new long[all.At.Length] : all.RefundedCents.ToArray();
        foreach (var change in all.Past?.Changes ?? [])
            if (change.At > end) refunded[change.Order] -= change.RefundedCents;
        return new OrderFacts
        {
            Start = start, At = Take(all.At, kept), GrossCents = Take(all.GrossCents, kept),
            DiscountCents = Take(all.DiscountCents, kept), RefundedCents = Take(refunded, kept),
            CostCents = Take(all.CostCents, kept), Flags = Take(all.Flags, kept), Mechanism = Take(all.Mechanism, kept),
            Lines = all.Lines is { } lines ? Lines(lines, all.Past, kept, end) : null,
            Past = Past(all.Past, kept, end),
        };
    }

    static OrderPast? Past(OrderPast? all, List<int> orders, Instant end)
    {
        var (past, placeOf) = (new OrderPastBuilder(), new Dictionary<int, int>());
        for (var place = 0; place < orders.Count; place++) placeOf.Add(orders[place], place);
        foreach (var one in all?.Statements ?? [])
            if (placeOf.TryGetValue(one.Order, out var place)) past.Add(one with { Order = place });
        foreach (var one in all?.Changes ?? [])
            if (one.At <= end && placeOf.TryGetValue(one.Order, out var place)) past.Add(one with { Order = place });
        return past.Build();
    }

    static LineFacts Lines(LineFacts all, OrderPast? past, List<int> orders, Instant end)
    {
        var returned = all.RefundedQuantity.ToArray();
        foreach (var change in past?.Changes ?? [])
            if (change.At > end && change.Line >= 0) returned[all.Start[change.Order] + change.Line] -= change.Quantity;
        var (start, kept) = (new List<int> { 0 }, new List<int>());
        foreach (var order in orders)
        {
            for (var line = all.Start[order]; line < all.Start[order + 1]; line++) kept.Add(line);
            start.Add(kept.Count);
        }
        return new LineFacts
        {
            Start = [.. start], Product = Take(all.Product, kept), Quantity = Take(all.Quantity, kept),
            GrossCents = Take(all.GrossCents, kept), DiscountCents = Take(all.DiscountCents, kept),
            RefundedQuantity = Take(returned, kept),
        };
    }

    static ActivityFacts Activities(ActivityFacts all, Instant end)
    {
        var (start, kept) = Kept(all.Start, all.At, end);
        return new ActivityFacts
        {
            Start = start, At = Take(all.At, kept), Kind = Take(all.Kind, kept), Product = Take(all.Product, kept),
            DurationSeconds = Take(all.DurationSeconds, kept),
            Name = Take(all.Name, kept),
            Details = all.Details is { } details ? ActivityDetails.From(kept.Select(details.Of)) : null,
        };
    }

    static ContactFacts Contacts(ContactFacts all, Instant end)
    {
        var (start, kept) = Kept(all.Start, all.At, end);
        return new ContactFacts
        {
            Start = start, At = Take(all.At, kept), Channel = Take(all.Channel, kept), Id = Take(all.Id, kept),
            Strategy = Take(all.Strategy, kept), Context = Take(all.Context, kept),
        };
    }

    static ResponseFacts Responses(ResponseFacts all, Instant end)
    {
        var (start, kept) = Kept(all.Start, all.At, end);
        return new ResponseFacts
        {
            Start = start, At = Take(all.At, kept), Kind = Take(all.Kind, kept), Channel = Take(all.Channel, kept),
            Contact = Take(all.Contact, kept), Disposition = Take(all.Disposition, kept),
            Topic = Take(all.Topic, kept), Text = Take(all.Text, kept),
        };
    }

    static (int[] Start, List<int> Kept) Kept(int[] allStart, Instant[] at, Instant end)
    {
        var (start, kept) = (new int[allStart.Length], new List<int>());
        for (var customer = 0; customer + 1 < allStart.Length; customer++)
        {
            for (var fact = allStart[customer]; fact < allStart[customer + 1]; fact++)
                if (at[fact] <= end) kept.Add(fact);
            start[customer + 1] = kept.Count;
        }
        return (start, kept);
    }

    static T[] Take<T>(T[] values, List<int> kept) =>
        values.Length == 0 ? values : [.. kept.Select(fact => values[fact])];
}
