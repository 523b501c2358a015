using System.Collections.Concurrent;
using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>Draws the steps of a strategy.</summary>
sealed class StepDraws(Rng random, Gate about)
{
    static readonly ConcurrentDictionary<string, Rule> rules = new();

    /// <summary>Several steps with their paths, at least one of them a contact.</summary>
    public IReadOnlyList<Step> Several(int least, int most)
    {
        var names = 0;
        var steps = Enumerable.Range(0, random.NextInt(least, most)).Select(_ => One(ref names)).ToList();
        steps.Add(Contact(ref names));
        return Placed(steps, "");
    }

    public static WrittenRule Rule(string text) =>
        new(rules.GetOrAdd(text, one => RuleParser.Parse(one, new RuleContext { HasEntry = true })), text);

    public static FactRule Fact(string text) =>
        new((FactTest)rules.GetOrAdd($"has {text}", one => RuleParser.Parse(one)), text);

    public static TimeLength LengthOf(string text) => text switch
    {
        [.. var number, 'd'] => new TimeLength(int.Parse(number), -1, text),
        [.. var number, 'h'] => new TimeLength(-1, 60L * int.Parse(number), text),
        _ => new TimeLength(-1, int.Parse(text[..^3]), text),
    };

    Step One(ref int names)
    {
        switch (random.NextInt(10))
        {
            case 0 or 1:
                return new WaitStep(LengthOf(random.Pick(["30min", "5h", "1d", "2d"]))) { Path = "" };
            case 2:
                return new WaitUntilStep(new Schedule(random.NextInt(1_440), "") { Weekdays = Weekdays.All },
                    random.Chance(0.5) ? LengthOf("12h") : null) { Path = "" };
            case 3:
                return new WaitForFactStep(Fact(random.Pick(["click", "order"])), LengthOf("2d")) { Path = "" };
            case 4:
                return new BranchStep(Rule("has click since entry"), [Contact(ref names)], [Contact(ref names)])
                    { Path = "" };
            case 5:
                return new SplitStep($"split {names}", [new SplitArm("x", 0.5, [Contact(ref names)]),
                    new SplitArm("y", 0.5, [])]) { Path = "" };
            default:
                return Contact(ref names);
        }
    }

    ContactStep Contact(ref int names)
    {
        var content = Content();
        names++;
        return new ContactStep($"m{names}", content)
        {
            Path = "", Expires = new Expiry(ExpiryKind.Length, LengthOf(random.Pick(["2h", "12h", "3d", "3d", "6d"]))),
            When = random.Chance(0.2)
                ? Rule(random.Pick(["not has click since entry", "has order within 3 days"])) : null,
            ExitIfUnsent = random.Chance(0.15), Holdout = random.Chance(about == Gate.Holdout ? 0.5 : 0.1) ? 0.4 : 0,
            Arms = random.Chance(0.15)
                ? [new ContactArm("p", 0.5, content), new ContactArm("q", 0.5, Content() with { Touches = 1 })] : [],
        };
    }

    ContactContent Content()
    {
        ContactKind[] kinds = [ContactKind.Email, ContactKind.Email, ContactKind.Sms, ContactKind.Call,
            ContactKind.Call, ContactKind.Letter, ContactKind.Ads, ContactKind.Task, ContactKind.Webhook];
        var kind = random.Pick(kinds);
        return new ContactContent(kind)
        {
            Topic = random.Chance(0.1) ? "service" : random.Chance(0.2) ? "news" : null,
            Touches = kind == ContactKind.Call ? random.NextInt(1, 3) : 1,
            Between = LengthOf(random.Pick(["3h", "1d"])),
        };
    }

    static IReadOnlyList<Step> Placed(IReadOnlyList<Step> steps, string before) => [.. steps.Select((step, index) =>
    {
        var path = $"{before}{index + 1}";
        return step switch
        {
            BranchStep branch => branch with
            {
                Path = path, Then = Placed(branch.Then, $"{path}.then."), Else = Placed(branch.Else, $"{path}.else."),
            },
            SplitStep split => split with
            {
                Path = path, Arms = [.. split.Arms.Select(arm => arm with
                    { Steps = Placed(arm.Steps, $"{path}.{arm.Name}.") })],
            },
            _ => step with { Path = path },
        };
    })];
}
