using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Bench;

/// <summary>Histories with everything in them: per customer 10 orders of 3 lines, 10 activities, 8 contacts and 2
/// responses on average.</summary>
static class BehaviourGenerator
{
    const int Products = 2_000;
    const int Categories = 24;

    public sealed record Shop(HistoryTable History, CustomerKeys Keys);

    public static Shop Make(int customers, Instant asOf)
    {
        var random = new SplitMix(42);
        var orders = Orders(customers, asOf, random);
        var history = new HistoryTable(customers, orders)
        {
            Products = [.. Enumerable.Range(0, Products).Select(i => $"P{i:0000}")],
            Categories = [.. Enumerable.Range(0, Products).Select(i => $"category {i % Categories}")],
            Activities = Activities(customers, asOf, random),
            Contacts = Contacts(customers, asOf, random),
            Responses = Responses(customers, asOf, random),
        };
        return new Shop(history, Keys(customers));
    }

    static OrderFacts Orders(int customers, Instant asOf, SplitMix random)
    {
        var start = Starts(customers, 1, 19, random);
        var total = start[^1];
        var lines = Starts(total, 1, 5, random);
        var at = Times(start, asOf, 1000, random);
        var (gross, discount) = (new long[total], new long[total]);
        var count = lines[^1];
        var facts = new LineFacts
        {
            Start = lines, Product = new int[count], Quantity = new int[count], GrossCents = new long[count],
            DiscountCents = new long[count], RefundedQuantity = new int[count],
        };
        for (var order = 0; order < total; order++)
        {
            var cut = random.Below(4) == 0;
            for (var line = lines[order]; line < lines[order + 1]; line++)
            {
                // The square makes few products sell most.
                facts.Product[line] = (int)((long)random.Below(Products) * random.Below(Products) / Products);
                facts.Quantity[line] = 1 + random.Below(3);
                facts.GrossCents[line] = 500 + random.Below(6_000);
                facts.DiscountCents[line] = cut ? facts.GrossCents[line] / 5 : 0;
                gross[order] += facts.GrossCents[line];
                discount[order] += facts.DiscountCents[line];
            }
        }
        return new OrderFacts
        {
            Start = start, At = at, GrossCents = gross, DiscountCents = discount, Lines = facts,
        };
    }

    static ActivityFacts Activities(int customers, Instant asOf, SplitMix random)
    {
        var start = Starts(customers, 0, 20, random);
        var facts = new ActivityFacts
        {
            Start = start, At = Times(start, asOf, 400, random), Kind = new ActivityKind[start[^1]],
            Product = new int[start[^1]], DurationSeconds = new int[start[^1]],
        };
        for (var i = 0; i < facts.At.Length; i++)
        {
            facts.Kind[i] = (ActivityKind)(1 + random.Below(11));
            facts.Product[i] = facts.Kind[i] == ActivityKind.ProductView ? random.Below(Products) : -1;
            facts.DurationSeconds[i] = random.Below(300);
        }
        return facts;
    }

    static ContactFacts Contacts(int customers, Instant asOf, SplitMix random)
    {
        var start = Starts(customers, 0, 16, random);
        var channel = new ContactChannel[start[^1]];
        for (var i = 0; i < channel.Length; i++)
            channel[i] = random.Below(10) < 8 ? ContactChannel.Email : (ContactChannel)(1 + random.Below(5));
        return new ContactFacts { Start = start, At = Times(start, asOf, 400, random), Channel = channel };
    }

    static ResponseFacts Responses(int customers, Instant asOf, SplitMix random)
    {
        var start = Starts(customers, 0, 4, random);
        var kind = new ResponseKind[start[^1]];
        var channel = new ContactChannel[start[^1]];
        for (var i = 0; i < kind.Length; i++)
        {
            kind[i] = random.Below(100) == 0 ? ResponseKind.Unsubscribe : (ResponseKind)(2 + random.Below(2));
            channel[i] = ContactChannel.Email;
        }
        return new ResponseFacts
        {
            Start = start, At = Times(start, asOf, 400, random), Kind = kind, Channel = channel,
        };
    }

    static int[] Starts(int groups, int least, int most, SplitMix random)
    {
        var start = new int[groups + 1];
        for (var i = 0; i < groups; i++) start[i + 1] = start[i] + least + random.Below(most - least + 1);
        return start;
    }

    static Instant[] Times(int[] start, Instant asOf, int days, SplitMix random)
    {
        var at = new Instant[start[^1]];
        for (var i = 0; i < at.Length; i++) at[i] = new Instant(asOf.UnixMs - random.Below(days * 86_400) * 1000L);
        for (var i = 0; i + 1 < start.Length; i++) at.AsSpan(start[i], start[i + 1] - start[i]).Sort();
        return at;
    }

    internal static CustomerKeys Keys(int customers)
    {
        var text = new byte[customers * 8];
        var start = new int[customers + 1];
        for (var i = 0; i < customers; i++)
        {
            i.TryFormat(text.AsSpan(i * 8, 8), out _, "d8");
            start[i + 1] = (i + 1) * 8;
        }
        return new CustomerKeys(text, start);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014).</summary>
    sealed class SplitMix(ulong state)
    {
        ulong state = state;

        public int Below(int limit)
        {
            unchecked
            {
                var z = state += 0x9E3779B97F4A7C15;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                return (int)((z ^ (z >> 31)) % (ulong)limit);
            }
        }
    }
}
