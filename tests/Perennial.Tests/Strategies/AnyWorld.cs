using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Outcome = Perennial.Core.Planning.Outcome;

namespace Perennial.Tests.Strategies;

/// <summary>A customer's months by chance: two strategies and more, policies, law, a hand that withdraws and forgets.
/// Whatever happens, what is decided keeps to the rules.</summary>
static class AnyWorld
{
    public const string Policies = """
        topics:
          - topic: offers
            default: yes
          - topic: service
            service: yes
        universal holdout: 15%
        frequency:
          - policy: week
            applies to: everybody
            most: [3 contacts per 7d, 1 sms per 14d]
          - policy: day
            applies to: everybody
            most: [1 email per 24h]
            gap: 20h
            channels: [email, sms, call]
        pressure:
          over: halve
        contact hours:
          - channels: [email]
            hours: 07:00-21:00
          - channels: [sms, call]
            days: mon-sat
            hours: 09:00-19:30
            holidays: no
        law:
          - law: FR calls
            country: FR
            channels: [call]
            days: mon-fri
            hours: 10:00-13:00, 14:00-20:00
            most: [4 attempts per 30d]
            consent: needed
            source: a
        """;

    static readonly string[] strategies =
    [
        SomeBooks.Strategy("often", "- name: o1\n  email: a\n- wait: 4h\n- name: o2\n  sms: b\n- wait: 1d\n- name: o3\n  email: c",
            "{ event: form }", "reenter: each time", exit: "", priority: 60, holdout: "15%"),
        SomeBooks.Strategy("calls", "- name: c1\n  call: { queue: retention, script: s, attempts: 3, between: 1d }\n"
            + "- wait: { event: click, at most: 2d }\n- name: c2\n  letter: l\n- name: c3\n  email: e\n  holdout: 20%",
            "{ event: inbound_call }", "reenter: after 5d\nnever with: rare", priority: 80, holdout: "15%"),
        SomeBooks.Strategy("rare", "- name: r1\n  email: { template: a, topic: service }\n- wait: 3d\n- name: r2\n"
            + "  when: not has click since entry\n  email: b", "{ event: product_view }", "reenter: after 10d", priority: 40, holdout: "0%"),
    ];

    static readonly Lazy<StrategyBook> book = new(() => SomeBooks.Of("2026-01-01", Policies, strategies));

    public static StrategyBook Book(params Gate[] without)
    {
        if (without.Length == 0) return book.Value;
        var rules = new PlanRules(book.Value.Rules.Set, book.Value.Rules.Options) { WithoutGates = without.ToHashSet() };
        return new StrategyBook(rules, [.. book.Value.InForce.Select(one => one.Version)]);
    }

    /// <summary>What happens, in steps of some hours.</summary>
    public static Gen<(int Hours, int What)[]> Events { get; } = Gen.ArrayOf(
        from hours in Gen.Elements(0, 0, 1, 3, 5, 9, 14, 30, 70)
        from what in Gen.Choose(0, 15)
        select (hours, what), 45);

    /// <summary>What is wrong in such a life; empty for nothing.</summary>
    public static string Wrong(StrategyBook book, int number, (int Hours, int What)[] events)
    {
        var world = new StrategyWorld(book, "2026-03-01") { Key = $"C-{number}" };
        var permitted = new List<(Instant From, CustomerPermissions Permissions, string Pressure)>
        {
            (world.Now, world.Permissions, world.Pressure),
        };
        var at = world.Now;
        foreach (var (hours, what) in events)
        {
            at = new Instant(at.UnixMs + hours * 3_600_000L + 1_234);
            var when = at.ToDateTimeOffset().ToString("O");
            world.Until(when);
            Happen(world, what, when);
            permitted.Add((at, world.Permissions, world.Pressure));
        }
        world.Until(new Instant(at.UnixMs + 30 * 86_400_000L).ToDateTimeOffset().ToString("O"));
        return Wrong(world, permitted);
    }

    static void Happen(StrategyWorld world, int what, string when)
    {
        switch (what)
        {
            case 0 or 1 or 2: world.Activity(ActivityKind.Form, when); break;
            case 3 or 4: world.Activity(ActivityKind.InboundCall, when); break;
            case 5 or 6: world.Activity(ActivityKind.ProductView, when); break;
            case 7: world.Respond(ResponseKind.Click, when); break;
            case 8: world.Respond(ResponseKind.Disposition, when, "no answer", ContactChannel.Call); break;
            case 9: world.Contact(ContactChannel.Email, when); break;
            case 10: world.Order(when); break;
            case 11: world.Pressure = world.Pressure == "over" ? "on target" : "over"; break;
            case 12: world.Permissions = Said(world, ContactChannel.Email, when); break;
            case 13: world.Permissions = Said(world, ContactChannel.Call, when); break;
            case 14:
                world.Permissions = world.Permissions with
                {
                    Suppressions = [new Suppression(ContactChannel.Sms, SuppressionReason.DoNotContact, Some.At(when), "test")],
                };
                break;
            default: world.Permissions = world.Permissions with { HasAddress = !world.Permissions.HasAddress }; break;
        }
    }

    // A yes where there was a no, and the other way round.
    static CustomerPermissions Said(StrategyWorld world, ContactChannel channel, string when) => world.Permissions with
    {
        Consents = [.. world.Permissions.Consents, new ConsentStatement(channel, world.Permissions.LastSaid(channel) == false)
        {
            SaidAt = Some.At(when), KnownAt = Some.At(when),
        }],
    };

    static string Wrong(
        StrategyWorld world, List<(Instant From, CustomerPermissions Permissions, string Pressure)> permitted)
    {
        var final = world.Decisions.Where(one => one.IsFinal).ToList();
        if (final.Select(one => one.Candidate.Key).Distinct().Count() != final.Count) return "decided twice";
        foreach (var sent in final.Where(one => one.Outcome == Outcome.Sent))
        {
            var so = permitted.Last(one => one.From <= sent.At);
            if (WrongOf(world, sent, so.Permissions, so.Pressure, final) is { Length: > 0 } wrong)
                return $"{StrategyWorld.Tell(sent)}: {wrong}";
        }
        return Entries(world);
    }

    static string WrongOf(
        StrategyWorld world, Decision sent, CustomerPermissions permissions, string pressure, List<Decision> final)
    {
        var channel = sent.Candidate.Content.Kind.Channel()!.Value;
        var isService = sent.Candidate.Topic == "service";
        if (sent.At >= sent.Candidate.ExpiresAt) return "too late";
        if (permissions.Suppressions.Any(one => one.Channel == channel && one.At <= sent.At)) return "suppressed";
        if (permissions.LastSaid(channel) == false) return "refused";
        if (!permissions.HasAddressFor(channel)) return "no address";
        if (!isService && sent.Candidate.Enrollment.HeldOutBy != HeldOutBy.Nobody) return "held out";
        if (!isService && sent.Candidate.IsStepHeldOut) return "held out of the step";
        var paris = StrategyWorld.Calendar("Europe/Paris");
        var (minute, day) = (paris.MsOfDay(sent.At) / 60_000.0, ShopCalendar.Date(paris.DayOf(sent.At)).DayOfWeek);
        if (channel == ContactChannel.Email && minute is < 420 or >= 1260) return "night";
        if (channel is ContactChannel.Sms or ContactChannel.Call && (minute is < 540 or >= 1170 || day == DayOfWeek.Sunday)) return "night";
        if (channel == ContactChannel.Call && (minute is < 600 or (>= 780 and < 840) || day == DayOfWeek.Saturday)) return "law";
        return isService ? "" : TooOften(world, sent.At, channel, pressure);
    }

    static string TooOften(StrategyWorld world, Instant at, ContactChannel channel, string pressure)
    {
        int In(double days, Func<ContactChannel, bool> which) => world.Contacts.Count(one => which(one.Channel)
            && one.At <= at && one.At.UnixMs > at.UnixMs - (long)(days * 86_400_000));
        var half = pressure == "over";
        if (In(30, one => one == ContactChannel.Call) > 4) return "law of dials";
        // Dials that reached nobody are no contacts: strategies without calls are enough to see the caps.
        if (world.Contacts.Any(one => one.Channel == ContactChannel.Call)) return "";
        if (In(7, _ => true) > 3) return "more than 3 in 7 days";
        if (half && In(7, _ => true) > 1) return "more than 1 in 7 days under pressure";
        if (channel == ContactChannel.Sms && In(14, one => one == ContactChannel.Sms) > 1) return "second text";
        if (channel == ContactChannel.Email && In(1, one => one == ContactChannel.Email) > 1) return "second mail of a day";
        return channel != ContactChannel.Letter && In(20 / 24.0, one => one is not ContactChannel.Letter) > 1 ? "gap" : "";
    }

    static string Entries(StrategyWorld world)
    {
        foreach (var same in world.Enrolled.Values.GroupBy(one => one.Strategy))
        {
            var length = same.Key switch { "calls" => 5, "rare" => 10, _ => 0 };
            if (length == 0) continue;
            var inOrder = same.OrderBy(one => one.EnteredAt).ToList();
            foreach (var (one, next) in inOrder.Zip(inOrder.Skip(1)))
            {
                if (one.IsOpen || next.EnteredAt.UnixMs < one.EndedAt.UnixMs + (length * 24 - 1) * 3_600_000L)
                    return $"again too soon into {same.Key}";
            }
        }
        bool Overlap(Enrollment one, Enrollment other) => one.EnteredAt < (other.IsOpen ? Instant.Never : other.EndedAt)
            && other.EnteredAt < (one.IsOpen ? Instant.Never : one.EndedAt);
        return world.Enrolled.Values.Where(one => one.Strategy == "calls").Any(one =>
            world.Enrolled.Values.Any(other => other.Strategy == "rare" && Overlap(one, other))) ? "never with" : "";
    }
}
