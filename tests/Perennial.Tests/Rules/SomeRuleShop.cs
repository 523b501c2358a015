using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Settings;
using Perennial.Tests.Store;

namespace Perennial.Tests.Rules;

/// <summary>
/// Customers with every kind of fact, in a store and in memory, the same row by row; some columns were overwritten with
/// random values and with none, so that a rule meets what the fold would seldom make.
/// </summary>
public sealed class SomeRuleShop : IDisposable
{
    public static readonly ShopCalendar Paris = ShopCalendars.Of("Europe/Paris");
    public static readonly Instant Now = Tests.Some.At("2026-04-02T09:30:00Z");
    static readonly string[] products = ["rose", "lily", "pot", "seed", "card"];
    static readonly string?[] categories = ["cut flowers", "cut flowers", "pots", null, "gifts"];
    static readonly string[] names = ["newsletter", "wedding", "Pricing"];
    static readonly string[] strategies = ["welcome", "win back"];

    const int Customers = 240;
    readonly string? folder;
    readonly StorePlace place;
    readonly Rng rng = new(7);

    public SomeRuleShop() : this(Directory.CreateTempSubdirectory("perennial-rules-").FullName)
    {
    }

    SomeRuleShop(string folder) : this(new FilePlace(folder)) => this.folder = folder;

    internal SomeRuleShop(StorePlace place)
    {
        this.place = place;
        string[] keys = [.. Enumerable.Range(0, Customers).Select(i => $"c{i}")
            .OrderBy(key => CustomerId.Of(CustomerKeyKind.External, key))];
        Store = place.Open(Now);
        History = Facts(Orders());
        Store.Intake.Write(new FactBatch
        {
            Source = "test",
            Keys = CustomerKeys.From(keys),
            KeyKinds = new CustomerKeyKind[Customers],
            Details = [.. keys.Select(_ => Details())],
            History = History,
            Products = [.. products.Select((id, i) => new ProductDetails(id) { Category = categories[i] })],
        }, Store.Moment(Now, new() { Calendar = Paris }));
        var scored = Store.Profiles.Load();
        scored.Profiles.ReadAt(Now, Paris);
        var run = Scorer.Run(scored.Profiles, Paris, SomeFacts.HowToScore, previousAsOfDay: null);
        Store.Scoring.Save(run, scored, Store.Moment(Now, new() { Calendar = Paris }));
        using (var engine = ShopPlace.Engine(place.Address, place.Options))
        using (var database = engine.Connect())
        {
            database.BeginWrite();
            Scramble(database);
            for (var row = 0; row < Customers; row++)
            {
                PutStays(database, row);
                PutCycles(database, row);
            }
            database.Commit();
        }
        var snapshot = Store.Profiles.Load();
        Ids = snapshot.Ids;
        var said = Store.Permissions.Of(Ids);
        Data = new RuleData(snapshot.Profiles)
        {
            Attributes = Store.Rules.Attributes(Ids), History = History,
            Permissions = [.. Ids.Select(id => said.GetValueOrDefault(id, CustomerPermissions.None))],
            Stays = [.. Ids.Select(id => Store.Stays.Of(id)
                .Select(stay => new RuleStay(stay.Segment, stay.EnteredAt, stay.LeftAt)).ToList())],
            Cycles = [.. Ids.Select(Store.CategoryCycles.Of)],
            Levels = top => new RuleTest(top.Of, Data!).LevelOf(top, new RuleMoment(Now, Paris)),
        };
    }

    public ShopStore Store { get; }

    public HistoryTable History { get; }

    public CustomerId[] Ids { get; }

    public RuleData Data { get; }

    public static RuleContext Context { get; } = new()
    {
        Bins = 5, HasEntry = true,
        Contact = new ContactRules
        {
            Calendar = Paris, Options = new ContactOptions { Country = "FR", SmsNeedsConsent = false },
            Law =
            [
                new ConsentLaw("FR", ContactChannel.Call, new DateOnly(2026, 3, 1), new DateOnly(2026, 4, 20), true),
                new ConsentLaw("DE", ContactChannel.Call, null, null, true),
                new ConsentLaw("DE", ContactChannel.Sms, new DateOnly(2026, 1, 15), null, true),
            ],
        },
        Labels = new Dictionary<string, IReadOnlyList<string>>
        {
            ["rfm_segment"] = ["Best", "Fresh", "Asleep", "Others"],
        },
        Attributes =
        [
            .. new AttributeSet([], zone => zone, "de", "Europe/Paris").All,
            new("size", AttributeType.Number), new("since", AttributeType.Date),
            new("likes", AttributeType.List), new("vip", AttributeType.YesNo),
        ],
        Segments = ["loyal"],
        SegmentRule = _ => RuleParser.Parse("orders >= 3 and no complaint"),
    };

    Instant SomeInstant() => new(Now.UnixMs - rng.NextInt(-20, 800) * 86_400_000L - rng.NextInt(0, 23) * 3_600_000L);

    CustomerDetails? Details() => rng.Chance(0.2) ? null : new CustomerDetails
    {
        Country = rng.Chance(0.8) ? rng.Pick(["FR", "DE", "CH", "de", "Suisse", "D1"]) : null,
        Address1 = rng.Chance(0.3) ? "1 rue" : null, Address2 = rng.Chance(0.1) ? "2e étage" : null,
        City = rng.Chance(0.7) ? rng.Pick(["Lyon", "Zürich", "L'Aquila"]) : null,
        Region = rng.Chance(0.3) ? "Südtirol" : null,
        Postcode = rng.Chance(0.7) ? rng.Pick(["75001", "75020", "8001", "ÉÉ1"]) : null,
        Email = rng.Chance(0.5) ? "a@example.org" : null,
        Phone = rng.Chance(0.5) ? rng.Pick(["+33 1", "+33612345678", "+41446681800", "+12125550123"]) : null,
        Birthday = !rng.Chance(0.6) ? null : rng.Chance(0.1) ? new DateOnly(1980, 2, 29)
            : new DateOnly(rng.NextInt(1905, 2010), 1, 1).AddDays(rng.NextInt(0, 364)),
        Attributes = [.. Attributes(), .. Dates()], Consents = [.. Consents()],
        Suppressions = !rng.Chance(0.15) ? []
            : [new((ContactChannel)rng.NextInt(1, 5), SuppressionReason.Complaint, SomeInstant(), "test")],
    };

    IEnumerable<AttributeStatement> Dates()
    {
        foreach (var recipient in new[] { "Claire", "Ines and Paul", "" })
        {
            if (rng.Chance(0.7)) continue;
            var day = ShopCalendar.Date(Paris.DayOf(Now) + rng.NextInt(-900, 300));
            yield return new OtherDate(rng.Pick(["anniversary", "name day"]), recipient,
                rng.Chance(0.1) ? new DateOnly(2024, 2, 29) : day, rng.Chance(0.6))
            {
                NotIn = rng.Chance(0.3) ? [rng.NextInt(2025, 2027)] : [],
            }.Statement;
        }
    }

    IEnumerable<ConsentStatement> Consents()
    {
        for (var left = rng.NextInt(0, 6); left > 0; left--)
        {
            var at = SomeInstant();
            yield return new ConsentStatement((ContactChannel)rng.NextInt(1, 5), rng.Chance(0.7))
            {
                Topic = rng.Chance(0.5) ? "" : rng.Pick(["offers", "news"]), SaidAt = at,
                ExpiresAt = rng.Chance(0.5) ? Instant.Never : new(at.UnixMs + rng.NextInt(1, 500) * 86_400_000L),
            };
        }
    }

    // Up to two that are over, and perhaps one that lasts.
    void PutStays(Database database, int row)
    {
        var at = Now.UnixMs - 400 * 86_400_000L;
        var over = rng.NextInt(0, 2);
        for (var i = 0; i < over + (rng.Chance(0.3) ? 1 : 0); i++)
        {
            var entered = at + rng.NextInt(1, 100) * 86_400_000L;
            at = entered + rng.NextInt(1, 60) * 86_400_000L;
            using var put = database.Prepare("insert into segment_member (shard, customer_id, segment, entered_at, "
                + "left_at) select shard, customer_id, 'loyal', @entered, @left from profile "
                + "order by customer_id limit 1 offset @row", "entered", "left", "row");
            put.Bind(1, entered);
            if (i < over) put.Bind(2, at);
            else put.BindNull(2);
            put.Bind(3, row).Run();
        }
    }

    // Of some categories; after one purchase without a cycle; statuses that last no day among them.
    void PutCycles(Database database, int row)
    {
        foreach (var category in categories.OfType<string>().Distinct())
        {
            if (rng.Chance(0.4)) continue;
            using var put = database.Prepare("insert into category_cycle (shard, customer_id, category, last_day, "
                + "cycle_days, cycle_days_low, cycle_days_high, expected_at, soon_day, late_day, very_late_day, "
                + "inactive_day, p_buy_30d, p_buy_90d) select shard, customer_id, @category, @last, @cycle, @low, "
                + "@high, @expected, @soon, @late, @very_late, @inactive, @p30, @p90 from profile "
                + "order by customer_id limit 1 offset @row", "category", "last", "cycle", "low", "high", "expected",
                "soon", "late", "very_late", "inactive", "p30", "p90", "row");
            var last = Paris.DayOf(Now) - rng.NextInt(0, 200);
            var day = last;
            put.Bind(1, category).Bind(2, last);
            for (var cell = 3; cell <= 9; cell++) put.BindNull(cell);
            if (rng.Chance(0.7))
            {
                var cycle = rng.NextInt(1, 400) / 4.0;
                put.Bind(3, cycle).Bind(4, cycle / 2).Bind(5, cycle * 2)
                    .Bind(6, Paris.StartOf(last + (int)cycle + 1));
                for (var limit = 7; limit <= 9; limit++) put.Bind(limit, day += rng.NextInt(0, 60));
            }
            put.Bind(10, day + rng.NextInt(0, 60));
            if (rng.Chance(0.2)) put.BindNull(11).BindNull(12);
            else put.Bind(11, rng.NextInt(0, 100) / 100.0).Bind(12, rng.NextInt(0, 100) / 100.0);
            put.Bind(13, row).Run();
        }
    }

    IEnumerable<AttributeStatement> Attributes()
    {
        if (rng.Chance(0.6)) yield return new("language", rng.Pick(["fr", "de", "FR"]));
        if (rng.Chance(0.7)) yield return new("size", $"{rng.NextInt(68, 92) / 2m}");
        if (rng.Chance(0.5)) yield return new("since", $"{ShopCalendar.Date(rng.NextInt(19_900, 20_600)):yyyy-MM-dd}");
        if (rng.Chance(0.6)) yield return new("likes", rng.Pick(["roses", "lilies\nroses", "Roses", "a b\nrosesque"]));
        if (rng.Chance(0.6)) yield return new("vip", rng.Pick(["yes", "no"]));
    }

    OrderFact[] Orders() =>
    [
        .. Enumerable.Range(0, Customers).SelectMany(customer =>
            Enumerable.Range(0, rng.Chance(0.2) ? 0 : rng.NextInt(1, 6)).Select(number =>
            {
                var gross = rng.NextInt(0, 120) * 100L;
                var discount = rng.Chance(0.3) ? gross / 10 : 0;
                return new OrderFact
                {
                    Customer = customer, At = SomeInstant(), GrossCents = gross, DiscountCents = discount,
                    RefundedCents = rng.Chance(0.2) ? (gross - discount) / rng.NextInt(1, 2) : 0,
                    Flags = (OrderFlags)rng.NextInt(0, 3), Id = OrderId.Numbered("test", $"{customer}-{number}"),
                };
            })),
    ];

    HistoryTable Facts(OrderFact[] orders)
    {
        var builder = new HistoryBuilder();
        foreach (var order in orders)
        {
            builder.Add(order);
            if (order.RefundedCents > 0 && rng.Chance(0.7)) AddRefunds(builder, order);
            var lines = rng.NextInt(0, 3);
            for (var line = 0; line < lines; line++)
            {
                var cents = order.GrossCents * (line + 1) / lines - order.GrossCents * line / lines;
                var discount = order.DiscountCents * (line + 1) / lines - order.DiscountCents * line / lines;
                builder.AddLine(new OrderLineFact(rng.NextInt(5), rng.NextInt(1, 4), cents, discount));
            }
        }
        var built = builder.Build(Customers, products);
        var (activityStart, activityAt) = Instants(6);
        var (contactStart, contactAt) = Instants(8);
        var (responseStart, responseAt) = Instants(4);
        var kinds = Each(activityAt, () => (ActivityKind)rng.NextInt(1, 19));
        return new HistoryTable(Customers, Known(built.Orders))
        {
            Products = products,
            Categories = categories,
            Activities = new ActivityFacts
            {
                Start = activityStart, At = activityAt, Id = Numbered("activity", activityAt),
                Kind = kinds, Details = ActivityDetails.From(kinds.Select(Detail)),
                Product = Each(activityAt, () => rng.NextInt(-1, 4)),
                DurationSeconds = Each(activityAt, () => rng.NextInt(0, 60)), KnownAt = Each(activityAt, () => Now),
                Name = Each(activityAt, () => rng.Chance(0.6) ? rng.Pick(names) : null),
                Properties = Each(activityAt, Properties),
            },
            Contacts = new ContactFacts
            {
                Start = contactStart, At = contactAt, Id = Numbered("contact", contactAt),
                Channel = Each(contactAt, () => (ContactChannel)rng.NextInt(1, 5)),
                Strategy = Each(contactAt, () => rng.Chance(0.5) ? rng.Pick(strategies) : null),
                Context = Each(contactAt, Part), KnownAt = Each(contactAt, () => Now),
            },
            Responses = new ResponseFacts
            {
                Start = responseStart, At = responseAt, Id = Numbered("response", responseAt),
                Kind = Each(responseAt, () => (ResponseKind)rng.NextInt(1, 8)),
                Channel = Each(responseAt, () => (ContactChannel)rng.NextInt(1, 5)),
                Disposition = Each(responseAt, () => rng.Chance(0.3) ? "call back" : null),
                KnownAt = Each(responseAt, () => Now), Contact = Answered(responseStart, contactStart, contactAt),
            },
        };
    }

    // What the store writes down: that it heard of everything now.
    static OrderFacts Known(OrderFacts orders) => new()
    {
        Start = orders.Start, At = orders.At, GrossCents = orders.GrossCents, DiscountCents = orders.DiscountCents,
        RefundedCents = orders.RefundedCents, Flags = orders.Flags, Id = orders.Id, Lines = orders.Lines,
        KnownAt = Each(orders.At, () => Now), Past = orders.Past,
    };

    // Half of them name one of the customer's contacts, of whatever channel and day; the others none.
    FactId[] Answered(int[] responseStart, int[] contactStart, Instant[] contactAt)
    {
        var ids = Numbered("contact", contactAt);
        return
        [
            .. Enumerable.Range(0, Customers).SelectMany(customer =>
                Enumerable.Range(responseStart[customer], responseStart[customer + 1] - responseStart[customer])
                    .Select(_ => (contactStart[customer], contactStart[customer + 1])))
                .Select(own => own.Item2 > own.Item1 && rng.Chance(0.5)
                    ? ids[rng.NextInt(own.Item1, own.Item2 - 1)] : FactId.None),
        ];
    }

    string? Properties() => rng.Chance(0.3) ? null : EventProperties.Of(
    [
        ("page", rng.Chance(0.6) ? rng.Pick(["/prices", "/", "/weddings/roses"]) : null),
        ("plan", rng.Chance(0.6) ? rng.Pick(["gold", "Gold", "a=b", "golden\nplan=gold"]) : null),
        ("a plan", rng.Chance(0.4) ? "gold" : null),
    ]);

    ActivityDetail? Detail(ActivityKind kind) => !kind.HasDetail() ? null : new ActivityDetail
    {
        Rating = kind.IsFeedback() && rng.Chance(0.8)
            ? Rating.Of(rng.NextInt(0, 10) / 2m, rng.Pick([5, 7, 10])) : null,
        Thread = rng.Chance(0.5) ? $"{rng.NextInt(1, 3)}" : null,
    };

    ContactContext? Part() => new ContactContext
    {
        Step = rng.Chance(0.5) ? rng.Pick(["first", "last"]) : null,
        Arm = rng.Chance(0.5) ? rng.Pick(["gift", "plain"]) : null,
        Topic = rng.Chance(0.3) ? rng.Pick(["offers", "news"]) : null,
        Offer = rng.Chance(0.3) ? "phone-20" : null,
        CostCents = rng.Chance(0.5) ? rng.NextInt(0, 80) * 100 : null,
        Tool = rng.Chance(0.3) ? "mailgun" : null,
    }.OrNothing;

    // Given back on one day or on two; the rest, if any, as the order's own statement says.
    void AddRefunds(HistoryBuilder builder, OrderFact order)
    {
        var dated = rng.Chance(0.7) ? order.RefundedCents : order.RefundedCents / 2;
        var first = rng.Chance(0.5) ? dated : dated / 3;
        builder.AddPast(new PastStatement(0, Instant.None, order.GrossCents, order.DiscountCents)
        {
            RefundedCents = dated == order.RefundedCents ? 0 : order.RefundedCents - dated, KnownAt = Now,
        }, [.. new[] { first, dated - first }.Index().Where(one => one.Item > 0).Select(one =>
            new PastChange(0, new Instant(Math.Min(SomeInstant().UnixMs, Now.UnixMs)), one.Item)
            {
                Id = FactId.Numbered("test", $"refund {order.Id.Value} {one.Index}"), KnownAt = Now,
            })]);
    }

    (int[] Start, Instant[] At) Instants(int atMost)
    {
        var start = new int[Customers + 1];
        var at = new List<Instant>();
        for (var customer = 0; customer < Customers; customer++)
        {
            at.AddRange(Enumerable.Range(0, rng.NextInt(0, atMost)).Select(_ => SomeInstant()).Order());
            start[customer + 1] = at.Count;
        }
        return (start, [.. at]);
    }

    static FactId[] Numbered(string kind, Instant[] at) =>
        [.. at.Select((_, i) => FactId.Numbered("test", $"{kind} {i}"))];

    static T[] Each<T>(Instant[] at, Func<T> make) => [.. at.Select(_ => make())];

    static void Put(Database database, Column column, object? value, int row)
    {
        using var put = database.Prepare($"update profile set {column.Name} = @value where customer_id = "
            + "(select customer_id from profile order by customer_id limit 1 offset @row)", "value", "row");
        if (value is string text) put.Bind(1, text);
        else if (value is double number) put.Bind(1, number);
        else if (value is null) put.BindNull(1);
        else put.Bind(1, Convert.ToInt64(value, null));
        put.Bind(2, row).Run();
    }

    void Scramble(Database database)
    {
        foreach (var column in Columns.Shown.Where(column => column.Kind != ColumnKind.Clock))
        {
            for (var row = 0; row < Customers; row += rng.NextInt(1, 12))
            {
                var value = rng.Chance(0.4) ? null : Value(column);
                Put(database, column, value, row);
            }
        }
    }

    object? Value(Column column) => column.Type switch
    {
        ColumnType.Score => rng.NextInt(1, 5),
        ColumnType.Label => column.Labels.Count > 0 ? rng.Pick(column.Labels) : rng.Pick(["Best", "Asleep"]),
        ColumnType.Flag => rng.NextInt(0, 1),
        ColumnType.Product => rng.Pick(products),
        ColumnType.Code => rng.NextInt(1, 5) * 10_000 + rng.NextInt(1, 5) * 100 + rng.NextInt(1, 5),
        ColumnType.Instant => SomeInstant().UnixMs,
        ColumnType.Number => rng.NextInt(0, 100) / (column.Unit.Contains("0..1") ? 100.0 : 4.0),
        ColumnType.Money => rng.NextInt(-5, 300) * 100L,
        _ => rng.NextInt(0, 60),
    };

    public void Dispose()
    {
        Store.Dispose();
        place.Dispose();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }
}
