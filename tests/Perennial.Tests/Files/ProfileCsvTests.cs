using Perennial.Channels.Files;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;

namespace Perennial.Tests.Files;

public sealed class ProfileCsvTests : IDisposable
{
    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("perennial-");

    [Fact]
    public void The_header_names_every_column_of_the_catalogue_in_order()
    {
        var lines = Written(Table("a"), [0]);
        Assert.StartsWith(
            "customer_id,recency_days,frequency,monetary,r,f,m,rfm,fxm,segment,lifecycle,priority_tier,priority_rank,",
            lines[0]);
        Assert.Equal("customer_id," + string.Join(',', Columns.Shown.Select(column => column.ExportName)), lines[0]);
    }

    [Fact]
    public void A_customer_of_whom_nothing_is_known_has_empty_cells()
    {
        var cells = Written(Table("a"), [0])[1].Split(',');
        Assert.Equal("a", cells[0]);
        for (var i = 0; i < Columns.Shown.Count; i++)
            Assert.Equal(Columns.Shown[i].Type == ColumnType.Flag ? "0" : "", cells[i + 1]);
    }

    [Fact]
    public void Every_type_is_written_in_its_own_way()
    {
        var table = Table("=evil,\"key\"");
        table.Values(PurchaseColumns.RecencyDays)[0] = 0;
        table.Values(PurchaseColumns.Frequency)[0] = -12;
        table.Values(PurchaseColumns.Monetary)[0] = 123_456;
        table.Values(PurchaseColumns.Revenue)[0] = -5;
        table.Values(RfmColumns.R)[0] = 10;
        table.Values(RfmColumns.Rfm)[0] = 10_0_9 * 100 + 10;
        table.Values(PurchaseColumns.MeanGapDays)[0] = 93.66666;
        table.Values(PurchaseColumns.AverageOrderValue)[0] = 0.00004;
        table.Values(PurchaseColumns.FirstOrderAt)[0] =
            Instant.From(new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero));
        table.Values(PurchaseColumns.LastOrderAt)[0] = new Instant(-1);
        table.Values(PurchaseColumns.MultiBuyer)[0] = 1;
        table.Values(RfmColumns.RfmSegment)[0] = 2;
        table.SetLabels(RfmColumns.RfmSegment, ["one", "can't, lose"]);
        Column[] columns =
        [
            PurchaseColumns.RecencyDays, PurchaseColumns.Frequency, PurchaseColumns.Monetary, PurchaseColumns.Revenue,
            RfmColumns.R, RfmColumns.Rfm,
            PurchaseColumns.MeanGapDays, PurchaseColumns.AverageOrderValue, PurchaseColumns.FirstOrderAt,
            PurchaseColumns.LastOrderAt,
            PurchaseColumns.MultiBuyer, RfmColumns.RfmSegment,
        ];
        var path = Path.Combine(directory.FullName, "out.csv");
        ProfileCsv.Write(path, table, new[] { 0 }, 10, columns, TestContext.Current.CancellationToken);
        Assert.Equal(
            "\"'=evil,\"\"key\"\"\",0,-12,1234.56,-0.05,10,10-9-10,93.6667,0,2024-02-29T00:00:00Z,"
            + "1969-12-31T23:59:59.999Z,1,\"can't, lose\"", File.ReadAllLines(path)[1]);
        Assert.Equal(
            ["0", "-12", "1234.56", "-0.05", "10", "10-9-10", "93.6667", "0", "2024-02-29T00:00:00Z",
                "1969-12-31T23:59:59.999Z", "1", "can't, lose"],
            columns.Select(column => ColumnText.Of(table, column, 0, 10)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.5, "0.5")]
    [InlineData(-0.00001, "0")]
    [InlineData(-1.25, "-1.25")]
    [InlineData(1.00005, "1.0001")]
    [InlineData(99.99996, "100")]
    [InlineData(123456789.1, "123456789.1")]
    [InlineData(1e18, "1000000000000000000")]
    [InlineData(0.1 + 0.2, "0.3")]
    public void Numbers_have_four_decimals_at_most(double value, string expected)
    {
        var table = Table("a");
        table.Values(PurchaseColumns.MeanGapDays)[0] = value;
        Assert.Equal(expected, ColumnText.Of(table, PurchaseColumns.MeanGapDays, 0, 5));
    }

    [Fact]
    public void Many_rows_come_in_the_order_asked_for_whatever_thread_forms_them()
    {
        const int count = 100_000;
        var table = Table([.. Enumerable.Range(0, count).Select(i => $"customer {i}")]);
        var rows = new int[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = (int)(i * 7_919L % count);
            table.Values(PurchaseColumns.Frequency)[i] = i;
        }
        var lines = Written(table, rows);
        Assert.Equal(count + 1, lines.Length);
        for (var i = 0; i < count; i++) Assert.StartsWith($"customer {rows[i]},,{rows[i]},,", lines[i + 1]);
    }

    [Fact]
    public void No_rows_make_a_file_with_a_header()
    {
        Assert.Single(Written(Table(), []));
    }

    [Fact]
    public void A_cancelled_file_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var path = Path.Combine(directory.FullName, "out.csv");
        Assert.Throws<OperationCanceledException>(
            () => ProfileCsv.Write(path, Table("a"), new[] { 0 }, 5, source.Token));
        Assert.Empty(directory.GetFiles());
    }

    [Fact]
    public void Columns_are_chosen_by_either_of_their_names()
    {
        Assert.Equal(
            [RfmColumns.RfmSegment, RfmColumns.R, RfmColumns.RfmSegment],
            ProfileCsv.ParseColumns("--columns", "customer_id, segment,r,rfm_segment"));
        Assert.Contains("no column 'x'",
            Assert.Throws<BadInputException>(() => ProfileCsv.ParseColumns("--columns", "r,x")).Problem);
        Assert.Throws<BadInputException>(() => ProfileCsv.ParseColumns("--columns", " , "));
    }

    public void Dispose() => directory.Delete(recursive: true);

    static ProfileTable Table(params string[] keys) => new(Columns.All, CustomerKeys.From(keys));

    string[] Written(ProfileTable table, int[] rows)
    {
        var path = Path.Combine(directory.FullName, "out.csv");
        ProfileCsv.Write(path, table, rows, 5, TestContext.Current.CancellationToken);
        return File.ReadAllLines(path);
    }
}
