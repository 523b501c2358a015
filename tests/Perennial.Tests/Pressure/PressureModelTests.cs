using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Scoring;
using Perennial.Core.Statistics;
using Perennial.Rfm;

namespace Perennial.Tests.Pressure;

public class PressureModelTests
{
    // A table as the fold would have left it: buyers of one kind who receive e-mails.
    static ProfileTable Table(int customers, Func<int, int> contacts30d)
    {
        var table = Some.Table([.. Enumerable.Repeat(new Some.Measures(10, 2, 100_00), customers)]);
        for (var row = 0; row < customers; row++)
        {
            var count = contacts30d(row);
            table.Values(PressureColumns.Contacts30d)[row] = count;
            table.Values(PressureColumns.Contacts90d)[row] = count;
            table.Values(PressureColumns.Contacts)[row] = Math.Max(1, count);
            table.Values(PurchaseColumns.Revenue)[row] = 100_00;
            table.Values(LifecycleColumns.Stage)[row] = 2;
            table.Values(PressureColumns.ChannelsReached)[row] = 2;
            foreach (var column in new[]
            {
                PressureColumns.EmailsDelivered, PressureColumns.EmailsOpened, PressureColumns.EmailsClicked,
                PressureColumns.MessagesHeard,
                PressureColumns.Unsubscribes, PressureColumns.Complaints,
            }) table.Values(column)[row] = 0;
        }
        return table;
    }

    static ScoringRun Score(ProfileTable table, ProfileTable? before = null, PressureCosts? costs = null)
    {
        var past = Some.NoPast(table);
        before?.ReadAt(past.Profiles.Days90.AsOf, ShopCalendar.Utc);
        return Scorer.Run(table, ShopCalendar.Utc,
            new ScoringOptions { RfmSegmentSet = RfmSegmentSets.Load("rfm-125"), PressureCosts = costs ?? new() }, null,
            past with { Profiles = past.Profiles with { Days90 = before ?? past.Profiles.Days90 } });
    }

    [Fact]
    public void Who_receives_clearly_more_or_less_than_peers_is_over_or_under_pressure()
    {
        var rng = new Rng(1);
        var table = Table(2_000, row => row switch { 0 => 60, 1 => 0, 2 => 12, _ => 8 + rng.NextInt(0, 8) });
        var run = Score(table);
        var status = PressureColumns.Status;
        Assert.Equal(["over", "under", "on target"], Enumerable.Range(0, 3).Select(row => table.Label(status, row)));
        Assert.All(Enumerable.Range(3, 1_997), row => Assert.Equal("on target", table.Label(status, row)));
        var ratio = table.Values(PressureColumns.Ratio);
        Assert.True(ratio[0] > 1.5 && ratio[1] < .67);
        Assert.InRange(ratio[2], .9, 1.1);
        Assert.Equal("not measured", table.Label(PressureColumns.ContactPays, 0));
        Assert.True(double.IsNaN(table.Values(PressureColumns.NextContactValue)[0]));
        Assert.StartsWith("not measured", run.Models.Pressure!.DoseVerdict);
    }

    [Fact]
    public void Peers_are_those_of_the_same_value_stage_and_channels()
    {
        // Two kinds of peers: recent buyers receive 4, new ones 20; 20 are much for the one and usual for the other.
        var table = Table(1_000, row => row % 2 == 0 ? 4 : 20);
        for (var row = 0; row < 1_000; row++) table.Values(LifecycleColumns.Stage)[row] = (byte)(row % 2 == 0 ? 3 : 2);
        table.Values(PressureColumns.Contacts30d)[0] = 20;
        Score(table);
        Assert.Equal("over", table.Label(PressureColumns.Status, 0));
        Assert.Equal("on target", table.Label(PressureColumns.Status, 1));
    }

    [Fact]
    public void A_kind_of_peers_that_nobody_belongs_to_is_expected_to_be_like_its_parent()
    {
        var run = Score(Table(100, row => 6 + row % 3));
        var peers = run.Models.Pressure!.Peers!;
        Assert.Equal(PeerModel.Cells, peers.Expected.Length);
        Assert.All(peers.Expected, expected => Assert.Equal(6.99, expected, 1e-9));
    }

    [Fact]
    public void Propensities_are_shrunk_and_nobody_without_a_message_has_one()
    {
        var rng = new Rng(2);
        var truth = Enumerable.Range(0, 3_000).Select(_ => rng.NextBeta(1.5, 4)).ToArray();
        var table = Table(3_000, _ => 5);
        for (var row = 0; row < 3_000; row++)
        {
            var n = row == 0 ? 0 : rng.NextInt(1, 39);
            table.Values(PressureColumns.EmailsDelivered)[row] = n;
            table.Values(PressureColumns.EmailsOpened)[row] = Enumerable.Range(0, n).Count(_ => rng.Chance(truth[row]));
            // Everybody has the same small chance of leaving at each message.
            var stay = 0;
            while (stay < n && !rng.Chance(.003)) stay++;
            table.Values(PressureColumns.MessagesHeard)[row] = stay < n ? stay + 1 : n;
            table.Values(PressureColumns.Unsubscribes)[row] = stay < n ? 1 : 0;
        }
        var model = Score(table).Models.Pressure!;
        Assert.InRange(model.Open!.Mean, .25, .295);
        Assert.InRange(model.Open.Size, 4.8, 6.3);
        Assert.InRange(model.Unsubscribe!.Mean, .0024, .0037);
        var open = table.Values(PressureColumns.POpen);
        Assert.True(double.IsNaN(open[0]) && double.IsNaN(table.Values(PressureColumns.PUnsubscribe)[0]));
        double Error(Func<int, double> forecast) =>
            Enumerable.Range(1, 2_999).Average(row => Math.Pow(forecast(row) - truth[row], 2));
        var shrunk = Error(row => open[row]);
        Assert.True(shrunk < .75 * Error(row =>
            (double)table.Values(PressureColumns.EmailsOpened)[row]
                / table.Values(PressureColumns.EmailsDelivered)[row]));
        Assert.True(shrunk < .5 * Error(_ => model.Open.Mean));
        // Nobody clicked: everybody has the same small chance.
        Assert.True(model.Click!.IsPooled);
        Assert.InRange(table.Values(PressureColumns.PClick)[5], 0, 1e-4);
    }

    // measurement.md section 3: senders follow engagement, so what is observed is several times what contacts do.
    static (ProfileTable Now, ProfileTable Before, double Observed) Simulate(int customers, double effect, Rng rng)
    {
        var arms = new PressureArms { Enabled = true, Share = .5 };
        var table = Table(customers, _ => 1);
        var before = Table(customers, _ => 1);
        List<(double Contacts, int Orders)> others = [];
        for (var row = 0; row < customers; row++)
        {
            var engagement = rng.NextGamma(1);
            var cap = PressureArms.CapOf(arms.AsExperiment()!.ArmOf(table.Keys[row]));
            var contacts = (int)Math.Min(cap < 0 ? 1_000 : cap * 13, 4 + 30 * engagement + rng.NextInt(0, 10));
            if (cap >= 0) contacts = cap * 13;
            var rate = .15 + .5 * engagement + effect * (1 - Math.Exp(-contacts / 20.0));
            var (orders, left) = (0, rate);
            while ((left -= rng.NextExponential()) > 0) orders++;
            table.Values(PressureColumns.Arm)[row] = cap < 0 ? PressureColumns.Arm.NoValue : cap;
            table.Values(PressureColumns.Contacts90d)[row] = contacts;
            before.Values(PurchaseColumns.Orders)[row] = 1;
            table.Values(PurchaseColumns.Orders)[row] = 1 + orders;
            if (cap < 0) others.Add((contacts, orders));
        }
        var (meanX, meanY) = (others.Average(x => x.Contacts), others.Average(x => x.Orders));
        var observed = others.Sum(x => (x.Contacts - meanX) * (x.Orders - meanY))
            / others.Sum(x => (x.Contacts - meanX) * (x.Contacts - meanX));
        return (table, before, observed);
    }

    [Fact]
    public void Randomised_caps_measure_what_contacts_do_where_observation_overstates_it()
    {
        var (now, before, observed) = Simulate(40_000, .2, new Rng(9));
        var model = Score(now, before, new PressureCosts { ContactCents = 20, UnsubscribeCents = 0 }).Models.Pressure!;
        Assert.Equal("measured by randomised caps", model.DoseVerdict);
        var dose = model.Dose!;
        Assert.Equal([0, 1, 2, 4, 8], dose.Arms.Select(arm => arm.WeeklyCap));
        Assert.InRange(dose.Gain, .14, .26);
        // Over the contacts that customers usually receive.
        var measured = (dose.OrdersAdded(50) - dose.OrdersAdded(10)) / 40;
        Assert.InRange(measured, .0005, .0055);
        Assert.True(observed > 3 * measured, $"observed {observed}, measured {measured}");

        // One more contact is worth less the more there were, and in the end less than it costs.
        var worth = Enumerable.Range(1, 200).Select(contacts => model.ValueCents(contacts, 0)!.Value).ToList();
        Assert.Equal(worth.OrderDescending(), worth);
        Assert.True(worth[0] > 0 && worth[199] < 0);
        var next = now.Values(PressureColumns.NextContactValue);
        Assert.All(Enumerable.Range(0, now.Count), row => Assert.True(double.IsFinite(next[row])));
        var many = Array.FindIndex(now.Values(PressureColumns.Contacts90d), contacts => contacts > 100);
        var none = Array.FindIndex(now.Values(PressureColumns.Contacts90d), contacts => contacts == 0);
        Assert.Equal(("loses", "pays"),
            (now.Label(PressureColumns.ContactPays, many), now.Label(PressureColumns.ContactPays, none)));
    }

    [Fact]
    public void Contacts_without_effect_are_not_measured_to_have_one()
    {
        var (now, before, observed) = Simulate(20_000, 0, new Rng(10));
        var model = Score(now, before).Models.Pressure!;
        Assert.True(observed > .005);
        Assert.Null(model.Dose);
        Assert.Equal("not measured: orders of the arms differ by no more than chance", model.DoseVerdict);
    }

    [Fact]
    public void Whoever_had_no_contact_lately_is_judged_by_what_the_first_would_be_worth()
    {
        var table = Table(100, _ => 0);
        var run = Score(table);
        // The first adds 0.63 orders of 1.00 and costs 1.00.
        var model = run.Models.Pressure! with
        {
            Dose = new DoseCurve([], 1, 1, 10), OrderMarginCents = 100, ContactCents = 100, UnsubscribeCents = 0,
        };
        Scorer.Apply(run with { Models = new Models { Pressure = model } }, table, [0], ShopCalendar.Utc);
        Assert.Equal("loses", table.Label(PressureColumns.ContactPays, 0));
        Assert.Equal(-.3679, table.Values(PressureColumns.NextContactValue)[0], 1e-4);
    }

    [Fact]
    public void Arms_that_received_the_same_measure_nothing()
    {
        DoseArm[] same = [new(0, 500, 5, .1, .1), new(1, 500, 5.2, .2, .2), new(2, 500, 5.1, .3, .3)];
        Assert.Equal("not measured: the arms received the same number of contacts", DoseCurve.Fit(same).Verdict);
        Assert.Contains("three arms", DoseCurve.Fit(same[..2]).Verdict);
        Assert.Contains("three arms", DoseCurve.Fit([]).Verdict);
        DoseArm[] idle = [new(0, 500, 0, 0, 0), new(1, 500, 13, 0, 0), new(2, 500, 26, 0, 0)];
        Assert.Contains("equally often", DoseCurve.Fit(idle).Verdict);
        DoseArm[] harm = [new(0, 900, 0, .5, .5), new(1, 900, 13, .3, .3), new(2, 900, 26, .2, .2)];
        Assert.True(DoseCurve.Fit(harm).Curve!.Gain < 0);
    }

    [Fact]
    public void A_stored_model_writes_the_same_columns_and_none_clears_them()
    {
        var rng = new Rng(4);
        var table = Table(300, _ => rng.NextInt(0, 12));
        var run = Score(table);
        var read = JsonSerializer.Deserialize<Models>(JsonSerializer.Serialize(run.Models))!;
        var ratios = table.Values(PressureColumns.Ratio).ToArray();
        var statuses = table.Values(PressureColumns.Status).ToArray();
        Scorer.Apply(run with { Models = new Models() }, table, Enumerable.Range(0, 300), ShopCalendar.Utc);
        Assert.All(table.Values(PressureColumns.Status), label => Assert.Equal(0, label));
        Assert.All(table.Values(PressureColumns.Ratio), ratio => Assert.True(double.IsNaN(ratio)));
        Scorer.Apply(run with { Models = read }, table, Enumerable.Range(0, 300), ShopCalendar.Utc);
        Assert.Equal(ratios, table.Values(PressureColumns.Ratio));
        Assert.Equal(statuses, table.Values(PressureColumns.Status));
    }

    [Fact]
    public void Shops_that_never_or_no_longer_contact_anybody_say_so()
    {
        var never = Table(10, _ => 0);
        Array.Clear(never.Values(PressureColumns.Contacts));
        Assert.Null(Score(never).Models.Pressure);
        var once = Table(10, _ => 0);
        var model = Score(once).Models.Pressure!;
        Assert.Null(model.Peers);
        Assert.StartsWith("nobody was contacted in the last 30 days", model.Verdict);
        Assert.Equal(0, once.Values(PressureColumns.Status)[0]);
        var one = Table(1, _ => 3);
        Score(one);
        Assert.Equal("on target", one.Label(PressureColumns.Status, 0));
        Assert.Equal(1, one.Values(PressureColumns.Ratio)[0], 1e-6);
    }

    [Fact]
    public void Somebody_never_contacted_is_said_to_be_that()
    {
        var table = Table(50, _ => 4);
        table.Values(PressureColumns.Contacts)[7] = table.Values(PressureColumns.Contacts30d)[7] = 0;
        Score(table);
        Assert.Equal("not contacted", table.Label(PressureColumns.Status, 7));
        Assert.True(double.IsNaN(table.Values(PressureColumns.Ratio)[7]));
    }
}
