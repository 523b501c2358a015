using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;

namespace Perennial.Tests.Intake;

/// <summary>Columns that hold attributes of the shop's own, and files of other people's days.</summary>
public sealed class OwnAttributeTests : IDisposable
{
    readonly Inbox inbox = new();

    static readonly IntakeOptions options = Inbox.Options with
    {
        Attributes = new AttributeSet([new("shoe_size", AttributeType.Number)], zone => zone), MaxRejectShare = 1,
    };

    static string[] Said(FactBatch batch) =>
    [
        .. batch.Details.Select((details, row) => $"{batch.Keys.Text(row)}: "
            + string.Join(", ", details?.Attributes.Select(one => $"{one.Name}={one.Value}") ?? [])),
    ];

    static string Detected(Channels.Intake.Reports.IntakeResult result, string what) =>
        result.Report.Detected.SingleOrDefault(one => one.What == what).Found ?? "";

    [Fact]
    public void A_column_of_an_attributes_name_is_read_and_told()
    {
        var result = inbox.Read("customer_id,email,shoe_size\n1,a@example.com,42\n", options);
        Assert.Equal(["1: shoe_size=42"], Said(result.Batch));
        Assert.Equal("shoe_size from shoe_size", Detected(result, "attributes"));
    }

    [Fact]
    public void A_column_of_any_name_is_mapped_to_an_attribute()
    {
        var mapped = options with
        {
            Map = IntakeOptions.ParseMap("attributes.shoe_size=Region,language=Sprache"),
        };
        var result = inbox.Read("customer_id,email,Region,Sprache\n1,a@example.com,42,fr\n", mapped);
        Assert.Equal(["1: shoe_size=42, language=fr"], Said(result.Batch));
        Assert.Equal("shoe_size from Region, language from Sprache", Detected(result, "attributes"));
        Assert.Null(result.Batch.Details[0]!.Region);
    }

    [Fact]
    public void An_attribute_that_the_shop_does_not_keep_is_told_with_the_nearest()
    {
        var mapped = options with { Map = IntakeOptions.ParseMap("attributes.shoe_sice=Gr") };
        var error = inbox.Error("customer_id,email,Gr\n1,a@example.com,42\n", mapped);
        Assert.Contains("'attributes.shoe_sice': the shop keeps no attribute of that name.", error.Message);
        Assert.Contains("Did you mean shoe_size?", error.Message);
        Assert.Contains("attributes.NAME", Assert.Throws<BadInputException>(
            () => IntakeOptions.ParseMap("shoe=Gr")).Message);
    }

    [Fact]
    public void A_language_that_is_none_is_left_out_and_told_with_what_was_meant()
    {
        var result = inbox.Read("""
            customer_id,email,language
            1,a@example.com,fr-CA
            2,b@example.com,iw
            3,c@example.com,gsw
            4,d@example.com,deu
            5,e@example.com,jp
            """, options);
        Assert.Equal(["1: language=fr", "2: language=he", "3: language=gsw", "4: language=de", "5: "],
            Said(result.Batch));
        Assert.Contains("One value of language is no language: 'jp' was left out. Did you mean 'ja'?",
            result.Report.Warnings);
    }

    [Fact]
    public void A_file_of_other_peoples_days_is_read()
    {
        // Read on 2026-11-21.
        var result = inbox.Read("""
            customer,date,label,recipient,yearly,not_this_occasion
            1,1980-05-17,birthday,Mum,yes,
            1,2027-06-01,wedding,,no,no
            2,1979-01-02,birthday,Ben,,yes
            2,,mothers day,,,yes
            3,,birthday,Eva,,
            3,2026-13-01,birthday,Eva,,
            3,2026-12-01,,Eva,,
            ,2026-12-01,birthday,Eva,,
            """, options);
        Assert.Equal("dates", result.Report.Format);
        Assert.Equal(
        [
            "1: date:birthday/Mum=1980-05-17 yearly, date:wedding/=2027-06-01",
            "2: date:birthday/Ben=1979-01-02 yearly not:2027, date:mothers day/=none yearly not:2026",
        ], Said(result.Batch));
        Assert.Equal((4, 4, 1L, 1L, 1L, 1L), (result.Report.Dates, (int)result.Report.Count(
            Channels.Intake.Reports.RowFate.Rejected), Inbox.Rows(result, "no-day"), Inbox.Rows(result, "bad-date"),
            Inbox.Rows(result, "no-label"), Inbox.Rows(result, "no-customer")));
        var refused = OtherDate.Of("date:mothers day/", "none yearly not:2026")!;
        Assert.Equal((false, null, "none yearly not:2026"),
            (refused.HasDay, refused.Next(new DateOnly(2026, 1, 1)), refused.Value));
    }

    public void Dispose() => inbox.Dispose();
}
