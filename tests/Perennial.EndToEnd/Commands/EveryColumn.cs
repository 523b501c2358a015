using System.Globalization;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Tests;

namespace Perennial.EndToEnd.Commands;

/// <summary><c>score --every-column</c> of public orders: every column is there, and no value is out of its
/// range.</summary>
public class EveryColumn
{
    static readonly string[] Modelled =
    [
        "cycle_days", "p_buy_30d", "p_buy_90d", "cycle_status", "p_alive", "expected_orders_365d", "expected_spend",
        "clv",
    ];

    [Fact]
    public async Task Of_a_tutorials_orders() => await Score(
        ["data", "rfm_orders", "rfm_data_orders.csv.gz"], customers: 995, repeaters: 900);

    [Fact]
    public async Task Of_online_retail() => await Score(
        ["data", "online_retail", "online_retail.csv.gz"], customers: 4338, repeaters: 2500);

    static async Task Score(string[] file, int customers, int repeaters)
    {
        using var folder = new TemporaryFolder();
        var target = folder.File("scored.csv");
        var run = await PerennialProcess.Run("score", Repository.PathTo(file), "--every-column", "--out", target);
        Assert.True(run.ExitCode == 0, run.Log);

        var lines = await File.ReadAllLinesAsync(target, TestContext.Current.CancellationToken);
        string[] names = ["customer_id", .. Columns.Shown.Select(column => column.ExportName)];
        Assert.Equal(names, lines[0].Split(','));
        // Neither file has a comma in a key or a segment.
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.Equal(customers, rows.Length);
        Assert.All(rows, row => Assert.Equal(names.Length, row.Length));
        for (var i = 0; i < Columns.Shown.Count; i++)
            foreach (var row in rows) Check(Columns.Shown[i], row[i + 1]);
        foreach (var name in Modelled)
            Assert.InRange(rows.Count(row => row[Array.IndexOf(names, name)].Length > 0), repeaters, customers);

        void Ascend(params string[] columns) => Assert.All(rows, row =>
        {
            double[] values = [.. columns.Select(name => row[Array.IndexOf(names, name)])
                .Where(cell => cell.Length > 0).Select(Number)];
            Assert.Equal(values.Order(), values);
        });
        Ascend("cycle_days_low", "cycle_days", "cycle_days_high");
        Ascend("p_buy_30d", "p_buy_90d");
        Ascend("promotion_low", "promotion_score", "promotion_high");
    }

    static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    static void Check(Column column, string cell)
    {
        if (cell.Length == 0) return;
        switch (column.Type)
        {
            case ColumnType.Label:
                Assert.True(column.Labels.Count == 0 || column.Labels.Contains(cell), $"{column.Name}: {cell}");
                break;
            case ColumnType.Instant:
                Assert.InRange(DateTimeOffset.Parse(cell, CultureInfo.InvariantCulture).Year, 1990, 2120);
                break;
            case ColumnType.Product:
                break;
            default:
                var most = column.Type switch
                {
                    ColumnType.Flag => 1,
                    ColumnType.Score => 10,
                    _ => column.Unit.Contains("0..1") ? 1 : 1e9,
                };
                var value = Number(cell);
                Assert.True(value >= (column == PurchaseColumns.Revenue ? -1e9 : 0) && value <= most,
                    $"{column.Name}: {cell}");
                break;
        }
    }
}
