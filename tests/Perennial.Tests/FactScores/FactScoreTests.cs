using System.Text.Json;
using Perennial.Core;
using Perennial.Core.FactScores;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Rfm;

namespace Perennial.Tests.FactScores;

/// <summary>Support contacts, visits and feedback scored as orders are.</summary>
public class FactScoreTests
{
    readonly record struct Act(int Customer, string At, ActivityKind Kind, int Seconds = 0, Rating? Rating = null);

    static HistoryTable History(int customers, params Act[] acts)
    {
        Act[] sorted = [.. acts.OrderBy(act => act.Customer).ThenBy(act => Some.At(act.At))];
        var start = new int[customers + 1];
        foreach (var act in sorted) start[act.Customer + 1]++;
        for (var i = 0; i < customers; i++) start[i + 1] += start[i];
        var rated = sorted.Index().Where(one => one.Item.Rating is not null).ToList();
        OrderFact[] orders = [.. Enumerable.Range(0, customers).Select(i => Some.Order("2026-01-01", 10, customer: i))];
        return new HistoryTable(customers, Some.History(orders, customers).Orders)
        {
            Activities = new ActivityFacts
            {
                Start = start, At = [.. sorted.Select(act => Some.At(act.At))],
                Kind = [.. sorted.Select(act => act.Kind)], Product = [.. sorted.Select(_ => -1)],
                DurationSeconds = [.. sorted.Select(act => act.Seconds)],
                Details = rated.Count == 0 ? null : new ActivityDetails
                {
                    Fact = [.. rated.Select(one => one.Index)],
                    Detail = [.. rated.Select(one => new ActivityDetail { Rating = one.Item.Rating })],
                },
            },
        };
    }

    static ProfileTable Fold(HistoryTable history, FactScoreOptions? options = null, string asOf = "2026-06-30") =>
        ProfileFold.FoldAll(history, Some.Keys(history.CustomerCount), Some.At(asOf),
            new ProfileSettings { FactScores = options ?? new() });

    static ScoringRun Score(ProfileTable table) => Scorer.Run(table, ShopCalendar.Utc, new ScoringOptions
    {
        RfmSegmentSet = RfmSegmentSets.Load("rfm-125"), Cycle = new() { FitCustomers = 100 },
    }, null, Some.NoPast(table));

    static (int Times, int Amount) Of(ProfileTable table, FactScoreSet set, int row) =>
        (table.Values(set.Times)[row], table.Values(set.Amount)[row]);

    [Theory]
    [InlineData("r of 'support' = 1", "support_r = 1")]
    [InlineData("f of 'visits' in (1, 2)", "visits_f in (1, 2)")]
    [InlineData("frequency of 'feedback' > 2", "feedback_times > 2")]
    [InlineData("last_order_at of 'support' >= '2026-01-01'", "support_last_at >= '2026-01-01'")]
    [InlineData("rfm of 'support' = 512", "support_r = 5 and support_f = 1 and support_m = 2")]
    [InlineData("rfm of 'support' is unknown", "support_r is unknown")]
    [InlineData("rfm of 'support' not in (511, 555)", "not ((support_r = 5 and support_f = 1 and support_m = 1) or "
        + "(support_r = 5 and support_f = 5 and support_m = 5))")]
    public void Scores_are_asked_for_by_the_sort_of_fact_too(string written, string column) => Assert.Equal(
        RuleWords.Of(RuleParser.Parse(column)), RuleWords.Of(RuleParser.Parse(written)));

    [Theory]
    [InlineData("r of 'suport' = 1", "Nothing called 'suport' is scored. Did you mean 'support'?")]
    [InlineData("revenu of 'support' = 1", "Did you mean 'revenue'?")]
    [InlineData("cycle_dys of 'roses' = 1", "Did you mean 'cycle_days'?")]
    [InlineData("r of support = 1", "Write the sort of fact in quotes")]
    [InlineData("cycle_status of 'roses' = 'lat'", "Did you mean 'late'?")]
    [InlineData("cycle_status of 'roses' > 'late'", "more or less")]
    public void A_mistake_is_told_with_the_nearest_name(string written, string told) =>
        Assert.Contains(told, Assert.Throws<BadInputException>(() => RuleParser.Parse(written)).Message);

    [Fact]
    public void Contacts_and_responses_count_where_the_setting_says_so()
    {
        var behaviour = History(1, new Act(0, "2026-03-01T10:00", ActivityKind.SupportOpened, 60));
        Instant[] sent = [Some.At("2026-03-01T10:10"), Some.At("2026-03-02"), Some.At("2026-07-02")];
        Instant[] came = [Some.At("2026-03-01T10:20"), Some.At("2026-03-05")];
        var history = new HistoryTable(1, behaviour.Orders)
        {
            Activities = behaviour.Activities,
            Contacts = new ContactFacts
            {
                Start = [0, 3], At = sent, Id = [new(1), new(2), new(3)],
                Channel = [ContactChannel.Call, ContactChannel.Email, ContactChannel.Call], Strategy = [],
            },
            Responses = new ResponseFacts
            {
                Start = [0, 2], At = came, Kind = [ResponseKind.Reply, ResponseKind.Open],
                Channel = [ContactChannel.Call, ContactChannel.Email], Contact = [],
            },
        };
        FactScoreOptions With(int apart) => new()
        {
            Support = new()
            {
                Kinds = [ActivityKind.SupportOpened], Contacts = [ContactChannel.Call],
                Responses = [ResponseKind.Reply], ApartMinutes = apart,
            },
        };

        var each = Fold(history, With(0));
        // A ticket, a call and a reply; the e-mail and the open do not count, and the call of July is yet to come.
        Assert.Equal((3, 60), Of(each, FactScoreColumns.Support, 0));
        Assert.Equal(Some.At("2026-03-01T10:20"), each.Values(FactScoreColumns.Support.LastAt)[0]);
        Assert.Equal(Some.At("2026-07-02"), each.NextChangeAt[0]);
        Assert.Equal((1, 60), Of(Fold(history, With(15)), FactScoreColumns.Support, 0));
        Assert.Equal((4, 60), Of(Fold(history, With(0), "2026-07-03"), FactScoreColumns.Support, 0));
        Assert.Contains("Contact by Call is scored twice", Assert.Throws<BadInputException>(() => (With(0) with
        {
            Visits = new() { Contacts = [ContactChannel.Call] },
        }).Check()).Message);
    }

    [Fact]
    public void Each_sort_is_counted_dated_and_added_up()
    {
        var table = Fold(History(2,
            new(0, "2026-03-01T10:00", ActivityKind.PageView, 60), new(0, "2026-03-01T10:20", ActivityKind.CartAdd, 30),
            new(0, "2026-03-01T11:00", ActivityKind.PageView, 10), new(0, "2026-03-02", ActivityKind.SupportOpened),
            new(0, "2026-03-03", ActivityKind.InboundCall, 120), new(0, "2026-03-04", ActivityKind.SupportResolved),
            new(0, "2026-03-05", ActivityKind.Review, Rating: new Rating(400, 5)),
            new(0, "2026-03-06", ActivityKind.Rating, Rating: new Rating(100, 5)),
            new(0, "2026-07-06", ActivityKind.Rating, Rating: new Rating(100, 5))));
        // Two pages within half an hour are one visit; what is resolved is no asking for help; July is yet to come.
        Assert.Equal((2, 100), Of(table, FactScoreColumns.Visits, 0));
        Assert.Equal((2, 120), Of(table, FactScoreColumns.Support, 0));
        Assert.Equal((2, 100), Of(table, FactScoreColumns.Feedback, 0));
        Assert.Equal(Some.At("2026-03-06"), table.Values(FactScoreColumns.Feedback.LastAt)[0]);
        Assert.Equal(Some.At("2026-07-06"), table.NextChangeAt[0]);
        Assert.Equal((0, 0), Of(table, FactScoreColumns.Visits, 1));
        Assert.False(table.Values(FactScoreColumns.Visits.LastAt)[1].HasValue);
    }

    [Fact]
    public void Customers_are_compared_with_those_who_have_any_and_the_others_have_no_score()
    {
        // Nine of ten never ask for help; of ten who do, each asks once more than the one before.
        var acts = Enumerable.Range(0, 10).SelectMany(i => Enumerable.Range(0, i + 1).Select(day =>
            new Act(i * 10, $"2026-0{1 + i / 3}-{10 + day:00}", ActivityKind.InboundCall, 60))).ToArray();
        var table = Fold(History(100, acts));
        var run = Score(table);
        var f = table.Values(FactScoreColumns.Support.F);
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], Enumerable.Range(0, 10).Select(i => (int)f[i * 10]));
        Assert.Equal(90, f.Count(score => score == 0));
        Assert.Equal(f, table.Values(FactScoreColumns.Support.M));
        Assert.Equal(5, table.Values(FactScoreColumns.Support.R)[90]);
        Assert.All(table.Values(FactScoreColumns.Visits.R), score => Assert.Equal(0, score));
        Assert.Equal(["support"], run.Models.FactScores.Select(model => model.Name));

        // By the stored limits one customer scores as all together did; without a model nothing is left.
        var read = JsonSerializer.Deserialize<Models>(JsonSerializer.Serialize(run.Models))!;
        Scorer.Apply(run with { Models = new Models() }, table, Enumerable.Range(0, 100), ShopCalendar.Utc);
        Assert.All(table.Values(FactScoreColumns.Support.F), score => Assert.Equal(0, score));
        Scorer.Apply(run with { Models = read }, table, [90], ShopCalendar.Utc);
        Assert.Equal(5, table.Values(FactScoreColumns.Support.F)[90]);
    }

    [Fact]
    public void Which_kinds_count_and_what_is_added_up_is_set()
    {
        var options = new FactScoreOptions
        {
            Support = new() { Kinds = [ActivityKind.Form], Amount = FactAmount.Seconds },
        };
        var table = Fold(History(1,
                new Act(0, "2026-03-02", ActivityKind.SupportOpened),
                new Act(0, "2026-03-02", ActivityKind.InboundCall, 9)),
            options with { Visits = new() { Kinds = [ActivityKind.InboundCall] } });
        Assert.Equal((0, 0), Of(table, FactScoreColumns.Support, 0));
        Assert.Equal((1, 9), Of(table, FactScoreColumns.Visits, 0));
        Assert.Throws<BadInputException>(options.Check);
        Assert.Throws<BadInputException>((options with { Support = new() { ApartMinutes = -1 } }).Check);
    }

    [Fact]
    public void Rules_ask_for_them_as_for_any_column()
    {
        RuleParser.Parse("support_r = 5 and visits_f >= 4 and feedback_m in (1, 2) and support_last_at within 30d");
        Assert.Throws<BadInputException>(() => RuleParser.Parse("support_x = 5"));
    }
}
