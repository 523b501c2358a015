using System.Text;
using Perennial.Channels.Destinations;
using Perennial.Channels.Files;
using Perennial.Tests.Destinations;

namespace Perennial.Tests.Files;

/// <summary>Nothing that somebody typed is calculated by the spreadsheet that opens a file of ours; and a number or a
/// telephone number stays one, wherever it is written.</summary>
public sealed class CsvFormulaTests
{
    static readonly (string Text, bool IsFormula)[] texts =
    [
        ("+33 1 23 45 67 89", false), ("+33123456789", false), ("+33.1.23.45", false), ("(0)1-23", false),
        ("+1 (212) 555-1234", false), ("+1 (212)555-1234", false), ("+1(212) 555-1234", false),
        ("+1 212-555-1234", false),
        ("+49 228/1", false), ("+(33) 1 23", false),
        ("0033-1-23", false), ("06/12/34/56", false), ("2026/11/29", false), ("29.11.2026", false), ("1-2", false),
        ("-2.5", false), ("-5", false), ("+5", false), ("+2.5", false), ("-0.25", false), ("(5)", false), (".5", false),
        ("12", false), ("1/2", false), ("-0", false),
        ("-2+3", true), ("+2-3", true), ("-2-3", true), ("+1-212-555-1234", true), ("+33/1", true), ("--2", true),
        ("++2", true), ("+-2", true), ("-+2", true), ("-(2)", true), ("-2(3)", true), ("-.", true), ("-", true),
        ("+", true), ("+ ", true), ("-2.5.3", true), ("-2 3", true), ("+33 1 + 2", true), ("+2 - 3", true),
        ("+2/(3)", true), ("+(2-3)", true), ("-2/3", true), ("-1,5", true), ("+1*2", true),
        ("=1+1", true), ("=2", true), ("@cmd", true), ("+SUM(1)", true), ("-A1", true), ("+33 1 23 ext", true),
        ("\t=1", true), ("\r=1", true),
    ];

    public static TheoryData<string, bool> Texts
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var (text, isFormula) in texts) all.Add(text, isFormula);
            return all;
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void A_text_cell_is_guarded_where_a_spreadsheet_would_calculate_it_and_only_there(
        string text, bool isFormula)
    {
        var bytes = new MemoryStream();
        using (var csv = CsvWriter.Over(bytes))
        {
            csv.Text(text);
            csv.Complete();
        }
        var cell = Encoding.UTF8.GetString(bytes.ToArray());
        Assert.Equal((isFormula ? "'" : "") + text, cell is ['"', .., '"'] ? cell[1..^1] : cell);
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task A_destinations_cell_is_guarded_alike_whatever_field_it_is(string text, bool isFormula)
    {
        await using var nobody = await VendorFixture.Start((_, _) => "");
        var folder = Directory.CreateTempSubdirectory("perennial-csv-").FullName;
        using var files = nobody.Open($$"""
              - name: files
                kind: csv
                folder: {{folder}}
                identity: external
                mapping: [phone, city]
            """);
        OutgoingChange[] batch = [VendorFixture.Change("x", ("phone", text), ("city", text)) with { Identity = text }];
        await files.Send(batch, TestContext.Current.CancellationToken);
        using var lines = CsvReader.Open(Directory.GetFiles(folder).Single());
        Assert.True(lines.Read());
        var expected = (isFormula ? "'" : "") + text;
        Assert.Equal([expected, expected, expected], Enumerable.Range(0, 3).Select(lines.Text));
        Directory.Delete(folder, recursive: true);
    }
}
