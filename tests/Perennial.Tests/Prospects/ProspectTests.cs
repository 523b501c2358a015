using System.Text.Json;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Prospects;
using Perennial.Core.Scoring;
using Perennial.Rfm;
using static Perennial.Tests.Pressure.SomeBehaviour;

namespace Perennial.Tests.Prospects;

public class ProspectTests
{
    static Activity Did(string at, ActivityKind kind = ActivityKind.PageView, int seconds = 0, int customer = 0) =>
        new(Some.At(at), kind, seconds, customer);

    static (int Actions, int Activities, int Seconds) Sums(ProfileTable table) => (
        table.Values(ProspectColumns.Actions)[0], table.Values(ProspectColumns.Activities)[0],
        table.Values(ProspectColumns.DurationSeconds)[0]);

    [Fact]
    public void Favourable_are_reports_videos_links_logins_clicks_and_coming_back()
    {
        var table = Profile(Some.At("2026-06-30"),
            responses: [new(Some.At("2026-06-20"), ResponseKind.Click), new(Some.At("2026-06-20"), ResponseKind.Open)],
            activities:
            [
                Did("2026-06-01T10:00"),                                    // the first visit is none
                Did("2026-06-01T10:29", ActivityKind.ReportRead),           // 1
                Did("2026-06-01T10:58", ActivityKind.ProductView),          // still the same visit
                Did("2026-06-01T11:28"),                                    // 2: back after half an hour
                Did("2026-06-02T09:00", ActivityKind.Login),                // 3: back, by logging in: one action
                Did("2026-06-02T09:01", ActivityKind.Video),                // 4
                Did("2026-06-02T09:02", ActivityKind.LinkClick),            // 5, and the click makes 6
            ]);
        Assert.Equal(6, Sums(table).Actions);
        Assert.Equal(7, Sums(table).Activities);
        Assert.Equal(Some.At("2026-06-20"), table.Values(ProspectColumns.LastActionAt)[0]);
        Assert.Equal(10, table.Values(ProspectColumns.RecencyDays)[0]);
    }

    [Fact]
    public void Time_spent_is_what_was_measured_else_the_time_to_the_next_activity_of_the_visit()
    {
        var table = Profile(Some.At("2026-06-30"), activities:
        [
            Did("2026-06-01T10:00"),                                // 60 s to the next
            Did("2026-06-01T10:01", ActivityKind.Video, 600),       // 600 s as measured
            Did("2026-06-01T10:20"),                                // the last of its visit: unknown
            Did("2026-06-01T10:50"),                                // 90 s
            Did("2026-06-01T10:51:30"),
            Did("2026-07-01"),                                      // still to come
        ]);
        Assert.Equal(750, Sums(table).Seconds);
        Assert.Equal(14_400, Sums(Profile(Some.At("2026-06-30"),
            activities: [Did("2026-06-01", ActivityKind.Video, int.MaxValue)])).Seconds);
    }

    [Fact]
    public void Who_has_ordered_is_no_prospect()
    {
        Activity[] activities = [Did("2026-06-01", ActivityKind.Login)];
        OrderFact[] orders = [Some.Order("2026-06-10")];
        var before = Profile(Some.At("2026-06-09"), activities: activities, orders: orders);
        Assert.Equal(1, Sums(before).Actions);
        Assert.Equal("active", before.Label(ProspectColumns.Kind, 0));
        var after = Profile(Some.At("2026-06-10"), activities: activities, orders: orders);
        Assert.Equal(ProspectColumns.Actions.NoValue, Sums(after).Actions);
        Assert.Equal("", after.Label(ProspectColumns.Kind, 0));
        Assert.Equal(ProspectColumns.RecencyDays.NoValue, after.Values(ProspectColumns.RecencyDays)[0]);
        OrderFact[] returned = [Some.Order("2026-06-10", 10, refunded: 10)];
        Assert.Equal(1, Sums(Profile(Some.At("2026-06-10"), activities: activities, orders: returned)).Actions);
    }

    [Theory]
    [InlineData("2026-01-31", "active", "2026-02-01")]
    [InlineData("2026-02-01", "cooling", "2026-05-02")]
    [InlineData("2026-05-02", "dormant", null)]
    public void A_prospect_goes_quiet_at_midnight(string asOf, string kind, string? changesAt)
    {
        var table = Profile(Some.At(asOf), activities: [Did("2026-01-01T18:00", ActivityKind.Login)]);
        Assert.Equal(kind, table.Label(ProspectColumns.Kind, 0));
        Assert.Equal(changesAt is null ? Instant.Never : Some.At(changesAt), table.NextChangeAt[0]);
    }

    [Fact]
    public void Somebody_who_only_looked_once_is_silent()
    {
        var table = Profile(Some.At("2026-06-30"), activities: [Did("2026-06-01"), Did("2026-06-01T00:10")]);
        Assert.Equal((0, 2, 600), Sums(table));
        Assert.Equal("silent", table.Label(ProspectColumns.Kind, 0));
        Assert.Equal(Instant.Never, table.NextChangeAt[0]);
    }

    // Prospects 0..9 log in on 1..10 days of June, the last of them on the 20th to the 29th; 10 is silent; 11 bought.
    static ProfileTable Ten() => ProfileFold.FoldAll(
        new Facts([Some.Order("2026-06-01", customer: 11)], [], [], [.. Enumerable.Range(0, 10).SelectMany(customer =>
            Enumerable.Range(0, customer + 1).Select(day => Did(
                $"2026-06-{20 + customer - day:00}T12:00", ActivityKind.Login, 60, customer)))]).Table(12),
        Some.Keys(12), Some.At("2026-06-30"), new ProfileSettings());

    static ScoringRun Score(ProfileTable table) => Scorer.Run(
        table, ShopCalendar.Utc, new ScoringOptions { RfmSegmentSet = RfmSegmentSets.Load("rfm-125") }, null,
        Some.NoPast(table));

    [Fact]
    public void Prospects_are_scored_among_themselves_by_the_quantiles_of_RFM()
    {
        var table = Ten();
        var run = Score(table);
        Assert.Equal(10, run.Models.Rfd!.Prospects);
        byte[] expected = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 0, 0];
        Assert.Equal(expected, table.Values(ProspectColumns.RfdF));
        Assert.Equal(expected, table.Values(ProspectColumns.RfdD));
        Assert.Equal(expected, table.Values(ProspectColumns.RfdR));
        Assert.Equal(50_505, table.Values(ProspectColumns.Rfd)[9]);
        Assert.Equal(["cold", "cold", "cold", "cold", "warm", "warm", "hot", "hot", "hot", "hot", "silent", ""],
            Enumerable.Range(0, 12).Select(row => table.Label(ProspectColumns.RfdSegment, row)));
    }

    [Fact]
    public void A_stored_model_scores_a_touched_prospect_the_same()
    {
        var table = Ten();
        var run = Score(table);
        var read = JsonSerializer.Deserialize<Models>(JsonSerializer.Serialize(run.Models))!;
        var again = Ten();
        Scorer.Apply(run with { Models = read }, again, Enumerable.Range(0, 12), ShopCalendar.Utc);
        Assert.Equal(table.Values(ProspectColumns.Rfd), again.Values(ProspectColumns.Rfd));
        Assert.Equal(table.Values(ProspectColumns.RfdSegment), again.Values(ProspectColumns.RfdSegment));
    }

    [Fact]
    public void A_shop_without_prospects_has_no_limits()
    {
        var table = Some.Profile("2026-06-30", Some.Order("2026-06-01"));
        Assert.Null(Score(table).Models.Rfd);
        Assert.Equal(0, table.Values(ProspectColumns.Rfd)[0]);
    }

    [Theory]
    [InlineData(2, 2, 2, 1, RfdSegment.Hot)]
    [InlineData(2, 1, 2, 2, RfdSegment.Cold)]
    [InlineData(3, 2, 3, 3, RfdSegment.Warm)]
    [InlineData(10, 7, 1, 7, RfdSegment.Hot)]
    [InlineData(10, 4, 9, 9, RfdSegment.Cold)]
    public void The_upper_and_lower_two_fifths_count_however_many_scores_there_are(
        int bins, byte r, byte f, byte d, RfdSegment segment) => Assert.Equal(segment, RfdSegments.Of(r, f, d, bins));

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<BadInputException>(() => new ProspectOptions { VisitMinutes = 0 }.Check());
        Assert.Throws<BadInputException>(() => new ProspectOptions { ActiveDays = 9, CoolingDays = 9 }.Check());
    }
}
