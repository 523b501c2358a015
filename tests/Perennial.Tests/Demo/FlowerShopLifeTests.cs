using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Simulation;

namespace Perennial.Tests.Demo;

/// <summary>The flower shop told day by day.</summary>
public class FlowerShopLifeTests
{
    const int Days = 60;

    static readonly FlowerShopOptions options = new()
    {
        Customers = 400, Seed = 3, Years = 2, End = Some.At("2026-07-01 12:00"),
        Calendar = ShopsForTests.ParisCalendar,
    };

    static readonly int firstDay = options.Calendar.DayOf(options.End) - Days;

    static FlowerShopLife Begin() => FlowerShopLife.Begin(options, firstDay);

    static List<IncomingEvent> Lived(FlowerShopLife life, Func<int, IEnumerable<MadeContact>>? contacts = null) =>
        [.. Enumerable.Range(life.FirstDay, Days + 1).SelectMany(day => life.Live(day, contacts?.Invoke(day) ?? []))];

    static CustomerId IdOf(IncomingEvent one) => CustomerId.Of(CustomerKeyKind.External, one.Who.External!);

    // Somebody who may be written to and is not new.
    static IEnumerable<MadeContact> Asked(int day, IReadOnlyList<string>? topics = null) =>
        Enumerable.Range(0, 200).Select(row => new MadeContact(
            CustomerId.Of(CustomerKeyKind.External, $"C-{100_001 + row}"),
            new SentContact(options.Calendar.At(day, 9 * 3_600_000), ContactChannel.Email,
                FactId.Numbered("test", $"{day} {row}")) { Topic = "news", AsksConsent = topics }));

    [Fact]
    public void Own_orders_are_those_of_the_shop_told_at_once()
    {
        var life = Begin();
        var orders = Lived(life).Where(one => one.Order is not null).ToList();
        var whole = FlowerShop.Generate(options);
        var own = whole.Batch.History.Orders.At.Zip(whole.Truth.OrderCaused).Where(one => !one.Second)
            .Select(one => one.First).ToHashSet();
        var told = life.Past.History.Orders.At.Concat(orders.Select(one => one.At)).ToHashSet();
        Assert.Subset(told, own);
        Assert.True(orders.Count > 100);
        // Numbers go on where the file ended, in the order of time.
        Assert.Equal(Enumerable.Range(life.Past.History.Orders.At.Length, orders.Count).Select(n => $"F-{100_001 + n}"),
            orders.Select(one => one.Order!.Number));
    }

    [Fact]
    public void A_day_tells_of_that_day_alone_in_order_and_the_same_again()
    {
        var (life, again) = (Begin(), Begin());
        for (var day = life.FirstDay; day <= life.LastDay; day++)
        {
            var told = life.Live(day, []);
            Assert.All(told, one => Assert.Equal(day, options.Calendar.DayOf(one.At)));
            Assert.Equal(told.OrderBy(one => one.At), told);
            Assert.Equal(told.Select(one => (one.MessageId, one.At)),
                again.Live(day, []).Select(one => (one.MessageId, one.At)));
        }
    }

    [Fact]
    public void Whoever_comes_later_is_in_no_file_and_introduced_on_their_first_day()
    {
        var life = Begin();
        var known = Enumerable.Range(0, life.Past.Keys.Count)
            .Select(row => CustomerId.Of(CustomerKeyKind.External, life.Past.Keys.Text(row))).ToHashSet();
        var told = Lived(life);
        var came = told.Where(one => one.Details?.LastName is not null).Select(IdOf).ToList();
        Assert.NotEmpty(came);
        Assert.Equal(came.Count, came.Distinct().Count());
        foreach (var one in told)
        {
            if (known.Contains(IdOf(one))) continue;
            Assert.NotNull(one.Details?.LastName);
            known.Add(IdOf(one));
        }
    }

    [Fact]
    public void What_is_given_back_after_the_first_day_is_told_when_it_is()
    {
        var life = Begin();
        var whole = FlowerShop.Generate(options).Batch.History.Orders;
        var past = life.Past.History.Orders;
        Assert.True(past.RefundedCents.Sum() < whole.RefundedCents.Sum());
        var told = Lived(life).Where(one => one.Change is not null).ToList();
        Assert.NotEmpty(told);
        Assert.All(told, one => Assert.True(one.Change!.RefundedCents > 0));
    }

    [Fact]
    public void Customers_answer_contacts_confirm_what_they_are_asked_and_refuse_topics()
    {
        static IEnumerable<MadeContact> Contacts(int day) => day % 5 == 0 ? Asked(day) : [];
        static IEnumerable<MadeContact> Asking(int day) => day % 5 == 0 ? Asked(day, ["offers", "news"]) : [];
        var life = Begin();
        var unknown = Lived(Begin()).Where(one => one.Details?.LastName is not null).Select(IdOf).ToHashSet();
        IEnumerable<MadeContact> OfKnown(IEnumerable<MadeContact> all) =>
            all.Where(one => !unknown.Contains(one.Customer));
        var told = Lived(life, day => OfKnown(Contacts(day)));
        Assert.Contains(told, one => one.Response is { Kind: ResponseKind.Reply });
        Assert.Contains(told, one => one.Details is { Consents: [{ IsGranted: false, Topic: "news" }] });
        Assert.DoesNotContain(told, one => one.Details is { Consents: [{ IsGranted: true, Topic: "news" }, ..] });
        var asked = Lived(Begin(), day => OfKnown(Asking(day)));
        Assert.Contains(asked, one => one.Details is { Consents: [{ IsGranted: true }, { IsGranted: true }] });
    }

    [Fact]
    public void Customers_fill_in_forms_by_name_and_call()
    {
        var done = FlowerShop.Generate(options with { Customers = 2_000 }).Batch.History.Activities!;
        var forms = Enumerable.Range(0, done.At.Length).Where(i => done.Kind[i] == ActivityKind.Form)
            .Select(i => done.Name[i]).ToList();
        Assert.DoesNotContain(null, forms);
        Assert.Subset(forms.ToHashSet(), new HashSet<string?> { "newsletter", "catalogue", "wedding" });
        Assert.Contains(ActivityKind.InboundCall, done.Kind);
    }
}
