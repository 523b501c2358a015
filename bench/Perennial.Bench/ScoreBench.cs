using System.Diagnostics;
using Perennial.Channels.Files;
using Perennial.Channels.Files.Orders;
using Perennial.Channels.Intake;
using Perennial.Core;

namespace Perennial.Bench;

/// <summary>The steps of <c>perennial score</c>, timed one by one.</summary>
static class ScoreBench
{
    public static int Run(string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        void Report(string step)
        {
            Console.WriteLine($"{step,-20} {clock.Elapsed.TotalMilliseconds,8:N0} ms "
                + $"{Environment.WorkingSet / 1e6,8:N0} MB, up for "
                + $"{(TimeProvider.System.GetLocalNow() - Process.GetCurrentProcess().StartTime).TotalMilliseconds:N0} ms");
            clock.Restart();
        }
        FileStart start;
        using (var reader = CsvReader.Open(arguments[0]))
            start = new FileStart(reader.Format, reader.DataBytes, reader.FirstLine);
        Report("look");
        var cells = new OrderCells(DateStyle.YearMonthDay, DecimalMark.Point, ShopCalendar.Utc, Instant.Never);
        var orders = new OrderEngine().Read(
            InputFile.Open(arguments[0]), start, new OrderColumns(0, 1, 2, -1, 3, true), cells, null, default);
        Report("read");
        Console.WriteLine($"{orders.Rows} rows, {orders.Keys.Count} customers, {orders.Faults.Count} faults {orders.Unfit}");
        return 0;
    }
}
