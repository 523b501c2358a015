using Perennial.Core.Measurement;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Pressure;

/// <summary>Fits the model of pressure to a shop's customers.</summary>
static class PressureFitting
{
    /// <summary>Null where nobody was ever contacted.</summary>
    public static PressureModel? Fit(ProfileTable table, PastProfiles past, PressureCosts costs)
    {
        costs.Check();
        var contacts = table.Values(PressureColumns.Contacts);
        if (!Array.Exists(contacts, count => count > 0)) return null;
        var emails = table.Values(PressureColumns.EmailsDelivered);
        var peers = PeerModel.Fit(table);
        var arms = Arms(table, past);
        var (dose, doseVerdict) = DoseCurve.Fit(arms);
        var margin = OrderMargin(table, costs);
        var usual = Usual(table);
        var worths = DoseCurve.FitAny(arms).Curve is { } any
            ? new ContactWorths(any, Ended(table), margin, costs.ContactCents) : null;
        var unsubscribe = costs.UnsubscribeCents ?? worths?.UnsubscribeCents(usual ?? 0) ?? 0;
        var open = BetaPrior.OfLikelihood(emails, table.Values(PressureColumns.EmailsOpened));
        return new PressureModel
        {
            Verdict = Words(open, peers),
            Open = open,
            Click = BetaPrior.OfLikelihood(emails, table.Values(PressureColumns.EmailsClicked)),
            Unsubscribe = Hazard(table),
            Peers = peers,
            Dose = dose,
            DoseVerdict = doseVerdict,
            OrderMarginCents = margin,
            ContactCents = costs.ContactCents,
            UnsubscribeCents = unsubscribe,
            Arms = arms,
            UsualContacts = usual,
            Worth = worths?.Of(arms, usual ?? 0, costs.UnsubscribeCents) ?? [],
        };
    }

    static string Words(BetaPrior? open, PeerModel? peers)
    {
        var opens = open is null ? "no e-mail was delivered"
            : open.IsPooled ? "customers open e-mails alike, as far as can be seen"
            : $"an e-mail history weighs as much as everybody's at {open.Size:0.#} e-mails";
        return peers is null ? $"nobody was contacted in the last 30 days; {opens}" : opens;
    }

    static BetaPrior? Hazard(ProfileTable table) =>
        BetaPrior.OfLikelihood(table.Values(PressureColumns.MessagesHeard), EndedEach(table));

    static int[] EndedEach(ProfileTable table)
    {
        var unsubscribes = table.Values(PressureColumns.Unsubscribes);
        var complaints = table.Values(PressureColumns.Complaints);
        var ended = new int[table.Count];
        for (var row = 0; row < ended.Length; row++) ended[row] = unsubscribes[row] + complaints[row] > 0 ? 1 : 0;
        return ended;
    }

    static (long Count, long Of) Ended(ProfileTable table)
    {
        var (ended, heard) = (EndedEach(table), table.Values(PressureColumns.MessagesHeard));
        var (count, of) = (0L, 0L);
        for (var row = 0; row < ended.Length; row++)
        {
            if (heard[row] <= 0) continue;
            count += ended[row];
            of += heard[row];
        }
        return (Math.Min(count, of), of);
    }

    // The arms receive what chance gave them: usual is what the others receive.
    static double? Usual(ProfileTable table)
    {
        var (arm, contacts) = (table.Values(PressureColumns.Arm), table.Values(PressureColumns.Contacts90d));
        var (customers, received) = (0, 0L);
        for (var row = 0; row < table.Count; row++)
        {
            if (arm[row] >= 0 || contacts[row] <= 0) continue;
            customers++;
            received += contacts[row];
        }
        return customers == 0 ? null : (double)received / customers;
    }

    static List<DoseArm> Arms(ProfileTable table, PastProfiles past)
    {
        var cap = table.Values(PressureColumns.Arm);
        var contacts = table.Values(PressureColumns.Contacts90d);
        var now = table.Values(PurchaseColumns.Orders);
        var before = past.Days90.Values(PurchaseColumns.Orders);
        var sums = new SortedDictionary<int, (int Customers, long Contacts, long Orders, double Squares)>();
        for (var row = 0; row < table.Count; row++)
        {
            if (cap[row] < 0) continue;
            // A return of late can make it fewer; customers not known then have no orders there.
            var orders = now[row] - Math.Max(0, before[row]);
            var sum = sums.GetValueOrDefault(cap[row]);
            sums[cap[row]] = (sum.Customers + 1, sum.Contacts + contacts[row], sum.Orders + orders,
                sum.Squares + (double)orders * orders);
        }
        return [.. sums.Select(arm =>
        {
            var (customers, received, orders, squares) = arm.Value;
            var mean = (double)orders / customers;
            return new DoseArm(
                arm.Key, customers, (double)received / customers, mean, Math.Max(0, squares / customers - mean * mean));
        })];
    }

    static double OrderMargin(ProfileTable table, PressureCosts costs)
    {
        var (orders, revenue, margin) = (0L, 0.0, 0.0);
        var (counts, revenues, margins) =
            (table.Values(PurchaseColumns.Orders), table.Values(PurchaseColumns.Revenue),
            table.Values(PurchaseColumns.Margin));
        var (knownRevenue, anyCost) = (0.0, false);
        for (var row = 0; row < table.Count; row++)
        {
            orders += Math.Max(0, counts[row]);
            revenue += Math.Max(0, revenues[row]);
            if (margins[row] == PurchaseColumns.Margin.NoValue) continue;
            anyCost = true;
            margin += margins[row];
            knownRevenue += Math.Max(0, revenues[row]);
        }
        var share = costs.MarginShare ?? (anyCost && knownRevenue > 0 ? Math.Clamp(margin / knownRevenue, 0, 1) : 1);
        return orders == 0 ? 0 : revenue / orders * share;
    }
}
