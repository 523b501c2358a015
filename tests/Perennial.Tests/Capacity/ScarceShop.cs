using Perennial.Core;
using Perennial.Core.Capacity;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Strategies;
using Perennial.Tests.Planning;

namespace Perennial.Tests.Capacity;

/// <summary>Somebody of a <see cref="ScarceShop"/>.</summary>
/// <param name="key">Their own key.</param>
/// <param name="place">Their place in the order of calls.</param>
sealed class ScarcePerson(string key, int place)
{
    static readonly HistoryTable nothing = new SomeFacts().Table();
    static readonly RuleData columns = SomeFacts.Columns(nothing, "C", Some.At("2026-01-01"), "on target");
    static readonly ShopCalendar paris = SomeFacts.Calendar("Europe/Paris");

    public string Key => key;

    public int Place { get; set; } = place;

    public CustomerId Id { get; } = CustomerId.Of(CustomerKeyKind.External, key);

    public CustomerStrategies State { get; set; } = CustomerStrategies.None;

    public List<PastContact> Contacts { get; } = [];

    /// <summary>What waits for what is scarce, one each.</summary>
    public Dictionary<CandidateKey, Decision> Waits { get; } = [];

    public bool HasPhone { get; set; } = true;

    public bool IsHeldOut { get; set; }

    public StrategyCustomer Customer => new()
    {
        Id = Id, Key = key, Data = columns, KnownSince = Some.At("2026-01-01"), Country = "FR", Zones = [paris],
        Shop = paris,
        Permissions = new CustomerPermissions { HasEmail = true, HasPhone = HasPhone, HasAddress = true },
    };
}

/// <summary>A shop in memory whose customers compete for what is scarce: each has a turn when due, and then what is
/// left is given to those who wait. What is decided to go has gone.</summary>
/// <param name="book">The strategies.</param>
sealed class ScarceShop(StrategyBook book)
{
    const long Hour = 3_600_000;

    static readonly ShopCalendar paris = SomeFacts.Calendar("Europe/Paris");

    readonly Dictionary<(string Resource, int Period), long> taken = [];

    public List<ScarcePerson> People { get; } = [];

    /// <summary>What was decided for good.</summary>
    public List<Decision> Told { get; } = [];

    /// <summary>Every decision that something waits for what is scarce.</summary>
    public List<Decision> Waited { get; } = [];

    /// <summary>Who had what is scarce, and who went on waiting when it was given to them.</summary>
    public List<(IReadOnlyList<Waiter> Had, IReadOnlyList<Waiter> Others)> Rounds { get; } = [];

    /// <summary>Whether whoever is held out waits at her place; else is decided at once.</summary>
    public bool ShadowsWait { get; init; } = true;

    public Instant Now { get; private set; }

    public ScarcePerson Add(string key, int place)
    {
        var one = new ScarcePerson(key, place);
        People.Add(one);
        return one;
    }

    /// <summary>Somebody comes into what strategies watch.</summary>
    public void Move(ScarcePerson one, Instant at, string segment = "late") =>
        Turn(one, at, new CustomerNews { Moves = [new FreshMove(segment, false, at)] });

    /// <summary>A tick an hour until an instant, that one included.</summary>
    public ScarceShop Until(string at)
    {
        var end = Some.At(at);
        if (Now == default) Now = new Instant(end.UnixMs - end.UnixMs % Hour);
        for (var next = Now; next <= end; next = new Instant(next.UnixMs + Hour)) Tick(next);
        return this;
    }

    /// <summary>Everybody who is due, and then those who wait.</summary>
    public void Tick(Instant at)
    {
        Now = at;
        foreach (var one in People)
            while (one.State.DueAt <= at) Turn(one, at, CustomerNews.None);
        var tried = new HashSet<CandidateKey>();
        while (Give(tried)) continue;
    }

    /// <summary>What is left.</summary>
    public Stock Stock() => new(book.Rules.Scarce.All,
        one => taken.GetValueOrDefault((one.Name, one.PeriodOf(paris.DayOf(Now)))), Now, paris);

    /// <summary>Those who wait.</summary>
    public IEnumerable<Waiter> Waiters => People.SelectMany(one => one.Waits.Values.Select(row => new Waiter(
        row.Candidate.Key, row.Demand!, row.Candidate.Strategy.Priority, one.Place) { IsShadow = row.IsShadow }));

    bool Give(HashSet<CandidateKey> tried)
    {
        var stock = Stock();
        var waiters = Waiters.Where(one => !tried.Contains(one.Key)).ToList();
        var given = stock.Give(waiters, book.Rules.Scarce.Order);
        if (given.Count == 0) return false;
        var people = People.ToDictionary(one => one.Id);
        var had = new List<Waiter>();
        foreach (var one in given)
        {
            tried.Add(one.Key);
            var before = Told.Count;
            Turn(people[one.Key.Customer], Now, new CustomerNews { Granted = [one.Grant] });
            if (!Told.Skip(before).Any(each => each.Candidate.Key == one.Key && each.Outcome == Outcome.Sent)) continue;
            had.Add(one);
            foreach (var need in stock.Scarce(one.Demand))
            {
                var period = (need.Resource, stock.PeriodOf(need.Resource));
                taken[period] = taken.GetValueOrDefault(period) + need.Amount;
            }
        }
        Rounds.Add((had, [.. waiters.Except(given)]));
        return true;
    }

    void Turn(ScarcePerson one, Instant at, CustomerNews news)
    {
        var outcome = StrategyTurn.Take(book, one.Customer, one.State, one.Contacts, news, at);
        one.State = outcome.State;
        foreach (var enrollment in one.State.Enrollments) one.IsHeldOut |= enrollment.HeldOutBy != HeldOutBy.Nobody;
        var again = new List<Grant>();
        foreach (var decision in outcome.Decisions)
        {
            var key = decision.Candidate.Key;
            one.Waits.Remove(key);
            if (decision.IsFinal) Told.Add(decision);
            else if (decision.Outcome == Outcome.Waiting)
            {
                Waited.Add(decision);
                one.Waits[key] = decision;
                if (!ShadowsWait && decision.IsShadow) again.Add(decision.Asks!.Value);
            }
            if (Planner.CountsAs(book.Rules.Set.Policies, decision) is { } contact) one.Contacts.Add(contact);
        }
        if (again.Count > 0) Turn(one, at, new CustomerNews { Granted = again });
    }
}
