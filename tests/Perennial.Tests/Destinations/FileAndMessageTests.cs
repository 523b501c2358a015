using Perennial.Channels.Destinations;

namespace Perennial.Tests.Destinations;

public class FileAndMessageTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Csv(string folder, string more = "") => $$"""
          - name: files
            kind: csv
            folder: {{folder}}
            identity: external
            mapping: [phone, orders, city]
            {{more}}
        """;

    [Fact]
    public async Task A_batch_becomes_one_whole_file_in_which_nothing_is_a_formula()
    {
        await using var nobody = await VendorFixture.Start((_, _) => "");
        var folder = Directory.CreateTempSubdirectory("perennial-csv-").FullName;
        using var files = nobody.Open(Csv(Path.Combine(folder, "out")));
        OutgoingChange[] batch =
        [
            VendorFixture.Change("=cmd()", ("phone", "+49 228 1"), ("orders", -2L), ("city", "Köln, \"Süd\"")),
            VendorFixture.Change("b", ("city", "@home")) with { Entered = ["vip"] },
        ];
        for (var again = 0; again < 2; again++) await files.Send(batch, Stop);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(folder, "out")));
        Assert.Equal("files-2026-11-22-0-=cmd().csv", Path.GetFileName(file));
        Assert.Equal(""""
            external,phone,orders,city,changed_at,entered,left,erased,merged_into
            '=cmd(),+49 228 1,-2,"Köln, ""Süd""",2026-11-22T08:30:00.000Z,,,,
            b,,,'@home,2026-11-22T08:30:00.000Z,vip,,,

            """", File.ReadAllText(file));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_days_file_grows_and_names_its_columns_once()
    {
        await using var nobody = await VendorFixture.Start((_, _) => "");
        var folder = Directory.CreateTempSubdirectory("perennial-csv-").FullName;
        using var files = nobody.Open(Csv(folder, "files: daily"));
        foreach (var name in new[] { "a", "b" }) await files.Send([VendorFixture.Change(name)], Stop);
        Assert.Equal(3, File.ReadAllLines(Assert.Single(Directory.GetFiles(folder))).Length);
        Directory.Delete(folder, recursive: true);
    }

    const string Slack = """
          - name: channel
            kind: slack
            url: ${SLACK}
            allow_private: true
            segments: all
        """;

    [Fact]
    public async Task Slack_is_told_how_many_and_never_who()
    {
        await using var vendor = await VendorFixture.Start((_, _) => "ok");
        using var slack = vendor.Set("SLACK", vendor.Url).Open(Slack);
        OutgoingChange[] batch =
        [
            VendorFixture.Change("anna@x.example") with { Entered = ["a<b & c"] },
            VendorFixture.Change("bert@x.example") with { Entered = ["a<b & c"], Left = ["lapsed"] },
        ];
        Assert.Equal("Delivered Delivered", await VendorFixture.Kinds(slack.Send(batch, Stop)));
        await slack.SendFirst(batch, Stop);
        var message = Assert.Single(vendor.Requests);
        Assert.Equal("*a&lt;b &amp; c*: 2 entered\n*lapsed*: 1 left",
            message.Json.GetProperty("text").GetString());
        Assert.DoesNotContain("example", message.Text);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_channel_that_is_gone_is_never_called_again(int status)
    {
        await using var vendor = await VendorFixture.Start((_, http) =>
        {
            http.Response.StatusCode = status;
            return "channel_is_archived";
        });
        using var slack = vendor.Set("SLACK", vendor.Url).Open(Slack);
        Assert.True((await slack.Send([VendorFixture.Change("a") with { Left = ["vip"] }], Stop)).Closed?.IsFinal);
    }
}
