using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Offers;
using Perennial.Core.Parts;
using Perennial.Core.Planning;
using Perennial.Core.Pressure;
using Perennial.Core.Promotion;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Strategies;
using Perennial.Settings;
using Perennial.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>One customer in memory: facts as they are heard of, a turn for each, and one whenever something is
/// due. What
/// is decided to go has gone.</summary>
sealed class StrategyWorld
{
    static readonly CustomerId someone = CustomerId.Of(CustomerKeyKind.External, "C-1");

    static readonly System.Collections.Concurrent.ConcurrentDictionary<string, ShopCalendar> calendars = new();

    readonly List<OrderFact> orders = [];
    readonly List<(Instant At, Instant Known, ActivityKind Kind, string? Name)> activities = [];
    readonly List<(Instant At, Instant Known, ContactChannel Channel, string? Strategy,
        ContactContext? Context)> contacts = [];
    readonly List<(Instant At, Instant Known, ResponseKind Kind, ContactChannel Channel,
        string? Disposition)> responses = [];
    readonly List<Instant> orderKnown = [];
    readonly List<PastContact> phantoms = [];
    readonly List<(FactKind Kind, Instant At, Instant Known, int Number)> fresh = [];
    readonly List<FreshMove> moves = [];
    readonly List<Promise> keptPromises = [];
    int orderNumber;

    public StrategyWorld(StrategyBook book, string now)
    {
        Book = book;
        Now = Some.At(now);
    }

    public StrategyBook Book { get; set; }

    public Instant Now { get; private set; }

    public CustomerStrategies State { get; set; } = CustomerStrategies.None;

    public string Country { get; init; } = "FR";

    public string Key { get; init; } = "C-1";

    public string[] Zones { get; init; } = ["Europe/Paris"];

    public string Pressure { get; set; } = "on target";

    public bool IsFullPrice { get; set; }

    /// <summary>From where on a customer is among the top of a rule.</summary>
    public Func<TopTest, double>? Levels { get; init; }

    public bool MayTrigger { get; set; } = true;

    public DateOnly? Birthday { get; init; }

    public IReadOnlyList<OtherDate> Dates { get; init; } = [];

    public Instant KnownSince { get; init; } = Some.At("2020-01-01");

    public Dictionary<string, string> Arms { get; } = [];

    public CustomerPermissions Permissions { get; set; } = Granted;

    public static CustomerPermissions Granted { get; } = new()
    {
        HasEmail = true, HasPhone = true, HasAddress = true, Country = "FR",
        Consents = [.. Enum.GetValues<ContactChannel>().Select(channel =>
            new ConsentStatement(channel, true) { SaidAt = Some.At("2020-01-01"), KnownAt = Some.At("2020-01-01") })],
    };

    /// <summary>Every decision, in the order of time; one that waits as often as it was asked.</summary>
    public List<Decision> Decisions { get; } = [];

    public List<EntryRefusal> Refused { get; } = [];

    public List<LeftOut> LeftOut { get; } = [];

    /// <summary>Every enrollment, as it was last seen.</summary>
    public Dictionary<(string Strategy, string Occurrence), Enrollment> Enrolled { get; } = [];

    /// <summary>Contacts of other tools and of strategies that went.</summary>
    public IEnumerable<(Instant At, ContactChannel Channel)> Contacts => contacts.Select(one => (one.At,
        one.Channel));

    public int TooOld { get; private set; }

    /// <summary>Who would have entered, had anybody been let in.</summary>
    public List<WaitingEntry> KeptOut { get; } = [];

    /// <summary>Times to come that were told of.</summary>
    public List<Instant> Ahead { get; } = [];

    public static CustomerId Id => someone;

    /// <summary>What of the decisions is final, with the clock of Paris: "2026-06-01 10:00 mail sent".</summary>
    public IReadOnlyList<string> Told => [.. Decisions.Where(one => one.IsFinal).Select(one => Tell(one))];

    public static string Tell(Decision one) =>
        $"{Local(one.At)} {one.Candidate.Step.Name} {Words(one.Outcome)}"
        + (one.Reason is { } why && one.Outcome != Outcome.HeldOut ? $" by {why.Gate} {why.Rule}" : "");

    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.HeldOut => "held out",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    public static string Local(Instant at) => !at.HasValue ? $"{at}" : Clock(Calendar("Europe/Paris"), at);

    static string Clock(ShopCalendar zone, Instant at) =>
        $"{ShopCalendar.Date(zone.DayOf(at)):yyyy-MM-dd} "
        + $"{zone.MsOfDay(at) / 3_600_000:00}:{zone.MsOfDay(at) / 60_000 % 60:00}";

    public static ShopCalendar Calendar(string zone) => calendars.GetOrAdd(zone, ShopCalendars.Of);

    /// <summary>An order, heard of when it happened unless said otherwise.</summary>
    public StrategyWorld Order(string at, decimal total = 50, string? known = null, decimal refunded = 0)
    {
        var number = orderNumber++;
        orders.Add(Some.Order(at, total, refunded: refunded) with { Id = OrderId.Numbered("shop", $"{number}") });
        orderKnown.Add(Some.At(known ?? at));
        fresh.Add((FactKind.Order, Some.At(at), Some.At(known ?? at), orders.Count - 1));
        return known is null ? Hear(at) : Hear(known);
    }

    public StrategyWorld Activity(ActivityKind kind, string at, string? name = null)
    {
        activities.Add((Some.At(at), Some.At(at), kind, name));
        fresh.Add((FactKind.Activity, Some.At(at), Some.At(at), activities.Count - 1));
        return Hear(at);
    }

    public StrategyWorld Respond(ResponseKind kind, string at, string? disposition = null,
        ContactChannel channel = ContactChannel.Email)
    {
        responses.Add((Some.At(at), Some.At(at), kind, channel, disposition));
        fresh.Add((FactKind.Response, Some.At(at), Some.At(at), responses.Count - 1));
        return Hear(at);
    }

    /// <summary>A contact that another tool made.</summary>
    public StrategyWorld Contact(ContactChannel channel, string at, string? topic = null, string? offer = null)
    {
        contacts.Add((Some.At(at), Some.At(at), channel, null,
            topic is null && offer is null ? null : new ContactContext { Topic = topic, Offer = offer }));
        return Hear(at);
    }

    public StrategyWorld Move(string watched, string at, bool leaves = false)
    {
        moves.Add(new FreshMove(watched, leaves, Some.At(at)));
        return Hear(at);
    }

    /// <summary>Time passes: every turn that is due until then.</summary>
    public StrategyWorld Until(string at)
    {
        var until = Some.At(at);
        for (var turns = 0; State.DueAt <= until; turns++)
        {
            Assert.True(turns < 5_000, $"stands still at {State.DueAt}");
            if (State.DueAt > Now) Now = State.DueAt;
            Turn();
        }
        Now = until;
        return this;
    }

    /// <summary>A first turn, as publishing makes one.</summary>
    public StrategyWorld Begin()
    {
        Turn();
        return this;
    }

    StrategyWorld Hear(string at)
    {
        var heard = Some.At(at);
        if (heard > Now) Until(at);
        Turn();
        return this;
    }

    /// <summary>Those who were kept out are let in.</summary>
    public void LetIn()
    {
        CustomerNews all = new() { LetIn = [.. KeptOut] };
        KeptOut.Clear();
        Take(all);
    }

    void Turn() => Take(new CustomerNews
    {
        MayTrigger = MayTrigger, Moves = [.. moves],
        Facts = [.. fresh.Select(one => new FreshFact(one.Kind, IndexOf(one),
            (UInt128)(1000 * (int)one.Kind + one.Number),
            one.At, one.Known)).OrderBy(one => one.At)],
    });

    /// <summary>A turn with what is new.</summary>
    public void Take(CustomerNews news)
    {
        var customer = Customer();
        fresh.Clear();
        moves.Clear();
        var past = PastContacts.Of(customer.History, Book.Rules.Set.Policies, Now, phantoms);
        Promises = PromisesMade.Of(customer.History, Book.Rules.Set.Offers, keptPromises, customer.Shop, Now);
        var outcome = StrategyTurn.Take(Book, customer, State, past, news, Now,
            CustomerPromises.None with { All = Promises, PriceOf = PriceOf });
        State = outcome.State;
        foreach (var one in State.Enrollments) Enrolled[(one.Strategy, one.Occurrence)] = one;
        Decisions.AddRange(outcome.Decisions);
        Refused.AddRange(outcome.Refused);
        LeftOut.AddRange(outcome.LeftOut.Select(one => one.LeftOut));
        TooOld += outcome.TooOld.Values.Sum();
        KeptOut.AddRange(outcome.KeptOut);
        Ahead.AddRange(outcome.Ahead.Select(one => one.At));
        foreach (var drawn in outcome.Drawn) Arms.TryAdd(drawn.Experiment, drawn.Arm);
        foreach (var decision in outcome.Decisions) HandOver(decision);
    }

    /// <summary>What was promised up to the last turn.</summary>
    public IReadOnlyList<Promise> Promises { get; private set; } = [];

    /// <summary>What products cost.</summary>
    public Func<string, long?> PriceOf { get; init; } = _ => null;

    /// <summary>What contacts promised: "2026-06-01 mail comeback-15 until 2026-06-22", of an earlier promise with
    /// "again" before the offer.</summary>
    public IReadOnlyList<string> Promised => [.. Decisions.Where(one => one.Promised is not null).Select(one =>
        $"{Local(one.At)[..10]} {one.Candidate.Step.Name} {(one.Promised!.IsCarried ? "again " : "")}"
        + $"{one.Promised.Promise.Terms.Name} until {one.Promised.Promise.LastDay:yyyy-MM-dd}")];

    void HandOver(Decision decision)
    {
        if (decision.Promised is { IsCarried: false, Promise: var told }) keptPromises.Add(told);
        if (decision.Outcome == Outcome.HeldOut && Planner.CountsAs(Book.Rules.Set.Policies, decision) is { } phantom)
            phantoms.Add(phantom);
        if (decision.Outcome != Outcome.Sent || decision.Candidate.Content.Kind.Channel() is not { } channel) return;
        contacts.Add((Now, Now, channel, decision.Candidate.Strategy.Name,
            new ContactContext { Step = decision.Candidate.Step.Name, Topic = decision.Candidate.Topic,
                Offer = decision.Promised?.Promise.Terms.Name }));
    }

    int IndexOf((FactKind Kind, Instant At, Instant Known, int Number) one) => one.Kind switch
    {
        FactKind.Order => Place(orders.Count, index => orders[index].At, one.Number),
        FactKind.Activity => Place(activities.Count, index => activities[index].At, one.Number),
        _ => Place(responses.Count, index => responses[index].At, one.Number),
    };

    static int Place(int count, Func<int, Instant> at, int number) =>
        Enumerable.Range(0, count).OrderBy(at).ToList().IndexOf(number);

    public StrategyCustomer Customer()
    {
        var inOrder = Enumerable.Range(0, orders.Count).OrderBy(index => orders[index].At).ToArray();
        var builder = new HistoryBuilder();
        foreach (var index in inOrder) builder.Add(orders[index]);
        var built = builder.Build(1);
        var facts = built.Orders;
        var history = new HistoryTable(1, new OrderFacts
        {
            Start = facts.Start, At = facts.At, GrossCents = facts.GrossCents, RefundedCents = facts.RefundedCents,
            Id = facts.Id, KnownAt = [.. inOrder.Select(index => orderKnown[index])],
        })
        {
            Activities = Activities(), Contacts = Made(), Responses = Responses(),
        };
        var shop = Calendar("Europe/Paris");
        var table = ProfileFold.FoldAll(history, CustomerKeys.From([Key]), Now,
            new ProfileSettings { Calendar = shop });
        table.Values(PressureColumns.Status)[0] =
            (byte)(table.LabelsOf(PressureColumns.Status).ToList().IndexOf(Pressure) + 1);
        if (IsFullPrice) table.Values(PromotionColumns.Class)[0] = (byte)PromotionClass.FullPrice;
        return new StrategyCustomer
        {
            Id = someone, Key = Key, Data = new RuleData(table) { History = history, Levels = Levels },
            Shop = shop, Country = Country,
            Zones = [.. Zones.Select(Calendar)], Birthday = Birthday, Dates = Dates, Permissions = Permissions,
            KnownSince = KnownSince, Arms = Arms,
        };
    }

    ActivityFacts Activities()
    {
        var all = activities.OrderBy(one => one.At).ToArray();
        return new ActivityFacts
        {
            Start = [0, all.Length], At = [.. all.Select(one => one.At)], Kind = [.. all.Select(one => one.Kind)],
            Product = [.. all.Select(_ => -1)], DurationSeconds = new int[all.Length],
            Name = [.. all.Select(one => one.Name)], KnownAt = [.. all.Select(one => one.Known)],
        };
    }

    ContactFacts Made()
    {
        var all = contacts.OrderBy(one => one.At).ToArray();
        return new ContactFacts
        {
            Start = [0, all.Length], At = [.. all.Select(one => one.At)], Channel = [.. all.Select(one =>
                one.Channel)],
            Strategy = [.. all.Select(one => one.Strategy)], Context = [.. all.Select(one => one.Context)],
            KnownAt = [.. all.Select(one => one.Known)],
        };
    }

    ResponseFacts Responses()
    {
        var all = responses.OrderBy(one => one.At).ToArray();
        return new ResponseFacts
        {
            Start = [0, all.Length], At = [.. all.Select(one => one.At)], Kind = [.. all.Select(one => one.Kind)],
            Channel = [.. all.Select(one => one.Channel)], Disposition = [.. all.Select(one => one.Disposition)],
            KnownAt = [.. all.Select(one => one.Known)],
        };
    }
}

/// <summary>Strategies for a world, written as their files are.</summary>
static partial class SomeBooks
{
    const string NoPolicies = """
        topics:
          - topic: offers
            default: yes
          - topic: service
            service: yes
        """;

    /// <summary>A book of strategies without steps that need anything else, published at an instant.</summary>
    public static StrategyBook Of(string publishedAt, string? policies, params string[] strategies) =>
        With(Plenty, publishedAt, policies, strategies);

    /// <summary>The shipped channels, with enough of everything: nothing waits for its turn.</summary>
    public static string Plenty { get; } = Limits().Replace(ShippedStrategies.Files["channels.yaml"], "");

    [GeneratedRegex(@"(?m)^ +(most|budget): .*\n|, most: \[[^\]]*\]")]
    private static partial Regex Limits();

    /// <summary>The same, where channels are others.</summary>
    public static StrategyBook With(
        string channels, string publishedAt, string? policies, params string[] strategies)
    {
        var files = new Dictionary<string, string>
        {
            ["policies.yaml"] = policies ?? NoPolicies,
            ["channels.yaml"] = channels,
            ["occasions.yaml"] = ShippedStrategies.Files["occasions.yaml"],
            ["offers.yaml"] = ShippedStrategies.Files["offers.yaml"],
        };
        foreach (var (index, strategy) in strategies.Index()) files[$"strategies/{index}.yaml"] = strategy;
        return Of(publishedAt, SomeStrategies.Read(files));
    }

    public static StrategyBook Of(string publishedAt, ReadStrategies read, int version = 1)
    {
        Assert.Empty(read.Mistakes.All.Select(one => one.Message));
        return new StrategyBook(new PlanRules(read.Set, new ContactOptions { EmailNeedsConsent = false }, Holidays),
            [.. read.Set.Strategies.Select(strategy => new StrategyVersion(strategy, version,
                Some.At(publishedAt)))]);
    }

    // Of the year of the timelines; what a package knows of others is asked elsewhere.
    static readonly (string, DateOnly)[] Holidays =
    [
        ("FR", new(2026, 5, 1)), ("FR", new(2026, 5, 8)), ("FR", new(2026, 5, 14)), ("FR", new(2026, 5, 25)),
        ("FR", new(2026, 7, 14)), ("FR", new(2026, 8, 15)), ("FR", new(2026, 11, 11)), ("FR", new(2026, 12, 25)),
    ];

    /// <summary>The text of a strategy without holdout that orders bring people into and end.</summary>
    public static string Strategy(string name, string steps, string trigger = "{ event: form }", string more = "",
        string exit = "exit: has order since entry\n", int priority = 50, string holdout = "0%") => $"""
        strategy: {name}
        goal: {"{ metric: margin, window: 60d }"}
        audience: everybody
        trigger: {trigger}
        holdout: {holdout}
        priority: {priority}
        {exit}{(more.Length > 0 ? more.TrimEnd() + "\n" : "")}steps:
        {string.Join('\n', steps.TrimEnd().Split('\n').Select(line => "  " + line))}
        """;
}
