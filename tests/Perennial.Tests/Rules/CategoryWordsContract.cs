using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Demo;
using Perennial.Core.Intake;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Data.Access;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Tests.Store;

namespace Perennial.Tests.Rules;

/// <summary>Cycles of categories in a store: as the run left them, after an order, as time passes, and looked back at.
/// </summary>
public abstract class CategoryWordsContract : StoreContract
{
    protected override int PerChunk => 150;

    static readonly Lazy<FactBatch> shop = new(() => FlowerShop.Generate(new FlowerShopOptions
    {
        End = Now, Customers = 400, Seed = 3, Details = false, Behaviour = false,
    }).Batch);

    CategoryCycleModel Score()
    {
        Store.Intake.Write(shop.Value, Moment, cancellation: Stop);
        return Rescore.Run(Store, null, null, Now, (_, _) => { }, Stop).Models.Categories!;
    }

    static int Today => ShopCalendar.Utc.DayOf(Now);

    /// <summary>Where everybody stands who bought of a category, by what the customer's page says.</summary>
    Dictionary<CustomerId, CustomerCategory> Shown(CategoryCycleModel model, string category, Instant asOf)
    {
        var found = new Dictionary<CustomerId, CustomerCategory>();
        foreach (var chunk in Store.Facts.Histories(withPast: true))
        {
            var history = chunk.History.AsOf(asOf, Instant.Never);
            for (var row = 0; row < chunk.Ids.Length; row++)
            {
                var mine = CategoryCycles.OfCustomer(
                    model, history, row, asOf, ShopCalendar.Utc, new GapOptions());
                if (mine.FirstOrDefault(one => one.Category == category) is { } stand)
                    found.Add(chunk.Ids[row], stand);
            }
        }
        return found;
    }

    IReadOnlyList<CustomerId> Find(string rule, Instant? asOf = null) => Store.Rules.Find(
        RuleParser.Parse(rule), new RuleMoment(asOf ?? Now, ShopCalendar.Utc));

    [Fact]
    public void Statuses_by_category_are_those_that_the_customers_page_shows()
    {
        var model = Score();
        var category = model.Categories.MaxBy(one => one.Repeaters)!.Name;
        var shown = Shown(model, category, Now);
        var quoted = $"'{category.Replace("'", "''")}'";

        foreach (var (index, name) in CycleStatuses.Names.Index())
        {
            var expected = shown.Where(one => one.Value.Status == (CycleStatus)(index + 1)).Select(one => one.Key);
            Assert.Equal(expected.Order(), Find($"cycle_status of {quoted} = '{name}'"));
        }
        Assert.True(shown.Values.DistinctBy(one => one.Status).Count() > 3);
        Assert.Equal(shown.Keys.Order(), Find($"p_buy_90d of {quoted} is known"));
        Assert.Equal(shown.Where(one => one.Value.CycleDays < 60).Select(one => one.Key).Order(),
            Find($"cycle_days of {quoted} < 60"));
        var near = ShopCalendar.Utc.StartOf(Today + 21);
        Assert.Equal(shown.Where(one => one.Value.ExpectedAt > Now && one.Value.ExpectedAt < near)
            .Select(one => one.Key).Order(), Find($"next_order_expected_at of {quoted} within next 20d"));
    }

    [Fact]
    public void A_segment_goes_by_them_from_order_to_order_and_from_day_to_day()
    {
        var model = Score();
        var category = model.Categories.MaxBy(one => one.Repeaters)!.Name;
        var rule = $"cycle_status of '{category.Replace("'", "''")}' = 'late'";
        SegmentEditing.Save(Store, ShopLoader.Load(Store, Now),
            [new SegmentDraft(new ShopSegment("late for it", rule))], Actor.Terminal("tests"), Now);
        Assert.NotEmpty(Find(rule));
        Assert.Equal(Find(rule), Store.Stays.Members("late for it"));

        // Soon today, late on the day that is written down; an order takes them out.
        var soon = Find($"cycle_status of '{category}' = 'soon'")
            .Select(id => (Id: id, Stand: Store.CategoryCycles.Of(id).First(one => one.Category == category)))
            .MinBy(one => one.Stand.LateDay);
        var late = ShopCalendar.Utc.StartOf(soon.Stand.LateDay!.Value);
        Store.Folding.RefoldDue(new ShopMoments(Store).At(new(late.UnixMs - 1)), int.MaxValue, Stop);
        Assert.DoesNotContain(soon.Id, Store.Stays.Members("late for it"));
        Store.Folding.RefoldDue(new ShopMoments(Store).At(late), int.MaxValue, Stop);
        Assert.Contains(soon.Id, Store.Stays.Members("late for it"));
        Assert.Equal(Find(rule, late), Store.Stays.Members("late for it"));

        var product = Store.Products.All().First(one => one.Category == category).Id;
        Store.Intake.Write(EventBatch.Of([new IncomingEvent
        {
            Source = "test", MessageId = "order", At = late,
            Who = new CustomerKeySet { External = Store.Customers.ById(soon.Id)!.Key },
            Order = new OrderStatement("4711", late)
            {
                GrossCents = 2_000, Lines = [new LineStatement(product, 1, 2_000, 0)],
            },
        }]), new ShopMoments(Store).At(late), cancellation: Stop);
        Assert.DoesNotContain(soon.Id, Store.Stays.Members("late for it"));
        Assert.Equal(ShopCalendar.Utc.DayOf(late),
            Store.CategoryCycles.Of(soon.Id).First(one => one.Category == category).LastDay);
        Assert.Equal(Find(rule, late), Store.Stays.Members("late for it"));
    }

    [Fact]
    public void Looked_back_at_they_are_those_of_then()
    {
        var model = Score();
        var category = model.Categories.MaxBy(one => one.Repeaters)!.Name;
        var view = ShopAsOf.Load(Store, new LookBack(ShopCalendar.Date(Today - 60), null), Now);

        var then = view.Segments.Find(view.Segments.Parse($"cycle_status of '{category}' = 'recent'"));

        Assert.NotEqual(0, then.Count);
        var shown = Shown(view.ScoringRun!.Models.Categories!, category, view.Table.AsOf)
            .Where(one => one.Value.Status == CycleStatus.Recent).Select(one => one.Key).Order().ToList();
        Assert.Equal(shown, then.All().Select(row => view.Ids[row]).Order());
        Assert.NotEqual(shown, Find($"cycle_status of '{category}' = 'recent'"));
    }
}

public sealed class SqliteCategoryWords : CategoryWordsContract;

public sealed class PostgresCategoryWords : CategoryWordsContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
