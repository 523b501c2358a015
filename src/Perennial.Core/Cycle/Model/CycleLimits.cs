using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Profiles;

namespace Perennial.Core.Cycle.Model;

/// <summary>The days since the last order at which one customer's cycle status changes.</summary>
/// <param name="SoonFrom">First day of soon.</param>
/// <param name="LateFrom">First day of late.</param>
/// <param name="VeryLateFrom">First day of very late.</param>
/// <param name="InactiveFrom">First day of inactive; −1 where time alone does not lead there.</param>
public sealed record CycleLimits(int SoonFrom, int LateFrom, int VeryLateFrom, int InactiveFrom)
{
    /// <summary>The limits of a customer with a cycle of their own; null without one.</summary>
    /// <param name="model">Of the scoring run that gave the columns.</param>
    /// <param name="table">With the columns.</param>
    /// <param name="row">The customer.</param>
    /// <param name="today">The shop's calendar day.</param>
    public static CycleLimits? Of(CycleModel model, ProfileTable table, int row, int today)
    {
        var buyers = new Buyers(table);
        var cycleDays = table.Values(CycleColumns.Days)[row];
        if (model.Gaps is null || double.IsNaN(cycleDays) || buyers.PurchaseDays(row) < 2) return null;
        var buyer = buyers.At(row, today);
        // A status that lasts no day at all begins where the next one does.
        var from = new int[(int)CycleStatus.Inactive + 1];
        Array.Fill(from, -1);
        for (var silence = 0; silence >= 0;)
        {
            var status = (int)StatusAfter(silence, out var until);
            for (var one = status; one > 0 && from[one] < 0; one--) from[one] = silence;
            silence = until;
        }
        return new CycleLimits(from[(int)CycleStatus.Soon], from[(int)CycleStatus.Late],
            from[(int)CycleStatus.VeryLate], from[(int)CycleStatus.Inactive]);

        CycleStatus StatusAfter(int silence, out int until)
        {
            var then = buyer with
            {
                SilenceDays = silence, TenureDays = buyer.TenureDays - buyer.SilenceDays + silence,
            };
            var forecast = GapForecast.Of(GapTables.Of(model.Gaps), then.Sums);
            var stage = new CycleStage(model.Zones, model.Days90, model.InactiveBelow, then, cycleDays,
                model.Zones.InactiveAfterDays);
            return stage.StatusAt(ref forecast, out until);
        }
    }
}
