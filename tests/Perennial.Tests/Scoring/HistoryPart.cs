using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Tests.Scoring;

/// <summary>Some customers of a history, and what had happened by an instant.</summary>
static class HistoryPart
{
    public static HistoryTable Of(HistoryTable all, int[]? customers = null, Instant? upTo = null)
    {
        customers ??= [.. Enumerable.Range(0, all.CustomerCount)];
        var last = upTo ?? Instant.Never;
        return new HistoryTable(customers.Length, Orders(all.Orders, customers, last))
        {
            Products = all.Products,
            Categories = all.Categories,
            Activities = all.Activities is { } activities ? Activities(activities, customers, last) : null,
            Contacts = all.Contacts is { } contacts ? Contacts(contacts, customers, last) : null,
            Responses = all.Responses is { } responses ? Responses(responses, customers, last) : null,
        };
    }

    static OrderFacts Orders(OrderFacts all, int[] customers, Instant last)
    {
        var (start, kept) = Kept(all.Start, all.At, customers, last);
        LineFacts? lines = null;
        if (all.Lines is { } facts)
        {
            int[] of = [.. kept.SelectMany(i => Enumerable.Range(facts.Start[i], facts.Start[i + 1] - facts.Start[i]))];
            var lineStart = new int[kept.Length + 1];
            for (var i = 0; i < kept.Length; i++)
                lineStart[i + 1] = lineStart[i] + facts.Start[kept[i] + 1] - facts.Start[kept[i]];
            lines = new LineFacts
            {
                Start = lineStart, Product = Take(facts.Product, of), Quantity = Take(facts.Quantity, of),
                GrossCents = Take(facts.GrossCents, of), DiscountCents = Take(facts.DiscountCents, of),
                RefundedQuantity = Take(facts.RefundedQuantity, of),
            };
        }
        return new OrderFacts
        {
            Start = start, At = Take(all.At, kept), GrossCents = Take(all.GrossCents, kept),
            DiscountCents = Take(all.DiscountCents, kept), RefundedCents = Take(all.RefundedCents, kept),
            CostCents = Take(all.CostCents, kept), Flags = Take(all.Flags, kept),
            Mechanism = Take(all.Mechanism, kept), Id = Take(all.Id, kept), Number = Take(all.Number, kept),
            Lines = lines,
        };
    }

    static ActivityFacts Activities(ActivityFacts all, int[] customers, Instant last)
    {
        var (start, kept) = Kept(all.Start, all.At, customers, last);
        return new ActivityFacts
        {
            Start = start, At = Take(all.At, kept), Kind = Take(all.Kind, kept), Product = Take(all.Product, kept),
            DurationSeconds = Take(all.DurationSeconds, kept), Id = Take(all.Id, kept),
            Details = all.Details is { } details ? ActivityDetails.From(kept.Select(details.Of)) : null,
        };
    }

    static ContactFacts Contacts(ContactFacts all, int[] customers, Instant last)
    {
        var (start, kept) = Kept(all.Start, all.At, customers, last);
        return new ContactFacts
        {
            Start = start, At = Take(all.At, kept), Channel = Take(all.Channel, kept), Id = Take(all.Id, kept),
            Strategy = Take(all.Strategy, kept),
        };
    }

    static ResponseFacts Responses(ResponseFacts all, int[] customers, Instant last)
    {
        var (start, kept) = Kept(all.Start, all.At, customers, last);
        return new ResponseFacts
        {
            Start = start, At = Take(all.At, kept), Kind = Take(all.Kind, kept), Channel = Take(all.Channel, kept),
            Id = Take(all.Id, kept), Contact = Take(all.Contact, kept), Disposition = Take(all.Disposition, kept),
        };
    }

    static (int[] Start, int[] Kept) Kept(int[] start, Instant[] at, int[] customers, Instant last)
    {
        var kept = new List<int>();
        var starts = new int[customers.Length + 1];
        for (var row = 0; row < customers.Length; row++)
        {
            for (var i = start[customers[row]]; i < start[customers[row] + 1]; i++)
                if (at[i] <= last) kept.Add(i);
            starts[row + 1] = kept.Count;
        }
        return (starts, [.. kept]);
    }

    // A column that is left out is an empty array.
    static T[] Take<T>(T[] values, int[] kept) => values.Length == 0 ? [] : [.. kept.Select(i => values[i])];
}
