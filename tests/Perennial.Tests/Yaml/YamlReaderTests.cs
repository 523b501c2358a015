using Perennial.Core;
using Perennial.Core.Statistics;
using Perennial.Yaml;

namespace Perennial.Tests.Yaml;

public class YamlReaderTests
{
    static YamlNode Read(string text) => YamlReader.Read(text, "f.yaml", "Write something.");

    static BadInputException Error(string text) => Assert.Throws<BadInputException>(() => Read(text));

    [Fact]
    public void Every_value_knows_its_place_and_the_way_to_it()
    {
        var top = Read("a: 1\nlist:\n  - {b: [x, 'y']}\n  -\n    c: z\n").Map("", "");

        Assert.Equal("f.yaml line 1, column 4, at a", top.Find("a")!.Place);
        var list = top.Find("list")!.Items();
        Assert.Equal("f.yaml line 3, column 13, at list[0].b[1]", list[0].Map("", "").Find("b")!.Items()[1].Place);
        Assert.Equal("f.yaml line 5, column 8, at list[1].c", list[1].Map("", "").Find("c")!.Place);
        Assert.Equal("f.yaml line 5, column 8, at list[1].c", top.PlaceOf("list[1].c"));
        Assert.Equal("f.yaml line 5, column 5, at list[1]", top.PlaceOf("list[1].d.e"));
        Assert.Equal("f.yaml line 1, column 1", top.PlaceOf("nothing"));
    }

    [Fact]
    public void A_value_is_a_text_until_its_key_says_what_it_is()
    {
        var top = Read("{a: no, b: 2026-08-11, c: 0x1F, d: '', e: , f: ~, g: 'null', h: 007}").Map("", "");

        Assert.Equal(["no", "2026-08-11", "0x1F", "", "", "~", "null", "007"],
            top.Entries.Select(entry => entry.Value.Text()));
        Assert.Equal("ef", string.Concat(top.Entries.Where(one => one.Value.IsNone).Select(one => one.Key.Value)));
        Assert.False(top.Find("a")!.Flag());
        Assert.Equal(7, top.Find("h")!.Whole(0, 10));
    }

    [Theory]
    [InlineData("30", 30L)]
    [InlineData("30.0", 30L)]
    [InlineData("-3e1", -30L)]
    [InlineData("1,000", null)]
    [InlineData("30.5", null)]
    [InlineData("1e300", null)]
    [InlineData("NaN", null)]
    [InlineData("", null)]
    public void A_whole_number_has_no_fraction_and_no_separator(string text, long? expected) =>
        Assert.Equal(expected, YamlNumbers.TryWhole(text, out var value) ? value : null);

    [Fact]
    public void What_is_within_the_limits_is_read()
    {
        Read(new string('[', 20) + new string(']', 20));
        Read("[" + string.Concat(Enumerable.Repeat("1,", 49_999)) + "]");
        Read("a: " + new string('x', YamlReader.MostBytes - 3));
        Assert.Contains("20 levels", Error(new string('[', 21) + new string(']', 21)).Problem);
        Assert.Contains("50,000 values", Error("[" + string.Concat(Enumerable.Repeat("1,", 50_000)) + "]").Problem);
        Assert.Contains("1 MB", Error("a: " + new string('x', YamlReader.MostBytes - 2)).Problem);
        // Counted in bytes, not in letters.
        Assert.Contains("1 MB", Error("a: " + new string('é', YamlReader.MostBytes / 2)).Problem);
    }

    [Fact]
    public void What_is_JSON_is_YAML() => Assert.Equal(["€\n\"/😀", "b"], Read(
        "{\"list\": [\"\\u20ac\\n\\\"\\/\\ud83d\\ude00\", \"b\"],\n\t\"n\": 1.5e3}").Map("", "").Find("list")!.Items()
        .Select(item => item.Text()));

    /// <summary>Whatever stands in a file: it is read, or one error says where it is wrong.</summary>
    [Fact]
    public void Nothing_that_anybody_writes_makes_the_reader_fall()
    {
        const string good = "a: 1\nlist:\n  - {b: [x, 'y']}\n  - \"c\\n\": >-\n      folded\n      text\n# end\n"
            + "z: |2\n    x\n";
        const string signs = "{}[]:,-?|>'\"&*!%@`#~ \n\t\r\\\0\u0085\u2028\uFEFF\uD83Dab01<=.";
        var draw = new Rng(20261129);
        for (var round = 0; round < 20_000; round++)
        {
            var text = (round % 3 == 0 ? "" : good).ToList();
            for (var change = draw.NextInt(1, 11); change > 0; change--)
            {
                var at = draw.NextInt(text.Count + 1);
                if (draw.NextInt(3) == 0 && at < text.Count) text.RemoveAt(at);
                else text.Insert(at, signs[draw.NextInt(signs.Length)]);
            }
            var written = string.Concat(text);
            try
            {
                _ = Read(written);
            }
            catch (BadInputException error)
            {
                Assert.Matches(@"^f\.yaml line [1-9]\d*, column [1-9]\d*(, at [\s\S]+)?$", error.Place);
                Assert.NotEqual("", error.Remedy);
            }
        }
    }
}
