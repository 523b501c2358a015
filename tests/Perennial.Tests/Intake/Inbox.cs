using System.Text;
using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Intake;

/// <summary>Makes files, reads them, and finds things in what was read.</summary>
sealed class Inbox : IDisposable
{
    public static readonly Instant Now = At("2026-11-21T12:00:00Z");

    public static readonly IntakeOptions Options = new() { Now = Now, MaxRejectShare = 1 };

    public string Folder { get; } = Directory.CreateTempSubdirectory("perennial-intake-").FullName;

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string File(string text, string name = "orders.csv") => File(Encoding.UTF8.GetBytes(text), name);

    public string File(byte[] bytes, string name = "orders.csv")
    {
        System.IO.File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    /// <summary>Reads a file of this text; rejects are allowed unless the options say otherwise.</summary>
    public IntakeResult Read(string text, IntakeOptions? options = null) =>
        FileIntake.Read(File(text), options ?? Options);

    /// <summary>The error of a file of this text.</summary>
    public BadInputException Error(string text, IntakeOptions? options = null) =>
        Assert.Throws<BadInputException>(() => Read(text, options));

    /// <summary>The rejects file beside the file read last, without its header.</summary>
    public string[] Rejects() => System.IO.File.ReadAllLines(Path("orders.csv.rejects.csv"))[1..];

    public static IntakeOptions Mapped(string map) => Options with { Map = IntakeOptions.ParseMap(map) };

    public static Instant At(string iso) => Instant.From(DateTimeOffset.Parse(iso));

    public static Instant Day(int year, int month, int day) =>
        ShopCalendar.Utc.StartOf(ShopCalendar.Day(new DateOnly(year, month, day)));

    public static long Rows(IntakeResult result, string code) =>
        result.Report.Rows.SingleOrDefault(row => row.Code == code)?.Rows ?? 0;

    public static int Customer(FactBatch batch, string key) =>
        Enumerable.Range(0, batch.Keys.Count).Single(i => batch.Keys.Text(i) == key);

    /// <summary>A customer's orders as "day gross discount refunded", amounts in units.</summary>
    public static string[] Orders(FactBatch batch, string key)
    {
        var orders = batch.History[Customer(batch, key)].Orders;
        var shown = new string[orders.Count];
        for (var i = 0; i < shown.Length; i++)
        {
            var discount = orders.DiscountCents.IsEmpty ? 0 : orders.DiscountCents[i];
            var refunded = orders.RefundedCents.IsEmpty ? 0 : orders.RefundedCents[i];
            shown[i] = $"{orders.At[i].ToDateTimeOffset():yyyy-MM-dd} {orders.GrossCents[i] / 100m:0.00}"
                + $" {discount / 100m:0.00} {refunded / 100m:0.00}";
        }
        return shown;
    }

    public static LineFacts Lines(IntakeResult result) => result.Batch.History.Orders.Lines!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
