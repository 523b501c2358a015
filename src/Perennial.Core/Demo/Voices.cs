using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>What customers of the demo say: some review what they bought, answer a survey or ask for help. What they
/// buy does not depend on it, and it has random streams of its own, so that the shop is otherwise the same. One
/// instance is one customer's.</summary>
/// <param name="seed">The shop's.</param>
/// <param name="customer">Which.</param>
sealed class Voices(ulong seed, int customer)
{
    const ulong Streams = 3UL << 62;
    const long Minute = 60_000, Hour = 60 * Minute;

    static readonly string[][] reviews =
    [
        ["Withered on the second day.", "Not what the picture showed, and half of it was brown.", "Never again."],
        ["Smaller than I thought, and a day late.", "Two of the stems were broken."],
        ["Nice enough. The vase did not fit.", "Good flowers, slow delivery."],
        ["Lovely colours, lasted a good week.", "My sister was very happy with them.", "Fresh and well packed."],
        ["Still standing after twelve days!", "The most beautiful bouquet I ever sent.", "Wonderful scent. Thank you.",
            "Perfect, and on time for her birthday."],
    ];

    static readonly (string Subject, string Text)[] troubles =
    [
        ("Where is my order?", "It should have come yesterday. The tracking page says nothing."),
        ("Flowers arrived damaged", "Three stems were broken and the water had run out. Photos attached."),
        ("Wrong address on my order", "I forgot to change the address. Can you still send it to my mother?"),
        ("Question about an invoice", "I need an invoice with our company's name on it, please."),
    ];

    const string Survey = "How likely are you to recommend us to a friend?";

    readonly Rng rng = Rng.ForStream(seed, Streams + (ulong)customer);
    readonly List<Voice> planned = [];
    int orders;

    /// <summary>Takes what is said before an instant.</summary>
    public void Release(Instant before, IDayBook into)
    {
        if (planned.Count == 0) return;
        var said = planned.Where(one => one.At < before).ToList();
        foreach (var one in said) into.Add(one);
        planned.RemoveAll(one => one.At < before);
    }

    /// <summary>Plans what a customer is going to say of an order.</summary>
    /// <param name="at">When it was placed.</param>
    /// <param name="isReturned">Whether it is given back.</param>
    /// <param name="product">Its first product.</param>
    public void Ordered(Instant at, bool isReturned, int product)
    {
        var number = orders++;
        // All are drawn whether or not they come to be: what comes before the end does not depend on the end.
        if (number == 0 && rng.Chance(0.3))
            Say(at.UnixMs + rng.NextInt(2, 90) * Minute, ActivityKind.Confirmation, -1, null, null);
        if (rng.Chance(0.06)) Review(at, isReturned, product, rng);
        if (rng.Chance(isReturned ? 0.3 : 0.02)) Ticket(at, $"{customer + 1}-{number + 1}", rng);
        if (rng.Chance(0.03)) Answer(at, isReturned, rng);

        void Review(Instant boughtAt, bool isReturned, int product, Rng random)
        {
            var stars = Stars(isReturned, random);
            var text = random.Chance(0.8) ? random.Pick(reviews[stars - 1]) : null;
            Say(boughtAt.UnixMs + random.NextInt(2 * 24, 20 * 24) * Hour,
                text is null ? ActivityKind.Rating : ActivityKind.Review, product, null,
                new ActivityDetail { Rating = new Rating(stars * 100, 5), Text = text });
        }

        void Answer(Instant boughtAt, bool isReturned, Rng random)
        {
            var points = isReturned ? random.NextInt(0, 7) : random.NextInt(5, 10);
            Say(boughtAt.UnixMs + random.NextInt(10 * 24, 30 * 24) * Hour, ActivityKind.SurveyAnswer, -1, Survey,
                new ActivityDetail { Rating = new Rating(points * 100, 10) });
        }

        void Ticket(Instant boughtAt, string ticket, Rng random)
        {
            var (subject, text) = random.Pick(troubles);
            var at = boughtAt.UnixMs + random.NextInt(20, 5 * 24) * Hour;
            void Became(ActivityKind kind, long hours, string? words) => Say(at += hours * Hour, kind, -1, subject,
                new ActivityDetail { Thread = ticket, Text = words });
            Became(ActivityKind.SupportOpened, 0, text);
            Became(ActivityKind.SupportAnswered, random.NextInt(1, 40), null);
            Became(ActivityKind.SupportResolved, random.NextInt(1, 90), null);
            if (!random.Chance(0.15)) return;
            Became(ActivityKind.SupportReopened, random.NextInt(10, 60), "It is still not settled.");
            if (random.Chance(0.7)) Became(ActivityKind.SupportResolved, random.NextInt(5, 90), null);
        }

        void Say(long said, ActivityKind kind, int of, string? name, ActivityDetail? detail) =>
            planned.Add(new Voice(new Instant(said), kind, of, name, detail));
    }

    static int Stars(bool isReturned, Rng rng) => isReturned ? rng.NextInt(1, 2) : rng.NextInt(1, 100) switch
    {
        <= 3 => 1,
        <= 7 => 2,
        <= 17 => 3,
        <= 42 => 4,
        _ => 5,
    };
}
