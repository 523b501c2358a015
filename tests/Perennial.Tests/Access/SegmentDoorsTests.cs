using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Perennial.Cli;
using Perennial.Data.Access;

namespace Perennial.Tests.Access;

/// <summary>A segment is checked alike, whichever door it comes by.</summary>
public sealed class SegmentDoorsTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static readonly string long120 = new('x', 120);

    public static TheoryData<string, string, string> Refused
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var door in new[] { "page", "api", "file" })
            {
                all.Add(door, long120, "orders >= 1");
                all.Add(door, "nothing asked", "");
                all.Add(door, "unknown column", "ordrs >= 1");
                all.Add(door, "of itself", "in segment 'of itself'");
                all.Add(door, "", "orders >= 1");
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_will_not_do_is_refused_at_every_door_and_changes_nothing(
        string door, string name, string rule)
    {
        var before = shop.Store.Audit.Last(500).Count(entry => entry.What == "segment saved");
        Assert.False(await Save(door, name, rule), $"{door} saved '{name}': {rule}");
        Assert.Empty(shop.Store.Segments.InForce());
        Assert.Equal(before, shop.Store.Audit.Last(500).Count(entry => entry.What == "segment saved"));
    }

    [Theory]
    [InlineData("page")]
    [InlineData("api")]
    [InlineData("file")]
    public async Task What_will_do_is_saved_alike_and_written_down(string door)
    {
        Assert.True(await Save(door, "by " + door, "orders >= 1"));
        var saved = Assert.Single(shop.Store.Segments.InForce(), one => one.Segment.Name == "by " + door);
        Assert.Equal("orders >= 1", saved.Segment.Rule);
        Assert.Equal(2, shop.Store.Stays.Members("by " + door).Count);
        var entry = Assert.Single(shop.Store.Audit.Last(500), one => one.Subject == "by " + door);
        Assert.Equal(("segment saved", "", "orders >= 1"), (entry.What, entry.Before, entry.After));
        Assert.Equal(door == "page" ? "staff" : door == "api" ? "key" : "terminal", entry.By.Kind);
        await Remove("by " + door);
    }

    [Theory]
    [InlineData("page")]
    [InlineData("api")]
    [InlineData("file")]
    public async Task Who_leaves_a_segment_because_another_changed_is_written_down(string door)
    {
        var (lower, upper) = ("lower " + door, "upper " + door);
        Assert.True(await Save(door, lower, "orders >= 1"));
        Assert.True(await Save(door, upper, $"in segment '{lower}'"));
        Assert.Equal(2, shop.Store.Stays.Members(upper).Count);
        Assert.True(await Save(door, lower, "orders >= 9", isChange: true));
        Assert.Empty(shop.Store.Stays.Members(upper));
        await Remove(upper);
        await Remove(lower);
    }

    [Fact]
    public async Task A_file_is_saved_as_a_whole_or_not_at_all()
    {
        // Each may refer to what stands below it.
        const string good = """
            - {name: above, rule: "in segment 'below'"}
            - {name: below, rule: orders >= 1}

            """;
        Assert.False(await Load(good + "- {name: wrong, rule: ordrs > 1}\n"));
        Assert.Empty(shop.Store.Segments.InForce());
        Assert.True(await Load(good));
        Assert.Equal(["above", "below"], shop.Store.Segments.InForce().Select(one => one.Segment.Name).Order());
        await Remove("above");
        await Remove("below");
    }

    async Task Remove(string name) => Assert.Equal(HttpStatusCode.NoContent, (await shop.Program().DeleteAsync(
        "/api/segments/" + name, TestContext.Current.CancellationToken)).StatusCode);

    async Task<bool> Load(string segments)
    {
        var path = Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, "segments.yaml");
        await File.WriteAllTextAsync(path, "segments:\n" + segments, TestContext.Current.CancellationToken);
        return await CommandLine.Run(["segments", "--store", shop.Store.Path, "--load", path],
            TextWriter.Null, TextWriter.Null, shop.Clock) == 0;
    }

    // Whether it was saved.
    async Task<bool> Save(string door, string name, string rule, bool isChange = false)
    {
        switch (door)
        {
            case "page":
                var posted = await GuardedShop.Post(
                    shop.As(StaffRole.Marketer), "/segments/save", ("name", name), ("rule", rule),
                    ("edit", isChange ? name : ""));
                return posted.Headers.Location?.OriginalString.Contains("save=refused") == false;
            case "api":
                using (var program = new HttpClient { BaseAddress = shop.Address })
                {
                    program.DefaultRequestHeaders.Authorization =
                        new AuthenticationHeaderValue("Bearer", shop.Key(KeyScope.Write));
                    var saved = isChange
                        ? await program.PutAsJsonAsync("/api/segments/" + Uri.EscapeDataString(name), new { rule },
                            TestContext.Current.CancellationToken)
                        : await program.PostAsJsonAsync("/api/segments", new { name, rule },
                            TestContext.Current.CancellationToken);
                    return saved.IsSuccessStatusCode;
                }
            default:
                return await Load($"- name: \"{name}\"\n  rule: \"{rule}\"\n");
        }
    }
}
