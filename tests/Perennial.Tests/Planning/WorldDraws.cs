using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>Draws worlds in which much stands against contacts; of one gate more than of others where that is asked.
/// </summary>
sealed class WorldDraws
{
    const long Second = 1_000, Minute = 60_000, Hour = 3_600_000, Day = 86_400_000;

    static readonly string[] zones =
        ["Europe/Paris", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Kolkata"];

    static readonly ContactChannel[] channels = Enum.GetValues<ContactChannel>();

    readonly Rng random;
    readonly Gate about;
    readonly Instant from;

    WorldDraws(ulong seed, Gate about)
    {
        random = Rng.ForStream(seed, (ulong)about);
        this.about = about;
        // Around the days on which clocks change, and any others.
        string[] days = ["2026-03-22", "2026-10-18", "2026-04-01", "2026-11-08"];
        from = new Instant(Some.At(random.Pick(days)).UnixMs + random.NextInt(5) * Day + random.NextInt(24) * Hour);
    }

    /// <summary>The world of a seed.</summary>
    public static DrawnWorld Of(ulong seed, Gate about = Gate.None)
    {
        var draw = new WorldDraws(seed, about);
        return draw.World(seed);
    }

    DrawnWorld World(ulong seed)
    {
        var weeks = random.NextInt(2, 4);
        var until = new Instant(from.UnixMs + weeks * 7 * Day);
        var isJoined = Odds(0.25);
        var set = new StrategySet { Policies = Policies(), Channels = Channels() };
        var steps = new StepDraws(random, about);
        set = set with { Strategies = [.. Names().Select(name => Strategy(steps, name))] };
        // Everywhere else as if there were no offers.
        var offers = new OfferDraws(Rng.ForStream(seed, 1_000UL + (ulong)about), from);
        if (HasOffers) set = offers.In(set);
        var people = new List<DrawnPerson> { Person($"C-{seed}", weeks) };
        if (isJoined)
            people.Add(Person($"D-{seed}", weeks) with { Country = people[0].Country, Zones = people[0].Zones });
        var isLater = Odds(0.3);
        return new DrawnWorld(seed)
        {
            Set = set, From = from, Until = until, People = people,
            Options = new ContactOptions
            {
                EmailNeedsConsent = Odds(about == Gate.Consent ? 0.7 : 0.2), SmsNeedsConsent = Odds(0.3),
                AdNeedsConsent = Odds(0.2), CallNeedsConsent = Odds(0.2),
            },
            JoinedAt = isJoined ? Between(0.3, 0.7, weeks) : Instant.Never,
            LaterAt = isLater ? Between(0.2, 0.8, weeks) : Instant.Never, MovesThem = Odds(0.7),
            Later = isLater ? [.. set.Strategies.Select(one => one with
            {
                Steps = HasOffers ? offers.In(steps.Several(1, 4)) : steps.Several(1, 4),
            })] : [],
        };
    }

    bool HasOffers => about is Gate.Promise or Gate.SitePrice;

    IReadOnlyList<string> Names() => about == Gate.Conflict || Odds(0.4) ? ["a", "b", "c"] : ["a", "b"];

    Strategy Strategy(StepDraws steps, string name) => new()
    {
        Name = name, Goal = new Goal(GoalMetric.Orders, StepDraws.LengthOf("30d")),
        Topic = Odds(0.7) ? "offers" : "news",
        Audience = StepDraws.Rule(Odds(0.8) ? "everybody" : "no order within 2 days"), Trigger = Trigger(),
        Reenter = random.NextInt(3) switch
        {
            0 => Reentry.Never,
            1 => new Reentry(true, null),
            _ => new Reentry(false, StepDraws.LengthOf(random.Pick(["2d", "30h", "5d"]))),
        },
        Exits = [.. new[] { "has order since entry", "has reply since entry" }
            .Where(_ => Odds(about == Gate.Exit ? 0.9 : 0.3)).Select(StepDraws.Rule)],
        Holdout = Odds(about is Gate.Holdout or Gate.UniversalHoldout ? 0.7 : 0.3) ? 0.4 : 0,
        Priority = random.Pick([50, 50, 80, 20]),
        NeverWith = Odds(about == Gate.Conflict ? 0.7 : 0.2) ? [name == "a" ? "b" : "a"] : [],
        After = Odds(about == Gate.Conflict ? 0.5 : 0.1)
            ? [new AfterStrategy(name == "b" ? "a" : "b", StepDraws.LengthOf(random.Pick(["20h", "3d"])))] : [],
        Steps = steps.Several(1, 4),
    };

    Trigger Trigger() => random.NextInt(7) switch
    {
        0 => new EventTrigger([StepDraws.Fact("order")]),
        1 => new EventTrigger([StepDraws.Fact("form")])
            { ThenNo = [StepDraws.Fact("order")], For = StepDraws.LengthOf("30h") },
        2 => new ScheduleTrigger(new Schedule(random.NextInt(1_440), "") { Weekdays = Weekdays.All }, Odds(0.5)),
        3 => new QuietTrigger(StepDraws.LengthOf("3d"), StepDraws.Fact("order")),
        4 => new MoveTrigger("late", false),
        5 => new ListTrigger("of mine"),
        _ => new EventTrigger([StepDraws.Fact("form"), StepDraws.Fact("order")]),
    };

    ContactPolicies Policies() => new()
    {
        Topics = [new("offers") { IsDefault = true }, new("news"), new("service") { IsService = true }],
        UniversalHoldout = Odds(about == Gate.UniversalHoldout ? 0.9 : 0.15) ? 0.4 : 0,
        Pressure = new PressureEffect(random.Pick([OverPressure.Halve, OverPressure.Block, OverPressure.Keep]),
            random.NextInt(2)),
        Frequency = Odds(about is Gate.Frequency or Gate.Pressure ? 1 : 0.7)
            ? [Frequency("one"), Frequency("two")] : [],
        Hours = Odds(about == Gate.ContactHours ? 1 : 0.6) ? [Hours(), Hours()] : [],
        Law = Odds(about == Gate.Law ? 1 : 0.5) ? [Law("one"), Law("two")] : [],
    };

    FrequencyPolicy Frequency(string name) => new(name, StepDraws.Rule(
        Odds(0.7) ? "everybody" : "has order"))
    {
        Most = [.. Enumerable.Range(0, random.NextInt(1, 2)).Select(_ => Cap(
            [CapUnit.Contacts, CapUnit.Contacts, CapUnit.Email, CapUnit.Sms, CapUnit.Calls, CapUnit.Dials]))],
        Gap = Odds(0.5) ? StepDraws.LengthOf(random.Pick(["90min", "20h", "2d"])) : null,
        Topics = Odds(0.25) ? ["offers"] : [], AdsCount = Odds(0.5), ServiceCounts = Odds(0.5),
        Channels = Odds(0.3) ? [ContactChannel.Email, ContactChannel.Call] : [],
    };

    Cap Cap(IReadOnlyList<CapUnit> units)
    {
        var window = StepDraws.LengthOf(random.Pick(["24h", "3d", "7d"]));
        return new Cap(random.Pick([1, 1, 2, 3]), random.Pick(units), window, $"of {window.Written}");
    }

    ContactHours Hours() => new(SomeChannels(2), Open());

    OpenHours Open()
    {
        var begin = random.NextInt(14) * 60 + random.Pick([0, 30]);
        HourRange[] ranges = Odds(0.5) ? [new(begin, begin + 240)]
            : [new(begin, begin + 150), new(begin + 210, begin + 500)];
        var days = Odds(0.5) ? Weekdays.All : (Weekdays)random.NextInt(31, 127);
        return new OpenHours(days, ranges, Odds(0.5));
    }

    ContactLaw Law(string name) => new(name, [random.Pick(["FR", "US"])], SomeChannels(2), "a law")
    {
        From = Odds(0.5) ? DateOf(random.NextInt(12)) : null, Until = Odds(0.2) ? DateOf(8 + random.NextInt(9)) : null,
        Open = Odds(0.4) ? Open() : null, States = Odds(0.1) ? ["Maine"] : [],
        Consent = random.Pick([LawConsent.Unsaid, LawConsent.Needed, LawConsent.NeededInWriting,
            LawConsent.NotNeeded]),
        Except = Odds(0.2) ? StepDraws.Rule("has order") : null,
        Most = Odds(0.4) ? [Cap([CapUnit.Dials, CapUnit.Email, CapUnit.Contacts])] : [],
        AfterANo = Odds(0.4) ? StepDraws.LengthOf("4d") : null,
        List = Odds(0.15) ? new OutsideList("not me", StepDraws.LengthOf("6d")) : null,
    };

    ShopChannels Channels() => new()
    {
        Channels = [.. channels.Where(_ => !Odds(about == Gate.Channel ? 0.4 : 0.03))
            .Select(one => new ChannelSettings(one) { Provider = ChannelSettings.Sandbox })],
    };

    DrawnPerson Person(string key, int weeks)
    {
        var hears = Enumerable.Range(0, random.NextInt(10, 26)).Select(_ => Happens(weeks)).ToList();
        for (var more = about is Gate.Pressure ? 3 : 0; more > 0; more--)
            hears.Add(new Happening(At(weeks), What.Pressure) { Words = "over" });
        return new DrawnPerson(key, random.Pick([null, "FR", "FR", "US"]),
            Odds(0.3) ? [random.Pick(zones), random.Pick(zones)] : [random.Pick(zones)])
        {
            Said = [.. channels.Where(_ => Odds(about == Gate.Consent ? 0.4 : 0.6)).Select(channel =>
                new ConsentStatement(channel, true)
                {
                    SaidAt = from, KnownAt = from, Basis = ConsentBasis.Agreed, Wording = Odds(0.7) ? "yes" : "",
                })],
            Happenings = [.. hears.OrderBy(one => one.AtMs)],
        };
    }

    static readonly (What What, double Weight)[] weights =
    [
        (What.Form, 6), (What.Order, 3), (What.Click, 2), (What.Reply, 0.6), (What.OtherContact, 3), (What.Yes, 1),
        (What.No, 1), (What.Suppressed, 0.3), (What.Erased, 0.05), (What.AddressesLost, 0.3),
        (What.AddressesFound, 0.3), (What.Pressure, 1), (What.MovesIn, 2), (What.Listed, 1),
        (What.ClockGoesBack, 0.4), (What.StandsOnAList, 0.4),
    ];

    Happening Happens(int weeks)
    {
        Span<double> by = stackalloc double[weights.Length];
        for (var one = 0; one < by.Length; one++) by[one] = weights[one].Weight * Factor(weights[one].What);
        var what = weights[random.PickWeighted(by)].What;
        var isFact = what is What.Form or What.Order or What.OtherContact or What.Click or What.Reply;
        return new Happening(At(weeks), what)
        {
            Channel = random.Pick(channels),
            LateMs = isFact && Odds(0.25) ? random.NextInt(48 * 60) * Minute : 0,
            Words = what switch
            {
                What.OtherContact => random.Pick([null, "offers", "news", "service"]),
                What.Yes or What.No => random.Pick(["", "", "offers", "news"]),
                What.StandsOnAList => random.Pick(["on", "off"]),
                What.Pressure => random.Pick(["over", "under", "on target"]),
                _ => null,
            },
        };
    }

    double Factor(What what) => (about, what) switch
    {
        (Gate.Erased, What.Erased) => 40,
        (Gate.Suppression, What.Suppressed) => 15,
        (Gate.Address, What.AddressesLost) => 15,
        (Gate.Exit, What.Order) => 3,
        (Gate.Consent, What.No) => 5,
        (not Gate.None, What.Erased or What.Suppressed or What.AddressesLost) => 0,
        _ => 1,
    };

    // Now and then several things happen at one instant.
    long At(int weeks)
    {
        var at = from.UnixMs + random.NextInt(weeks * 7 * 86_400) * Second;
        return Odds(0.2) ? at / Hour * Hour : at;
    }

    Instant Between(double first, double last, int weeks) =>
        new(from.UnixMs + (long)((first + (last - first) * random.NextDouble()) * weeks * 7 * Day));

    DateOnly DateOf(int day) => ShopCalendar.Date(ShopCalendar.Utc.DayOf(from) + day);

    IReadOnlyList<ContactChannel> SomeChannels(int most) =>
        [.. Enumerable.Range(0, random.NextInt(1, most)).Select(_ => random.Pick(channels)).Distinct()];

    bool Odds(double probability) => random.Chance(probability);
}
