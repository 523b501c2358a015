using Perennial.Channels.Files;
using Perennial.Core.Parts;
using Perennial.Import;
using Perennial.Settings;
using Perennial.Tests.Intake;

namespace Perennial.Tests.History;

/// <summary>Nothing that is told as of a day knows what came after it.</summary>
public sealed class LookBackTests : IDisposable
{
    const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    // Two customers, and what one of them sent back in the next year.
    const string UntilNewYear = Header + """
        536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
        536366,22633,WARMER,10,2010-12-05 10:00:00,1.85,17850,United Kingdom
        536367,84879,BIRD,32,2010-12-10 09:00:00,1.69,13047,United Kingdom

        """;

    const string Afterwards = """
        540000,22633,WARMER,2,2011-02-01 10:00:00,1.85,13047,United Kingdom
        C541000,22633,WARMER,-10,2011-03-05 11:00:00,1.85,17850,United Kingdom

        """;

    readonly Inbox inbox = new();

    [Fact]
    public void A_file_with_a_later_return_says_as_of_a_day_what_the_file_cut_at_that_day_says() =>
        Assert.Equal(Scored(UntilNewYear), Scored(UntilNewYear + Afterwards));

    string Scored(string text)
    {
        var file = ScoreFile.Run(inbox.File(text), Inbox.Options, new ShopOptions().Scoring, new DateOnly(2010, 12, 31),
            everything: true, (_, _) => { }, TestContext.Current.CancellationToken);
        var to = inbox.Path("scored.csv");
        ProfileCsv.Write(to, file.Profiles, file.InCallOrder, file.ScoringRun.CutPoints.Bins, Columns.Shown,
            TestContext.Current.CancellationToken);
        return File.ReadAllText(to);
    }

    public void Dispose() => inbox.Dispose();
}
