using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Profiles;

namespace Perennial.Core.Cycle.Model;

/// <summary>Writes the columns of the purchase cycle.</summary>
public sealed class CycleModelColumns : IModelColumns
{
    static readonly Column[] Written =
    [
        CycleColumns.Days, CycleColumns.DaysLow, CycleColumns.DaysHigh, CycleColumns.Position, CycleColumns.BuyChance30,
        CycleColumns.BuyChance90, CycleColumns.NextOrderExpectedAt, CycleColumns.Status,
    ];

    readonly CycleModel? model;
    readonly bool nothingToClear;
    readonly GapTables? tables;
    readonly ShopCalendar calendar;
    readonly int today;
    readonly Buyers buyers;
    readonly double[] cycleDays, low, high, position, chance30, chance90;
    readonly Instant[] expectedAt;
    readonly byte[] status;

    /// <summary>Prepares writing into a table.</summary>
    /// <param name="model">Of a scoring run; null clears every row.</param>
    /// <param name="table">With the fold's columns and <see cref="ProfileTable.ReadAt"/> done.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <exception cref="InvalidOperationException">The table's clock columns were never computed.</exception>
    public CycleModelColumns(CycleModel? model, ProfileTable table, ShopCalendar calendar)
    {
        this.model = model;
        this.calendar = calendar;
        // Without a model and without values of an earlier run no array is made.
        nothingToClear = model is null && !Written.Any(table.Has);
        if (nothingToClear)
        {
            (buyers, cycleDays, low, high, position, chance30, chance90) = (new Buyers(table), [], [], [], [], [], []);
            (expectedAt, status) = ([], []);
            return;
        }
        tables = model?.Gaps is { } gaps ? GapTables.Of(gaps) : null;
        today = table.AsOf.HasValue ? calendar.DayOf(table.AsOf) : throw new InvalidOperationException(
            "Compute the clock columns (ReadAt) first.");
        buyers = new Buyers(table);
        cycleDays = table.Values(CycleColumns.Days);
        low = table.Values(CycleColumns.DaysLow);
        high = table.Values(CycleColumns.DaysHigh);
        position = table.Values(CycleColumns.Position);
        chance30 = table.Values(CycleColumns.BuyChance30);
        chance90 = table.Values(CycleColumns.BuyChance90);
        expectedAt = table.Values(CycleColumns.NextOrderExpectedAt);
        status = table.Values(CycleColumns.Status);
    }

    /// <inheritdoc/>
    public Instant Write(int row)
    {
        if (nothingToClear) return Instant.Never;
        cycleDays[row] = low[row] = high[row] = position[row] = chance30[row] = chance90[row] = double.NaN;
        expectedAt[row] = Instant.None;
        status[row] = 0;
        if (model is null || buyers.PurchaseDays(row) == 0) return Instant.Never;
        var buyer = buyers.At(row, today);
        if (buyer.Sums.Gaps == 0 || tables is null)
        {
            var longest = model.Zones.InactiveAfterDays;
            status[row] = (byte)CycleStage.OfUnknown(buyer.SilenceDays, longest, out var lapses);
            var single = buyer.Sums.Gaps == 0;
            WriteChances(row, buyer, single ? model.FirstReturnChance(buyer, 30) : double.NaN,
                single ? model.FirstReturnChance(buyer, 90) : double.NaN);
            return lapses < 0 ? Instant.Never : calendar.StartOf(buyers.LastDay(row) + lapses);
        }
        var forecast = GapForecast.Of(tables, buyer.Sums);
        cycleDays[row] = forecast.Quantile(0.5);
        low[row] = forecast.Quantile(0.2, cycleDays[row]);
        high[row] = forecast.Quantile(0.8, cycleDays[row]);
        position[row] = CyclePosition.Of(buyer.SilenceDays, cycleDays[row]);
        var lastDay = buyers.LastDay(row);
        expectedAt[row] = CycleExpectation.At(calendar, lastDay, cycleDays[row]);
        WriteChances(row, buyer, forecast.Returns(buyer.SilenceDays, 30), forecast.Returns(buyer.SilenceDays, 90));
        var stage = new CycleStage(model.Zones, model.Days90, model.InactiveBelow, buyer, cycleDays[row],
            model.Zones.InactiveAfterDays);
        status[row] = (byte)stage.StatusAt(ref forecast, out var until);
        return until < 0 ? Instant.Never : calendar.StartOf(lastDay + until);
    }

    void WriteChances(int row, in Buyer buyer, double within30, double within90)
    {
        chance90[row] = model!.Days90.Chance(buyer, within90);
        // Calibrated apart, the nearer horizon could come out above the farther one.
        var sooner = model.Days30.Chance(buyer, within30);
        chance30[row] = double.IsNaN(chance90[row]) ? sooner : Math.Min(sooner, chance90[row]);
    }
}
