using System.Text.Json;
using Perennial.Channels.Tracking;
using Perennial.Core.History;

namespace Perennial.Tests.Tracking;

/// <summary>What is kept of what an event says beside what it was.</summary>
public class PropertyTests
{
    static string? Kept(string properties) => SomeCalls.Tracked("Song Played", properties).Activity!.Properties;

    [Theory]
    [InlineData("""{"plan": "gold", "seats": 3, "trial": true, "was": false}""",
        "plan=gold\nseats=3\ntrial=yes\nwas=no")]
    [InlineData("""{"b": "2", "a": "1", "a ": "left", "": "left", "x=y": "left"}""", "a=1\nb=2")]
    [InlineData("""{"list": [1], "inner": {"a": 1}, "nothing": null, "blank": "  "}""", null)]
    [InlineData("""{"words": "two\nlines=1\u0007"}""", "words=two lines=1")]
    [InlineData("""{"url": "https://shop.example/weddings?mail=a@b.example#x"}""", "page=/weddings")]
    [InlineData("""{"path": "/prices", "url": "https://shop.example/weddings"}""", "page=/prices")]
    [InlineData("""{"email": "a@b.example", "last_name": "A", "form_name": "wedding", "card_number": "4711"}""",
        "form_name=wedding")]
    public void Texts_numbers_and_yes_or_no_are_kept_and_persons_are_not(string properties, string? kept) =>
        Assert.Equal(kept, Kept(properties));

    [Fact]
    public void The_page_may_stand_in_the_context() => Assert.Equal("page=/prices", SomeCalls.One(TrackingCall.Track,
        """
        {"anonymousId": "a", "event": "Song Played", "context": {"page": {"path": "/prices", "url": "https://x.y/z"}}}
        """).Activity!.Properties);

    [Fact]
    public void What_is_too_much_is_cut_or_left_and_the_fact_stays()
    {
        var many = Enumerable.Range(0, 60).ToDictionary(i => $"p{i:000}", i => new string('x', 10 * i));
        many.Add(new string('n', 61), "left");

        var text = Kept(JsonSerializer.Serialize(many))!;

        var lines = text.Split('\n');
        Assert.True(text.Length <= EventProperties.Longest && lines.Length <= EventProperties.Most);
        Assert.All(lines, line => Assert.True(line.Length <= EventProperties.LongestValue + 5));
        Assert.Equal(new string('x', 200), Kept(JsonSerializer.Serialize(new { p = new string('x', 900) }))![2..]);
        // Half of a letter is none.
        var rose = new string('x', 199) + "🌹";
        Assert.Equal("p=" + rose[..199], Kept(JsonSerializer.Serialize(new { p = rose })));
        Assert.Equal("gold", EventProperties.Value("a plan=x\nplan=gold\nplans=y", "plan"));
        Assert.Null(EventProperties.Value("a plan=x", "plan"));
        Assert.Null(EventProperties.Value(null, "plan"));
    }
}
