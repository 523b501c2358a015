using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Settings;

namespace Perennial.Tests.Attributes;

public class AttributeSpanTests
{
    static AttributeSpan Said(string value, int at) =>
        new("size", value, new Instant(at), new Instant(at), new Instant(at), "tests");

    static string? Held(IEnumerable<AttributeSpan> spans) => AttributeSpans.Holding(spans, "size")?.Value;

    static AttributeSpans All(params IEnumerable<AttributeSpan> said)
    {
        var spans = new AttributeSpans([]);
        foreach (var one in said) spans.Say(one);
        return spans;
    }

    [Fact]
    public void What_was_said_last_holds_in_whatever_order_it_is_heard()
    {
        var statement = from value in Gen.Elements("", "a", "b", "c")
                        from at in Gen.Choose(1, 12)
                        select Said(value, at);
        var some = from said in statement.ArrayOf().Resize(14)
                   from order in Gen.Shuffle(said)
                   select (said, order);
        Prop.ForAll(some.ToArbitrary(), given =>
        {
            var last = given.said.OrderBy(one => one.SaidAt).ThenBy(one => one.Value, StringComparer.Ordinal)
                .LastOrDefault()?.Value;
            Assert.Equal(last is "" ? null : last, Held(All(given.order).All));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void What_is_said_again_and_again_is_one_row()
    {
        var spans = All(Said("a", 1), Said("a", 5), Said("a", 3), Said("a", 9));
        Assert.Equal((1, 9), (spans.All.Single().SaidAt.UnixMs, spans.All.Single().LastSaidAt.UnixMs));
        Assert.Empty(spans.Say(Said("a", 4)));
    }

    [Fact]
    public void What_held_then_and_what_was_known_of_it_then_can_be_asked()
    {
        var late = Said("b", 5) with { KnownAt = new Instant(20) };
        var spans = All(Said("a", 1), Said("a", 9), late);
        string? At(int asOf, int knownBy) =>
            Held(AttributeSpans.AsOf(spans.All, new Instant(asOf), new Instant(knownBy)));
        Assert.Equal((null, "a", "b", "a"), (At(0, 99), At(4, 99), At(6, 99), At(9, 99)));
        Assert.Equal("a", At(6, 10));
    }

    [Theory]
    [InlineData(AttributeType.Number, "42.50", "42.5")]
    [InlineData(AttributeType.Number, "-0", "0")]
    [InlineData(AttributeType.Number, "4 2", null)]
    [InlineData(AttributeType.Number, "NaN", null)]
    [InlineData(AttributeType.YesNo, "TRUE", "yes")]
    [InlineData(AttributeType.YesNo, "0", "no")]
    [InlineData(AttributeType.YesNo, "maybe", null)]
    [InlineData(AttributeType.Date, "2026-02-28", "2026-02-28")]
    [InlineData(AttributeType.Date, "2026-02-30", null)]
    [InlineData(AttributeType.List, "roses, lilies;roses", "lilies\nroses")]
    [InlineData(AttributeType.List, "[\"roses\",\"a, b\"]", "a, b\nroses")]
    [InlineData(AttributeType.List, "[broken", null)]
    [InlineData(AttributeType.Text, "  Lyon ", "Lyon")]
    [InlineData(AttributeType.Number, " ", "")]
    public void A_value_is_kept_in_one_form(AttributeType type, string text, string? kept) =>
        Assert.Equal(kept, AttributeValue.Read(type, text));

    [Theory]
    [InlineData("language", "fr_FR.UTF-8", "fr")]
    [InlineData("locale", "pt-br", "pt-BR")]
    [InlineData("Language", "Klingon", null)]
    [InlineData("timezone", "europe/paris", "Europe/Paris")]
    [InlineData("Time Zone", "Mars/Olympus", null)]
    [InlineData("Shoe-Size", "42", "42")]
    public void It_is_found_by_any_spelling_of_its_name(string name, string text, string? kept)
    {
        var set = new AttributeSet([new DeclaredAttribute("shoe_size", AttributeType.Number)],
            ShopCalendars.IdOf);
        Assert.Equal(kept, set.Read(set.Find(name)!, text));
    }
}
