using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Strategies;
using Perennial.Settings;

namespace Perennial.Tests.Planning;

/// <summary>A fact as somebody heard of it.</summary>
sealed record SomeFact(FactKind Kind, Instant At, Instant Known, int Number)
{
    public ActivityKind Activity { get; init; }

    public ResponseKind Response { get; init; }

    public ContactChannel Channel { get; init; } = ContactChannel.Email;

    public string? Words { get; init; }
}

/// <summary>The facts of one customer in memory, in the order in which they were heard of.</summary>
sealed class SomeFacts
{
    static readonly System.Collections.Concurrent.ConcurrentDictionary<string, ShopCalendar> calendars = new();

    readonly List<SomeFact> facts = [];
    readonly List<SomeFact> fresh = [];

    public static ShopCalendar Calendar(string zone) => calendars.GetOrAdd(zone, ShopCalendars.Of);

    public void Add(SomeFact fact, bool isNews = true)
    {
        facts.Add(fact);
        if (isNews) fresh.Add(fact);
    }

    public void Absorb(SomeFacts other) => facts.AddRange(other.facts);

    /// <summary>What was heard since it was last asked, with each fact's place among those of its kind.</summary>
    public IReadOnlyList<FreshFact> Fresh()
    {
        var news = fresh.Select(one => new FreshFact(one.Kind, Of(one.Kind).ToList().IndexOf(one),
            (UInt128)(1_000 + one.Number), one.At, one.Known)).OrderBy(one => one.At).ToList();
        fresh.Clear();
        return news;
    }

    IEnumerable<SomeFact> Of(FactKind kind) => facts.Where(one => one.Kind == kind).OrderBy(one => one.At);

    public HistoryTable Table()
    {
        var builder = new HistoryBuilder();
        var orders = Of(FactKind.Order).ToArray();
        foreach (var order in orders)
            builder.Add(new OrderFact { Customer = 0, At = order.At, GrossCents = 5_000,
                Id = OrderId.Numbered("shop", $"{order.Number}") });
        var built = builder.Build(1).Orders;
        var (activities, contacts, responses) =
            (Of(FactKind.Activity).ToArray(), Of(FactKind.Contact).ToArray(), Of(FactKind.Response).ToArray());
        return new HistoryTable(1, new OrderFacts
        {
            Start = built.Start, At = built.At, GrossCents = built.GrossCents, Id = built.Id,
            KnownAt = [.. orders.Select(one => one.Known)],
        })
        {
            Activities = new ActivityFacts
            {
                Start = [0, activities.Length], At = [.. activities.Select(one => one.At)],
                Kind = [.. activities.Select(one => one.Activity)], Product = [.. activities.Select(_ => -1)],
                DurationSeconds = new int[activities.Length], KnownAt = [.. activities.Select(one => one.Known)],
            },
            Contacts = new ContactFacts
            {
                Start = [0, contacts.Length], At = [.. contacts.Select(one => one.At)],
                Channel = [.. contacts.Select(one => one.Channel)], KnownAt = [.. contacts.Select(one => one.Known)],
                Context = [.. contacts.Select(one => one.Words is null ? null : new ContactContext
                    { Topic = one.Words })],
            },
            Responses = new ResponseFacts
            {
                Start = [0, responses.Length], At = [.. responses.Select(one => one.At)],
                Kind = [.. responses.Select(one => one.Response)],
                Channel = [.. responses.Select(one => one.Channel)],
                Disposition = [.. responses.Select(one => one.Words)],
                KnownAt = [.. responses.Select(one => one.Known)],
            },
        };
    }

    /// <summary>The customer's columns at an instant, with a word for how many contacts they have had.</summary>
    public static RuleData Columns(HistoryTable history, string key, Instant now, string pressure)
    {
        var table = ProfileFold.FoldAll(history, CustomerKeys.From([key]), now, new ProfileSettings());
        var labels = table.LabelsOf(PressureColumns.Status);
        for (var index = 0; index < labels.Count; index++)
            if (labels[index] == pressure) table.Values(PressureColumns.Status)[0] = (byte)(index + 1);
        return new RuleData(table) { History = history };
    }
}
