using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Tests.Intake;

/// <summary>Each kind of bad input has an error of its own that says where, what, and what to do.</summary>
public sealed class BadFileTests : IDisposable
{
    const string Header = "order_id,customer_id,order_date,total\n";

    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    static BadInputException Error(string path, IntakeOptions? options = null) =>
        Assert.Throws<BadInputException>(() => FileIntake.Read(path, options ?? Inbox.Options));

    [Fact]
    public void An_empty_file_is_an_error() => Assert.Contains("empty", inbox.Error("").Problem);

    [Fact]
    public void A_header_without_rows_is_an_error() => Assert.Contains("no rows", inbox.Error(Header).Problem);

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Contains("no such file", Error(inbox.Path("nowhere.csv")).Problem);

    [Fact]
    public void A_directory_is_an_error() => Assert.Contains("directory", Error(inbox.Folder).Problem);

    [Fact]
    public void A_binary_file_is_an_error()
    {
        var bytes = new byte[4096];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = unchecked((byte)(i * 7));
        Assert.Contains("text", Error(inbox.File(bytes)).Problem + Error(inbox.File(bytes)).Remedy);
    }

    [Fact]
    public void A_line_of_a_gigabyte_is_an_error_within_a_second()
    {
        var path = inbox.Path("long.csv.gz");
        using (var file = new GZipStream(System.IO.File.Create(path), CompressionLevel.Fastest))
        {
            file.Write(Encoding.UTF8.GetBytes(Header + "1,A,2024-01-31,"));
            var block = Enumerable.Repeat((byte)'7', 1 << 20).ToArray();
            for (var i = 0; i < 64; i++) file.Write(block);
        }
        AssertTooLong(path);
    }

    [Fact]
    public void A_sparse_file_of_a_gigabyte_is_an_error_within_a_second()
    {
        var path = inbox.File(Header + "1,A,2024-01-31,5\n2,A,2024-01-31,");
        using (var file = System.IO.File.OpenWrite(path)) file.SetLength(1L << 30);
        var clock = Stopwatch.StartNew();
        Error(path);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
    }

    static void AssertTooLong(string path)
    {
        var clock = Stopwatch.StartNew();
        Assert.Contains("longer than", Error(path).Problem);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void A_missing_column_is_named_with_the_columns_found_and_the_option_to_use()
    {
        var error = inbox.Error("nr,who,order_date,total\n1,A,2024-01-31,5\n");
        Assert.Contains("customer_id (or email, or phone)", error.Problem);
        Assert.Contains("nr, who, order_date, total", error.Problem);
        Assert.Contains("--map customer_id=", error.Remedy);
    }

    [Fact]
    public void All_missing_columns_are_named_at_once()
    {
        var error = inbox.Error("alpha,beta\nx,y\n");
        Assert.Contains("customer_id (or email, or phone) and as ordered_at and as total", error.Problem);
    }

    [Fact]
    public void Two_columns_that_could_be_the_same_thing_are_an_error()
    {
        var error = inbox.Error("order_id,customer_id,order_date,Order Total,Total Price\n1,A,2024-01-31,5,6\n");
        Assert.Contains("'Order Total' and 'Total Price' could both be total", error.Problem);
        Assert.Contains("--map total=\"Order Total\"", error.Remedy);
    }

    [Theory]
    [InlineData("total=Nowhere", "Nowhere")]
    [InlineData("total=#9", "#9")]
    public void A_mapping_to_a_column_that_is_not_there_is_an_error(string map, string named) =>
        Assert.Contains(named, inbox.Error(Header + "1,A,2024-01-31,5\n", Inbox.Mapped(map)).Problem);

    [Theory]
    [InlineData("total")]
    [InlineData("total=")]
    [InlineData("=x")]
    [InlineData("nonsense=x")]
    [InlineData("total=a,total=b")]
    public void A_mapping_that_makes_no_sense_is_an_error(string map) =>
        Assert.Equal("--map", Assert.Throws<BadInputException>(() => IntakeOptions.ParseMap(map)).Place);

    [Fact]
    public void A_headerless_file_says_how_to_map_it() =>
        Assert.Contains("#1", inbox.Error("A,2024-01-31,7.00\nB,2024-02-01,8.00\n").Remedy);

    [Fact]
    public void An_unknown_date_format_is_shown_with_examples()
    {
        var error = inbox.Error(Header + "1,A,Tuesday,5\n2,A,yesterday,6\n");
        Assert.Contains("'Tuesday', 'yesterday'", error.Problem);
        Assert.Contains("--date-format", error.Remedy);
        Assert.Contains("column order_date", error.Place);
    }

    [Fact]
    public void Days_and_months_that_cannot_be_told_apart_are_a_question()
    {
        var error = inbox.Error(Header + "1,A,01/02/2024,5\n2,A,03/04/2024,6\n");
        Assert.Contains("--date-format dd/MM/yyyy or --date-format MM/dd/yyyy", error.Remedy);
        var options = Inbox.Options with { DateFormat = DateStyle.MonthDayYear };
        var told = inbox.Read(Header + "1,A,01/02/2024,5\n", options);
        Assert.Equal(["2024-01-02 5.00 0.00 0.00"], Inbox.Orders(told.Batch, "A"));
    }

    [Fact]
    public void One_day_above_twelve_far_down_the_file_decides_the_order_of_day_and_month()
    {
        var text = new StringBuilder(Header);
        for (var i = 0; i < 5_000; i++) text.Append($"{i},A,01/02/2024,5\n");
        text.Append("5000,A,01/13/2024,5\n");
        var result = inbox.Read(text.ToString());
        Assert.Equal(0, result.Report.Count(RowFate.Rejected));
        Assert.Equal(Inbox.Day(2024, 1, 2), result.Report.FirstOrderAt);
    }

    [Fact]
    public void Dates_in_both_orders_are_not_guessed_at() =>
        Assert.Contains("day first or the month first",
            inbox.Error(Header + "1,A,13/02/2024,5\n2,A,02/13/2024,6\n").Problem);

    [Fact]
    public void Amounts_that_could_have_thousands_or_decimals_are_a_question()
    {
        var text = Header.Replace(',', ';') + "1;A;2024-01-31;1.234\n";
        Assert.Contains("--decimal", inbox.Error(text).Remedy);
        var told = inbox.Read(text, Inbox.Options with { Decimal = DecimalMark.Comma });
        Assert.Equal(123_400, told.Report.GrossCents);
    }

    [Fact]
    public void Two_currencies_beside_the_amounts_are_an_error()
    {
        var error = inbox.Error(Header + "1,A,2024-01-31,€5.00\n2,A,2024-01-31,£6.00\n");
        Assert.Contains("EUR on line 2 and GBP on line 3", error.Problem);
    }

    [Fact]
    public void Another_currency_than_the_shops_is_an_error()
    {
        var options = Inbox.Options with { Currency = "EUR" };
        Assert.Contains("USD", inbox.Error("customer,date,total,currency\nA,2024-01-31,5,USD\n", options).Problem);
        Assert.Equal("EUR", inbox.Read("customer,date,total,currency\nA,2024-01-31,5,eur\n", options).Report.Currency);
    }

    [Fact]
    public void A_dollar_sign_agrees_with_a_code_that_has_one() => Assert.Equal("CAD",
        inbox.Read("customer,date,total,currency\nA,2024-01-31,$5.00,CAD\n").Report.Currency);

    [Fact]
    public void An_unknown_format_is_an_error_that_lists_the_known_ones()
    {
        var error = inbox.Error(Header + "1,A,2024-01-31,5\n", Inbox.Options with { Format = "magento" });
        Assert.Contains("shopify", error.Remedy);
        Assert.Contains("cdnow", FileIntake.FormatNames);
    }

    [Fact]
    public void More_rejects_than_allowed_stop_the_import_and_are_listed()
    {
        var text = new StringBuilder(Header);
        for (var i = 0; i < 94; i++) text.Append($"{i},A,2024-01-31,5\n");
        for (var i = 94; i < 100; i++) text.Append($"{i},,2024-01-31,5\n");
        var error = inbox.Error(text.ToString(), Inbox.Options with { MaxRejectShare = 0.05 });
        Assert.Contains("6 of 100 rows were rejected, more than 5", error.Problem);
        Assert.Contains("6 no customer", error.Problem);
        Assert.Contains("orders.csv.rejects.csv", error.Remedy);
        Assert.Equal(6, inbox.Rejects().Length);
        Assert.Equal(94, inbox.Read(text.ToString(), Inbox.Options with { MaxRejectShare = 0.06 }).Report.Orders);
    }

    [Theory]
    [InlineData("""
        order_id,customer,date,amount
        1,A,2024-01-31,20.00
        2,A,2024-02-01,-5.00
        3,,2024-02-02,10.00
        4,B,2024-02-03,-7.00
        1,A,2024-01-31,20.00
        """, "1 of 5 rows were rejected, more than 0 %")]
    [InlineData("""
        InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
        1,A,A,2,2010-12-01 08:26:00,2.55,1,UK
        C2,A,A,-1,2010-12-02 08:26:00,2.55,1,UK
        C3,A,A,-1,2010-12-02 08:26:00,2.55,9,UK
        4,A,A,x,2010-12-03 08:26:00,2.55,1,UK
        """, "1 of 4 rows were rejected, more than 0 %")]
    public void The_rows_of_a_refused_file_are_those_of_its_account(string text, string says)
    {
        var report = inbox.Read(text).Report;
        Assert.Equal(text.Split('\n').Length - 1, report.RowsRead);
        Assert.Equal(report.RowsRead, report.Rows.Sum(row => row.Rows));
        Assert.Equal(inbox.Rejects().Length, report.Count(RowFate.Rejected));
        Assert.StartsWith(says, inbox.Error(text, Inbox.Options with { MaxRejectShare = 0 }).Problem);
        // One row in five or four is not more than a share of just that.
        inbox.Read(text, Inbox.Options with { MaxRejectShare = 1.0 / report.RowsRead });
    }

    [Fact]
    public void Rows_left_out_by_rule_do_not_stop_the_import()
    {
        var result = inbox.Read("""
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            1,A,A,1,2010-12-01 08:26:00,2.55,1,UK
            2,A,A,1,2010-12-01 08:26:00,2.55,,UK
            """, Inbox.Options with { MaxRejectShare = 0 });
        Assert.Equal(1, Inbox.Rows(result, "customer-unknown"));
        Assert.Null(result.Report.RejectsPath);
    }

    [Fact]
    public void Rejects_that_cannot_be_written_are_an_error_before_the_work_with_a_way_out()
    {
        // A path below a file fails for every user, also for root.
        var input = inbox.File(Header + "1,A,2024-01-31,5\n2,,2024-01-31,5\n");
        var progress = new Reports();
        var error = Assert.Throws<BadInputException>(() => FileIntake.Read(
            input, Inbox.Options with { RejectsPath = System.IO.Path.Combine(input, "rejects.csv") }, progress,
            TestContext.Current.CancellationToken));
        Assert.Contains("cannot be written", error.Problem);
        Assert.Contains("--rejects none", error.Remedy);
        Assert.Empty(progress.Seen);
        var counted = FileIntake.Read(
            input, Inbox.Options with { RejectsPath = "none" }, null, TestContext.Current.CancellationToken);
        Assert.Equal(1, counted.Report.Count(RowFate.Rejected));
        Assert.Equal(["orders.csv"], Directory.GetFiles(inbox.Folder).Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public void A_rejects_file_of_an_earlier_run_does_not_outlive_a_clean_one()
    {
        inbox.Read(Header + "1,A,2024-01-31,5\n2,,2024-01-31,5\n");
        Assert.Single(inbox.Rejects());
        inbox.Read(Header + "1,A,2024-01-31,5\n");
        Assert.Equal(["orders.csv"], Directory.GetFiles(inbox.Folder).Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public void Rejected_values_are_no_formulas_in_a_spreadsheet()
    {
        inbox.Read(Header + "1,A,2024-01-31,5\n2,A,2024-01-31,=SUM(A1)\n");
        Assert.Equal("3,total,'=SUM(A1),not an amount in this file's format", inbox.Rejects().Single());
    }

    [Fact]
    public void Progress_ends_with_the_whole_file_and_reading_can_be_stopped()
    {
        var path = inbox.File(Header + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i},A,2024-01-31,5\n")));
        var progress = new Reports();
        FileIntake.Read(path, Inbox.Options, progress, TestContext.Current.CancellationToken);
        var length = new FileInfo(path).Length;
        Assert.Equal(new IntakeProgress(length, length, 40_000), progress.Seen[^1]);
        Assert.Equal([16_384, 32_768, 40_000], progress.Seen.Select(report => report.Rows));

        using var stop = new CancellationTokenSource();
        var stopping = new Reports { OnReport = stop.Cancel };
        Assert.Throws<OperationCanceledException>(() => FileIntake.Read(path, Inbox.Options, stopping, stop.Token));
        Assert.Equal(["orders.csv"], Directory.GetFiles(inbox.Folder).Select(System.IO.Path.GetFileName));
    }

    sealed class Reports : IProgress<IntakeProgress>
    {
        public List<IntakeProgress> Seen { get; } = [];

        public Action? OnReport { get; init; }

        public void Report(IntakeProgress value)
        {
            Seen.Add(value);
            OnReport?.Invoke();
        }
    }
}
