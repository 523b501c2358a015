using System.IO.Compression;
using System.Text;
using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Orders;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Files;

/// <summary>The fast path reads generated files as intake proper does, whatever the blocks and the workers.</summary>
public sealed class OrderFileAgainstIntake : IDisposable
{
    static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    // Paris: an hour ahead of UTC in winter, two in the summer of 2024.
    static readonly ShopCalendar Paris = new(
        "Europe/Paris",
        [
            Instant.From(new DateTimeOffset(2024, 3, 31, 1, 0, 0, TimeSpan.Zero)),
            Instant.From(new DateTimeOffset(2024, 10, 27, 1, 0, 0, TimeSpan.Zero)),
        ],
        [3600, 7200, 3600]);

    static readonly string[] Ids =
    [
        "1", "C0000042", "fifteen-bytes-x", "sixteen-bytes-xy", "anna.long.address@example.org", "Zoë", " 7 ", "'8",
        "n",
    ];

    static readonly string[] BadIds = ["", " ", "null", "-", "N/A"];

    static readonly string[] Dates =
    [
        "2024-02-29", "2024-03-31", "2024-10-27 02:30:00", "2023-01-05T10:11:12Z", "2025/1/2", "2024-06-30 23:59",
    ];

    static readonly string[] BadDates =
        ["", "2023-02-29", "2024-13-01", "yesterday", "1969-12-31", "2027-01-01", "2024-1a-01"];

    static readonly string[] Amounts = ["5.00", "0.00", "12", "1234.5", "1,234.50", "0.005", "99999999.99", ".50"];

    static readonly string[] BadAmounts = ["", "x", "12.3.4", "1e5", "99999999999999.00", "12:00"];

    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("perennial-");

    string Target => Path.Combine(directory.FullName, "orders.csv");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Generated_files_give_the_same_histories_and_the_same_account()
    {
        for (var seed = 1u; seed <= Suite.Cases(120); seed++)
        {
            var text = Generate(seed);
            File.WriteAllText(Target, text);
            var options = new IntakeOptions
            {
                Now = Now, MaxRejectShare = 1, Calendar = seed % 2 == 0 ? Paris : ShopCalendar.Utc,
                DateFormat = DateStyle.YearMonthDay, Decimal = DecimalMark.Point,
            };
            var expected = FileIntake.Read(Target, options, null, Cancel);
            var expectedRejects = TakeRejects();
            foreach (var (blockBytes, workers) in ((int, int)[])[(64, 1), (100, 3), (256, 2), (1 << 19, 2)])
            {
                var engine = new OrderEngine { BlockBytes = blockBytes, Workers = workers };
                var actual = OrderFileReader.TryRead(Target, options, engine, null, Cancel);
                // A block must hold a record; where it cannot, the file goes the longer way.
                if (actual is null && blockBytes < 512) continue;
                Assert.NotNull(actual);
                Assert.Equal(Describe(expected), Describe(actual));
                Assert.Equal(expectedRejects, TakeRejects());
            }
        }
    }

    [Fact]
    public void Orders_have_the_same_ids_either_way_so_that_importing_again_adds_nothing()
    {
        var text = new StringBuilder("customer_id,ordered_at,amount\n");
        var state = 11u;
        for (var i = 0; i < 20_000; i++)
            text.Append($"C{Next(ref state, 300)},2024-01-{1 + Next(ref state, 28):00},{Next(ref state, 4)}.00\n");
        File.WriteAllText(Target, text.ToString());
        var options = new IntakeOptions { Now = Now, DateFormat = DateStyle.YearMonthDay, Decimal = DecimalMark.Point };

        var fast = OrderFileReader.ReadForStore(Target, options, null, Cancel).Batch;
        var slow = FileIntake.Read(Target, options, null, Cancel).Batch;

        Assert.Equal(20_000, fast.History.Orders.Id.Distinct().Count());
        Assert.Equal(IdsOf(slow), IdsOf(fast));
    }

    static IEnumerable<(string Customer, OrderId Id, long Cents)> IdsOf(FactBatch batch)
    {
        var orders = batch.History.Orders;
        return Enumerable.Range(0, batch.Keys.Count)
            .SelectMany(row => Enumerable.Range(orders.Start[row], orders.Start[row + 1] - orders.Start[row])
                .Select(i => (batch.Keys.Text(row), orders.Id[i], orders.GrossCents[i])))
            .OrderBy(order => order.Item1, StringComparer.Ordinal).ThenBy(order => order.Item2.Value);
    }

    [Fact]
    public void Two_readings_give_the_customers_in_the_same_order_whatever_the_threads_do()
    {
        var text = new StringBuilder("customer_id,ordered_at,amount\n");
        var state = 7u;
        for (var i = 0; i < 50_000; i++)
            text.Append($"C{Next(ref state, 5_000)},2024-0{1 + i % 9}-1{i % 7},{Next(ref state, 900)}.{i % 10}5\n");
        File.WriteAllText(Target, text.ToString());
        var first = Read(new OrderEngine { BlockBytes = 4096, Workers = 1 });
        for (var run = 0; run < 5; run++)
        {
            var again = Read(new OrderEngine { BlockBytes = 4096, Workers = 4 });
            Assert.Equal(
                Enumerable.Range(0, first.Batch.Keys.Count).Select(first.Batch.Keys.Text),
                Enumerable.Range(0, again.Batch.Keys.Count).Select(again.Batch.Keys.Text));
            Assert.Equal(first.Batch.History.Orders.Start, again.Batch.History.Orders.Start);
            Assert.Equal(first.Batch.History.Orders.At, again.Batch.History.Orders.At);
            Assert.Equal(first.Batch.History.Orders.GrossCents, again.Batch.History.Orders.GrossCents);
        }
    }

    [Fact]
    public void A_customer_with_many_orders_out_of_order_has_them_in_time_order()
    {
        var text = new StringBuilder("customer_id,ordered_at,amount\n");
        for (var i = 0; i < 500; i++) text.Append($"x,2024-01-{1 + i * 7 % 30:00},{i}.00\n");
        File.WriteAllText(Target, text.ToString());
        var orders = Read(new OrderEngine()).Batch.History.Orders;
        Assert.Equal(500, orders.At.Length);
        // Amounts ascend through the file, so they tell the order of arrival.
        var placed = orders.At.Zip(orders.GrossCents).ToArray();
        Assert.Equal(placed.Order(), placed);
    }

    [Theory]
    [InlineData("customer_id,ordered_at,amount\n1,2024-01-01,-5.00\n")]
    [InlineData("customer_id,ordered_at,amount\n1,2024-01-01,€ 5.00\n")]
    [InlineData("order_id,customer_id,ordered_at,amount\nA,1,2024-01-01,5.00\nA,1,2024-01-01,5.00\n")]
    [InlineData("customer_id,ordered_at,amount,discount\n1,2024-01-01,5.00,1.00\n")]
    [InlineData("customer_id,ordered_at,amount,email\n1,2024-01-01,5.00,a@example.org\n")]
    public void Files_that_ask_for_more_are_left_to_intake(string text)
    {
        File.WriteAllText(Target, text);
        Assert.Null(OrderFileReader.TryRead(Target, new IntakeOptions { Now = Now }, null, Cancel));
        Assert.NotNull(OrderFileReader.Read(Target, new IntakeOptions { Now = Now }, null, Cancel));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public void Encodings_and_compression_make_no_difference(string encoding)
    {
        var text = "customer_id;ordered_at;amount\nZoë;2024-01-01;5,50\nRenée Ångström the Third;2024-01-02;7,00";
        using (var file = File.Create(Target))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            var writer = Encoding.GetEncoding(encoding);
            gzip.Write([.. writer.GetPreamble(), .. writer.GetBytes(text)]);
        }
        var read = Read(new OrderEngine());
        Assert.Equal(
            ["Renée Ångström the Third 2024-01-02T00:00:00.000Z 700", "Zoë 2024-01-01T00:00:00.000Z 550"],
            Orders(read));
    }

    public void Dispose() => directory.Delete(recursive: true);

    IntakeResult Read(OrderEngine engine)
    {
        var result = OrderFileReader.TryRead(
            Target, new IntakeOptions { Now = Now }, engine, null, Cancel);
        Assert.NotNull(result);
        return result;
    }

    string TakeRejects()
    {
        var path = Target + ".rejects.csv";
        if (!File.Exists(path)) return "";
        var text = File.ReadAllText(path);
        File.Delete(path);
        return text;
    }

    static string Describe(IntakeResult result) => string.Join('\n',
    [
        result.Report.RowsRead.ToString(), result.Report.GrossCents.ToString(),
        $"{result.Report.FirstOrderAt} {result.Report.LastOrderAt}",
        .. result.Report.Rows.OrderBy(row => row.Code).Select(row => $"{row.Code} {row.Rows} {row.ValueCents}"),
        .. Orders(result),
    ]);

    static IEnumerable<string> Orders(IntakeResult result)
    {
        var (keys, orders) = (result.Batch.Keys, result.Batch.History.Orders);
        return Enumerable.Range(0, keys.Count).Select(customer => keys.Text(customer) + string.Concat(
            Enumerable.Range(orders.Start[customer], orders.Start[customer + 1] - orders.Start[customer])
                .Select(order => $" {orders.At[order]} {orders.GrossCents[order]}"))).Order(StringComparer.Ordinal);
    }

    // Mostly good rows, with every kind of bad one, blank lines, quotes and line ends strewn in.
    static string Generate(uint seed)
    {
        var state = unchecked(seed * 2654435761u) | 1;
        var quotes = seed % 3 == 0;
        var lineEnd = (seed % 5) switch { 0 => "\r\n", 1 => "\r", _ => "\n" };
        var numbered = seed % 4 == 0;
        var text = new StringBuilder($"{(numbered ? "order_id," : "")}customer_id,note,ordered_at,amount{lineEnd}");
        for (var row = Next(ref state, 60) + 3; row > 0; row--)
        {
            if (Next(ref state, 15) == 0) text.Append(lineEnd);
            string Cell(string[] good, string[] bad)
            {
                var from = Next(ref state, 12) == 0 ? bad : good;
                var cell = from[Next(ref state, from.Length)];
                var quoted = cell.Contains(',') || (quotes && Next(ref state, 3) == 0);
                return quoted ? $"\"{cell}\"" : cell;
            }
            if (numbered) text.Append($"N{row},");
            text.Append(Cell(Ids, BadIds)).Append(',');
            text.Append(quotes && Next(ref state, 4) == 0 ? "\"a \"\"note\"\",\nof two lines\"" : "").Append(',');
            text.Append(Cell(Dates, BadDates)).Append(',').Append(Cell(Amounts, BadAmounts));
            text.Append(Next(ref state, 20) switch { 0 => ",", 1 => ",extra", 2 => ",,x,", _ => "" }).Append(lineEnd);
            if (Next(ref state, 25) == 0) text.Append($"too short {row},x").Append(lineEnd);
        }
        return Next(ref state, 2) == 0 ? text.ToString() : text.ToString().TrimEnd('\r', '\n');
    }

    static int Next(ref uint state, int below)
    {
        unchecked
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)below);
        }
    }
}
