using Perennial.Channels.Destinations;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Destinations;

namespace Perennial.Tests.Destinations;

/// <summary>Whatever a destination is told of a customer says which customer it is.</summary>
public class WhoseRowTests
{
    // Each message of a webhook carries the customer's id; Slack is told numbers, of nobody.
    static readonly string[] sayItThemselves = ["webhook", "slack"];

    static string Text(DestinationKind kind, string mapping, string more = "") => string.Join('\n',
        (string[])
        [
            "destinations:", "  - name: it", $"    kind: {kind.Name}", "    allow_private: true",
            .. kind.Settings.Where(one => !one.IsOptional).Select(one =>
                $"    {one.Name}: {(one.IsSecret ? "${SECRET}" : one.IsAddress ? "https://it.example" : "something")}"),
            $"    mapping: [{mapping}]", .. more.Length > 0 ? [$"    {more}"] : (string[])[],
        ]);

    static DestinationSettings Read(DestinationKind kind, string mapping, string more = "") =>
        DestinationFile.Parse(Text(kind, mapping, more), "destinations.yaml", []).Single();

    public static TheoryData<string> Kinds => [.. DestinationKind.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_in_which_no_column_says_whose_row_it_is_gets_the_key_first_or_is_refused(string name)
    {
        var kind = DestinationKind.Find(name)!;
        if (kind.NeedsIdentity)
        {
            Assert.Contains("identity",
                Assert.Throws<BadInputException>(() => Read(kind, "orders, revenue")).Message);
            return;
        }
        var read = Read(kind, "orders, revenue");
        Assert.Equal(sayItThemselves.Contains(name) ? null : new FieldMapping("key", "key"), read.Identity);
        Assert.Equal(["orders", "revenue"], read.Mapping.Select(field => field.To));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Where_it_is_said_already_nothing_changes(string name)
    {
        var kind = DestinationKind.Find(name)!;
        var named = Read(kind, "orders", "identity: email");
        Assert.Equal("email", named.Identity!.From);
        if (kind.NeedsIdentity) return;
        foreach (var column in SentAttribute.Identities)
            Assert.Null(Read(kind, $"orders, {column}").Identity);
    }

    [Fact]
    public void A_column_of_another_meaning_that_is_called_key_is_refused()
    {
        var error = Assert.Throws<BadInputException>(() =>
            Read(DestinationKind.Find("csv")!, "{from: orders, to: key}"));
        Assert.Contains("filled twice", error.Message);
    }

    [Theory]
    [InlineData("orders, revenue")]
    [InlineData("key, orders, revenue")]
    [InlineData("external, orders, revenue")]
    public async Task Rows_of_a_file_say_whose_they_are_and_who_was_erased(string mapping)
    {
        using var shop = new SyncShopFixture("anna", "bert");
        var csv = shop.Load($"""
              - name: it
                kind: csv
                folder: {shop.Folder}/out
                mapping: [{mapping}]
            """);
        await shop.Sync(csv);
        Assert.Single(Lines(), line => line.StartsWith("anna,0,0,", StringComparison.Ordinal));
        Assert.Single(Lines(), line => line.StartsWith("bert,0,0,", StringComparison.Ordinal));
        shop.Erase("bert");
        await shop.Sync(csv);
        Assert.StartsWith("bert,", Assert.Single(Lines(), line => line.EndsWith(",yes,", StringComparison.Ordinal)));

        IEnumerable<string> Lines() =>
            Directory.GetFiles(Path.Combine(shop.Folder, "out")).SelectMany(File.ReadAllLines);
    }

    [Theory]
    [InlineData("", "No column of 'it' says whose row it is: the customer's key goes first, as 'key'")]
    [InlineData("identity: external", "")]
    public async Task Loading_a_file_says_that_the_key_was_put_first(string identity, string said)
    {
        using var shop = new SyncShopFixture("anna");
        var file = Path.Combine(shop.Folder, "destinations.yaml");
        await File.WriteAllTextAsync(
            file, Text(DestinationKind.Find("csv")!, "orders", identity), TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        using var log = new StringWriter();
        Assert.Equal(0, await CommandLine.Run(
            ["destinations", "--load", file, "--json", "--store", shop.File], output, log, shop.Time));
        if (said.Length == 0) Assert.Empty(log.ToString());
        else Assert.Contains(said, log.ToString());
    }
}
