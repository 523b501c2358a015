using Perennial.Core.Lifecycle;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Pressure;

/// <summary>Propensities, pressure against peers, and the worth of a contact, from a row's counts and the frozen
/// model.</summary>
/// <remarks>Time changes these columns only through the counts they follow from, and those name the instant.</remarks>
sealed class PressureModelColumns(PressureModel? model, ProfileTable table) : IModelColumns
{
    const double OverRatio = 1.5;
    const double UnderRatio = .67;
    const double Certainty = .9;

    readonly int[] contacts = table.Values(PressureColumns.Contacts);
    readonly int[] within30 = table.Values(PressureColumns.Contacts30d);
    readonly int[] within90 = table.Values(PressureColumns.Contacts90d);
    readonly int[] emails = table.Values(PressureColumns.EmailsDelivered);
    readonly int[] opened = table.Values(PressureColumns.EmailsOpened);
    readonly int[] clicked = table.Values(PressureColumns.EmailsClicked);
    readonly int[] messages = table.Values(PressureColumns.MessagesHeard);
    readonly int[] unsubscribes = table.Values(PressureColumns.Unsubscribes);
    readonly int[] complaints = table.Values(PressureColumns.Complaints);
    readonly int[] channels = table.Values(PressureColumns.ChannelsReached);
    readonly int[] orders = table.Values(PurchaseColumns.Orders);
    readonly long[] revenue = table.Values(PurchaseColumns.Revenue);
    readonly byte[] lifecycle = table.Values(LifecycleColumns.Stage);
    readonly double[] open = table.Values(PressureColumns.POpen);
    readonly double[] click = table.Values(PressureColumns.PClick);
    readonly double[] unsubscribe = table.Values(PressureColumns.PUnsubscribe);
    readonly double[] ratio = table.Values(PressureColumns.Ratio);
    readonly double[] nextValue = table.Values(PressureColumns.NextContactValue);
    readonly byte[] status = table.Values(PressureColumns.Status);
    readonly byte[] pays = table.Values(PressureColumns.ContactPays);

    /// <summary>The columns, unless there is neither a model nor a value of an earlier one to clear.</summary>
    public static IModelColumns[] For(PressureModel? model, ProfileTable table) =>
        model is null && !table.Has(PressureColumns.Status) ? [] : [new PressureModelColumns(model, table)];

    public Instant Write(int row)
    {
        open[row] = click[row] = unsubscribe[row] = ratio[row] = nextValue[row] = double.NaN;
        status[row] = pays[row] = 0;
        if (model is null || contacts[row] < 0) return Instant.Never;
        if (emails[row] > 0)
        {
            open[row] = model.Open?.Shrunk(opened[row], emails[row]) ?? double.NaN;
            click[row] = model.Click?.Shrunk(clicked[row], emails[row]) ?? double.NaN;
        }
        if (messages[row] > 0 && model.Unsubscribe is { } hazard)
            unsubscribe[row] = hazard.Shrunk(unsubscribes[row] + complaints[row] > 0 ? 1 : 0, messages[row]);
        WritePeers(row);
        WriteWorth(row);
        return Instant.Never;
    }

    void WritePeers(int row)
    {
        if (contacts[row] == 0)
        {
            status[row] = (byte)PressureStatus.NotContacted;
            return;
        }
        if (model!.Peers is not { } peers) return;
        var expected = peers.Expected[peers.CellOf(orders[row], revenue[row], lifecycle[row], channels[row])];
        var own = peers.Ratios.Ratio(within30[row], expected);
        ratio[row] = own;
        var judged = PressureStatus.OnTarget;
        // Above 1.5 with 90 % needs a mean above 1.35 (Markov).
        if (own > OverRatio * Certainty && peers.Ratios.ChanceAbove(OverRatio, within30[row], expected) > Certainty)
            judged = PressureStatus.Over;
        else if (own < 1 && peers.Ratios.ChanceAbove(UnderRatio, within30[row], expected) < 1 - Certainty)
            judged = PressureStatus.Under;
        status[row] = (byte)judged;
    }

    void WriteWorth(int row)
    {
        var chance = double.IsNaN(unsubscribe[row]) ? model!.Unsubscribe?.Mean ?? 0 : unsubscribe[row];
        var next = model!.ValueCents(within90[row] + 1, chance);
        nextValue[row] = next / 100 ?? double.NaN;
        pays[row] = (byte)model.VerdictOn(Math.Max(1, within90[row]), chance);
    }
}
