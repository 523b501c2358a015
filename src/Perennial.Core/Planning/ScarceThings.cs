using System.Globalization;
using Perennial.Core.Capacity;
using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>What of a shop's channels, queues and tasks there is only so much of, and what a contact takes of it.
/// </summary>
/// <remarks>Caps of less than a day say how fast something may go, and are none of these.</remarks>
public sealed class ScarceThings
{
    const int DaysPerWeek = 7;
    const long DayMs = 86_400_000;

    readonly ShopChannels channels;
    readonly Dictionary<string, Resource> all = [];
    readonly Dictionary<string, List<string>> pieces = [];

    /// <summary>Lays them out.</summary>
    public ScarceThings(ShopChannels channels)
    {
        this.channels = channels;
        foreach (var one in channels.Channels)
        {
            var (word, name) = (Word(one.Channel), Several(one.Channel));
            AddCaps(word, one.Most, cap => $"{Count(cap.Most)} {name} {PeriodWords(DaysOf(cap))}");
            if (one.BudgetCents is { } cents)
            {
                Add(new Resource($"{word} money/month", cents, 0)
                {
                    IsMoney = true, Words = string.Create(CultureInfo.InvariantCulture,
                        $"{cents / 100m:N2} a month for {name}"),
                });
            }
            foreach (var queue in one.Queues)
            {
                AddCaps(QueueName(queue.Name), queue.Most,
                    cap => $"{Count(cap.Most)} calls {PeriodWords(DaysOf(cap))} of {queue.Name}", queue.Hours);
            }
        }
        foreach (var task in channels.Tasks)
        {
            AddCaps(TaskName(task.Kind), task.Most,
                cap => $"{Count(cap.Most)} tasks of kind {task.Kind} {PeriodWords(DaysOf(cap))}");
        }
    }

    /// <summary>Who comes first of those who wait.</summary>
    public WaitingOrder Order => new(channels.Of(ContactChannel.Call)?.Prospects switch
    {
        "before" => ProspectPlace.Before,
        "between by value" => ProspectPlace.BetweenByValue,
        _ => ProspectPlace.AfterCustomers,
    });

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Resource> All => all.Values;

    /// <summary>One by its name; null where there is none, or enough.</summary>
    public Resource? Of(string name) => all.GetValueOrDefault(name);

    /// <summary>Whether something is a queue's.</summary>
    public bool IsOfQueue(string resource, string queue) =>
        pieces.TryGetValue(QueueName(queue), out var names) && names.Contains(resource);

    /// <summary>What a contact takes of them.</summary>
    public IReadOnlyList<Need> NeedsOf(ContactContent content)
    {
        var needs = new List<Need>();
        void Take(string name)
        {
            if (pieces.TryGetValue(name, out var names)) needs.AddRange(names.Select(one => new Need(one, 1)));
        }
        if (content.Kind == ContactKind.Task && content.To is { } kind) Take(TaskName(kind));
        if (content.Kind.Channel() is not { } channel) return needs;
        if (content.Queue is { } queue) Take(QueueName(queue));
        Take(Word(channel));
        var money = $"{Word(channel)} money/month";
        if (all.ContainsKey(money) && CentsOf(content, channel) is > 0 and var cents)
            needs.Add(new Need(money, cents));
        return needs;
    }

    /// <summary>The first of what a contact waits for, and how it is called.</summary>
    public DecisionReason Reason(IReadOnlyList<Need> needs)
    {
        var first = all[needs[0].Resource];
        return new DecisionReason(first.IsMoney ? Gate.Budget : Gate.Capacity, first.Words, "waits for its turn");
    }

    // A call is paid for as if somebody was reached: that is the most it can cost.
    long CentsOf(ContactContent content, ContactChannel channel)
    {
        const decimal weekMs = DaysPerWeek * DayMs;
        var settings = channels.Of(channel)!;
        var pieces = channel switch
        {
            ContactChannel.Call => Math.Max(1, settings.MinutesReached),
            ContactChannel.Ad when content.For is { } length => Math.Max(1, Math.Ceiling(length.Ms() / weekMs)),
            _ => 1,
        };
        return (long)Math.Ceiling(settings.Cost * 100 * pieces);
    }

    void AddCaps(string name, IEnumerable<Cap> caps, Func<Cap, string> words, OpenHours? hours = null)
    {
        foreach (var cap in caps)
        {
            if (DaysOf(cap) is not { } days) continue;
            Add(new Resource($"{name}/{(days == 0 ? "month" : days == 1 ? "day" : $"{days} days")}", cap.Most, days)
            {
                Words = words(cap), Hours = hours,
            }, name);
        }
    }

    // Two caps on one time: the lower counts.
    void Add(Resource one, string? counted = null)
    {
        if (counted is not null && !all.ContainsKey(one.Name))
        {
            if (!pieces.TryGetValue(counted, out var names)) pieces[counted] = names = [];
            names.Add(one.Name);
        }
        if (!all.TryGetValue(one.Name, out var known) || known.Most > one.Most) all[one.Name] = one;
    }

    static int? DaysOf(Cap cap) => cap.Window is not { } window ? 0
        : window.Ms() % DayMs == 0 && window.Ms() > 0 ? (int)(window.Ms() / DayMs) : null;

    static string PeriodWords(int? days) => days switch
    {
        0 => "a month",
        1 => "a day",
        DaysPerWeek => "a week",
        _ => $"in {days} days",
    };

    static string QueueName(string queue) => $"queue {queue}";

    static string TaskName(string kind) => $"task {kind}";

    static string Word(ContactChannel channel) => channel.ToString().ToLowerInvariant();

    static string Several(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "e-mails",
        ContactChannel.Sms => "text messages",
        ContactChannel.Call => "calls",
        ContactChannel.Letter => "letters",
        _ => "advertisements",
    };

    static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
