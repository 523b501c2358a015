using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>Reads what was written down of one customer line by line, and says what should not be. It knows the world,
/// and shares no code with what decided in it.</summary>
sealed partial class LogReading
{
    readonly DrawnWorld world;
    readonly DrawnPerson person;
    readonly List<SeenContact> contacts = [];
    readonly List<SeenEnrollment> enrollments = [];
    readonly HashSet<string> ended = [];
    readonly Dictionary<string, Decision> waiting = [];
    readonly List<string> wrong = [];
    int joined, lines;
    bool isInUniversal, clockWentBack;

    LogReading(DrawnWorld world, DrawnPerson person)
    {
        (this.world, this.person) = (world, person);
        said.AddRange(person.Said.Select(one => (one.SaidAt, one.Channel, one.Topic, one.IsGranted,
            one.Wording.Length > 0)));
        if (world.From.UnixMs % 2 == 0) outside = (world.From, false);
    }

    sealed class SeenEnrollment(Enrollment one)
    {
        public string Strategy => one.Strategy;

        public string Occurrence => one.Occurrence;

        public Instant EnteredAt => one.EnteredAt;

        public bool IsHeldOut => one.HeldOutBy != HeldOutBy.Nobody;

        public Instant? EndedAt { get; set; }

        public Instant? LastContactAt { get; set; }
    }

    readonly record struct SeenContact(
        Instant At, Core.History.ContactChannel Channel, string? Topic, bool IsPhantom, int Line);

    /// <summary>What is wrong in a life; nothing where all is right.</summary>
    public static IReadOnlyList<string> Of(DrawnWorld world, LivedWorld life) => Of(world, life.Log, life.Open);

    /// <summary>What is wrong in what was written down.</summary>
    /// <param name="world">The world.</param>
    /// <param name="log">What came about.</param>
    /// <param name="open">What is under way in the end.</param>
    public static IReadOnlyList<string> Of(
        DrawnWorld world, IReadOnlyList<LogLine> log, IReadOnlyList<Enrollment> open)
    {
        var reading = new LogReading(world, world.People[0]);
        foreach (var line in log) reading.Read(line);
        foreach (var (key, decision) in reading.waiting)
        {
            if (!open.Any(one => one.Strategy == decision.Candidate.Strategy.Name
                && one.Occurrence == decision.Candidate.Enrollment.Occurrence))
                reading.wrong.Add($"{key} waits, and its enrollment has ended");
        }
        return reading.wrong;
    }

    void Wrong(LogLine line, string what) => wrong.Add($"{line.Now}: {what}");

    void Read(LogLine line)
    {
        lines++;
        switch (line)
        {
            case HeardLine heard:
                Hear(heard);
                break;
            case EnteredLine entered:
                Enter(entered);
                break;
            case LeftLine left:
                Leave(left);
                break;
            case DecidedLine decided:
                Decide(decided);
                break;
            case JoinedLine other:
                Join(other);
                break;
        }
    }

    void Leave(LeftLine line)
    {
        foreach (var one in Mine(line.Enrollment).Take(1)) one.EndedAt = line.Now;
        if (joined == 0) return;
        // Of two who were in it for the same thing one may have waited at another step.
        foreach (var (key, decision) in waiting.ToList())
        {
            if (decision.Candidate.Strategy.Name == line.Enrollment.Strategy
                && decision.Candidate.Enrollment.Occurrence == line.Enrollment.Occurrence) waiting.Remove(key);
        }
    }

    IEnumerable<SeenEnrollment> Mine(Enrollment enrollment) => enrollments.Where(one =>
        one.Strategy == enrollment.Strategy && one.Occurrence == enrollment.Occurrence
        && one.EnteredAt == enrollment.EnteredAt && one.EndedAt is null
        && one.IsHeldOut == (enrollment.HeldOutBy != HeldOutBy.Nobody));

    void Join(JoinedLine line)
    {
        var other = new LogReading(world, world.People[1]);
        foreach (var one in line.Other) other.Read(one);
        wrong.AddRange(other.wrong);
        contacts.AddRange(other.contacts);
        promised.AddRange(other.promised);
        enrollments.AddRange(other.enrollments);
        said.AddRange(other.said);
        suppressed.UnionWith(other.suppressed);
        orders.AddRange(other.orders);
        replies.AddRange(other.replies);
        outcomes.AddRange(other.outcomes);
        (isErased, hasAddresses) = (isErased || other.isErased, hasAddresses || other.hasAddresses);
        // What both have had is the same once they are one; what either has had comes no more.
        ended.UnionWith(other.ended);
        foreach (var (key, decision) in other.waiting) waiting.TryAdd(key, decision);
        foreach (var key in ended) waiting.Remove(key);
        joined++;
    }

    void Enter(EnteredLine line)
    {
        var one = line.Enrollment;
        var strategy = world.Set.Strategies.Single(each => each.Name == one.Strategy);
        var before = enrollments.Where(each => each.Strategy == one.Strategy).ToList();
        if (before.Any(each => each.Occurrence == one.Occurrence)) Wrong(line, $"{one.Strategy} twice for one thing");
        if (!strategy.Reenter.EachTime && before.Count > 0)
        {
            if (strategy.Reenter.After is not { } length) Wrong(line, $"{one.Strategy} again");
            else if (before.Any(each => each.EndedAt is null)) Wrong(line, $"{one.Strategy} while in it");
            else if (Later(before.Max(each => each.EndedAt!.Value), length, "Europe/Paris") > line.Now)
                Wrong(line, $"{one.Strategy} again too soon");
        }
        if (enrollments.Any(each => each.EndedAt is null && NeverWith(one.Strategy, each.Strategy)))
            Wrong(line, $"{one.Strategy} with another that it is never with");
        foreach (var after in strategy.After)
            if (IsTooSoonBehind(after, line.Now)) Wrong(line, $"{one.Strategy} too soon behind {after.Strategy}");
        enrollments.Add(new SeenEnrollment(one));
        isInUniversal |= one.HeldOutBy == HeldOutBy.Universal;
        var universal = Share("universal holdout") < world.Set.Policies.UniversalHoldout;
        var own = Share($"{one.Strategy}/holdout") < strategy.Holdout;
        var expected = universal ? HeldOutBy.Universal : own ? HeldOutBy.Strategy : HeldOutBy.Nobody;
        if (joined == 0 && one.HeldOutBy != expected) Wrong(line, $"{one.Strategy} held out by {one.HeldOutBy}");
    }

    double Share(string experiment) => Core.Measurement.Assignment.Uniform(experiment, person.Key);

    bool NeverWith(string one, string other) => one != other && (StrategyOf(one).NeverWith.Contains(other)
        || StrategyOf(other).NeverWith.Contains(one));

    Strategy StrategyOf(string name) => world.Set.Strategies.Single(one => one.Name == name);

    bool IsTooSoonBehind(AfterStrategy after, Instant at)
    {
        var last = enrollments.Where(one => one.Strategy == after.Strategy && !one.IsHeldOut)
            .Max(one => one.LastContactAt);
        return after.Length is { } length && last is { } contact && Later(contact, length, "Europe/Paris") > at;
    }

    void Decide(DecidedLine line)
    {
        var decision = line.Decision;
        var candidate = decision.Candidate;
        var (occurrence, touch) = (candidate.Enrollment.Occurrence, candidate.Touch);
        var key = $"{candidate.Strategy.Name} {candidate.Step.Name} {occurrence} {touch}";
        if (ended.Contains(key) && decision.Reason?.Rule != StrategyJoin.Merged) Wrong(line, $"{key} is decided twice");
        var against = Against(decision, line.Now);
        switch (decision.Outcome)
        {
            case Outcome.Deferred:
                waiting[key] = decision;
                if (decision.Until <= line.Now) Wrong(line, $"{key} waits for what is over");
                if (!clockWentBack && !Explains(decision, against))
                    Wrong(line, $"{key} waits without need by {decision.Reason}");
                return;
            case Outcome.Sent or Outcome.HeldOut:
                if (against.Count > 0) Wrong(line, $"{key} goes against {string.Join(", ", against)}");
                CheckHoldout(line, key);
                Promised(line, key);
                Went(decision, line.Now);
                break;
            case Outcome.Blocked or Outcome.Superseded:
                if (!Explains(decision, against)) Wrong(line, $"{key} is blocked without need by {decision.Reason}");
                break;
            case Outcome.Expired:
                if (line.Now < candidate.ExpiresAt) Wrong(line, $"{key} expires too soon");
                break;
        }
        ended.Add(key);
        waiting.Remove(key);
    }

    void CheckHoldout(DecidedLine line, string key)
    {
        var candidate = line.Decision.Candidate;
        var isService = candidate.Topic == "service";
        var isHeldOut = candidate.Enrollment.HeldOutBy != HeldOutBy.Nobody || (candidate.Step.Holdout > 0
            && (joined > 0 ? candidate.IsStepHeldOut
                : Share($"{candidate.Strategy.Name}/{candidate.Step.Name}/holdout") < candidate.Step.Holdout));
        isHeldOut |= isInUniversal;
        isHeldOut &= !isService;
        if (isHeldOut != (line.Decision.Outcome == Outcome.HeldOut)) Wrong(line, $"{key} against the holdout");
    }

    void Went(Decision decision, Instant now)
    {
        var candidate = decision.Candidate;
        foreach (var one in Mine(candidate.Enrollment)) one.LastContactAt = now;
        if (ChannelOf(candidate) is { } channel)
            contacts.Add(new SeenContact(now, channel, candidate.Topic, decision.Outcome == Outcome.HeldOut, lines));
    }

    // Giving way to what is known to come is not read here.
    static bool Explains(Decision decision, IReadOnlyCollection<Gate> against) => decision.Reason is { } reason
        && (against.Contains(reason.Gate) || reason.Rule.StartsWith("yields to", StringComparison.Ordinal)
            || reason is { Gate: Gate.Exit, Rule: StrategyJoin.Merged });

    static Instant Later(Instant from, TimeLength length, string zone)
    {
        if (length.Minutes >= 0) return new Instant(from.UnixMs + length.Minutes * 60_000);
        var there = NodaTime.DateTimeZoneProviders.Tzdb[zone];
        var local = NodaTime.Instant.FromUnixTimeMilliseconds(from.UnixMs).InZone(there).LocalDateTime;
        return new Instant(there.AtLeniently(local.PlusDays(length.Days)).ToInstant().ToUnixTimeMilliseconds());
    }
}
