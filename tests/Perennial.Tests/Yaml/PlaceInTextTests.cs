using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Core.Statistics;
using Perennial.Segments;
using Perennial.Yaml;

namespace Perennial.Tests.Yaml;

/// <summary>A rule is a language of its own within a file: what is wrong in it is found in the file.</summary>
public class PlaceInTextTests
{
    static string PlaceOf(string yaml)
    {
        ShopSegment[] segments = [.. SegmentFiles.Parse(yaml, "f.yaml", 5).Select(one => one.Segment)];
        return Assert.Throws<BadInputException>(() => new SegmentCatalogue(segments)).Place;
    }

    // § stands where the mistake is.
    [Theory]
    [InlineData("segments:\n  - name: a\n    rule: orders > 1 and §ordrs > 2\n")]
    [InlineData("segments:\n  - name: a\n    rule:   'country = ''FR'' and §ordrs > 2'  # why\n")]
    [InlineData("segments:\n  - name: a\n    rule: \"country = \\\"F\\u0052\\\" and\\n §ordrs > 2\"\n")]
    [InlineData("segments:\n  - name: a\n    rule: orders > 1\n      and\n\n      §ordrs > 2\n")]
    [InlineData("segments:\n  - name: a\n    rule: 'orders > 1\n\n      and §ordrs > 2'\n")]
    [InlineData("segments:\n  - name: a\n    rule: \"orders > 1 \\\n      and §ordrs > 2\"\n")]
    [InlineData("segments:\n  - name: a\n    rule: |\n      # who\n      orders > 1\n        and §ordrs > 2\n")]
    [InlineData("segments:\n  - name: a\n    rule: |-2\n\n        orders > 1\n        and §ordrs > 2\n")]
    [InlineData("segments:\n  - name: a\n    rule: >- # folded\n      orders > 1\n\n      and\n      §ordrs > 2\n\n")]
    [InlineData("segments: [{name: a, rule: orders > 1 and §ordrs > 2}]")]
    [InlineData("segments:\n- rule:\n    orders > 1 and\n    §ordrs > 2\n  name: a\n")]
    [InlineData("segments:\r\n  - name: a\r\n    rule: >\r\n      orders > 1\r\n      and §ordrs > 2\r\n")]
    [InlineData("segments:\n  - name: é€😀\n    rule: country = 'é€😀' and §ordrs > 2\n")]
    [InlineData("segments:\n  - name: ok\n    rule: orders > 1\n  - name: b\n    rule: orders > 1 and (§ordrs > 2)\n")]
    public void A_mistake_in_a_rule_is_found_in_the_file(string marked)
    {
        var at = marked.IndexOf('§');
        var (line, column) = (marked[..at].Count(c => c == '\n') + 1, at - marked[..at].LastIndexOf('\n'));

        Assert.StartsWith($"f.yaml line {line}, column {column}, at segments[", PlaceOf(marked.Remove(at, 1)));
    }

    [Theory]
    [InlineData("segments:\n  - name: a\n    rule: orders >\n", 3, 19)]
    [InlineData("segments:\n  - name: a\n    rule: >\n      orders >\n\n", 4, 15)]
    [InlineData("segments:\n  - name: a\n    rule: ''\n", 3, 11)]
    public void What_is_missing_is_missing_at_the_end(string yaml, int line, int column) =>
        Assert.Equal($"f.yaml line {line}, column {column}, at segments[0].rule", PlaceOf(yaml));

    [Fact]
    public void Two_of_a_name_are_told_with_both_places()
    {
        var drafts = SegmentFiles.Parse(
            "segments:\n  - {name: a, rule: orders > 1}\n  - {name: a, rule: orders > 2}\n", "f.yaml", 5);
        ShopSegment[] segments = [.. drafts.Select(one => one.Segment)];
        var error = Assert.Throws<BadInputException>(() => new SegmentCatalogue(segments));

        Assert.StartsWith("f.yaml line 3, column 5, at segments[1]", error.Place);
        Assert.Contains("f.yaml line 2, column 5, at segments[0]", error.Remedy);
    }

    /// <summary>However a text is quoted, indented and folded, each of its letters is found.</summary>
    [Fact]
    public void Every_letter_of_a_text_is_found_however_it_is_written()
    {
        const string letters = "ab'\"\\#:{}[],&*!|>%@- \n é€";
        var draw = new Rng(7);
        for (var round = 0; round < 3_000; round++)
        {
            var text = "x" + string.Concat(Enumerable.Range(0, draw.NextInt(1, 59))
                .Select(_ => letters[draw.NextInt(letters.Length)])) + "x";
            var style = (YamlDotNet.Core.ScalarStyle)draw.NextInt(1, 5);
            var yaml = Written(text, style);
            var scalar = (YamlScalar)YamlReader.Read(yaml, "f", "").Map("", "").Find("key")!;
            var lines = yaml.Split('\n');
            foreach (var (offset, letter) in scalar.Value.Index().Where(one => !char.IsWhiteSpace(one.Item)))
            {
                var place = scalar.PlaceAt(offset).Split(' ', ',');
                var found = lines[int.Parse(place[2]) - 1][int.Parse(place[5]) - 1];
                Assert.True(found == letter || found == '\\', $"{letter} of {text} in\n{yaml}");
            }
        }
    }

    static string Written(string text, YamlDotNet.Core.ScalarStyle style)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var emitter = new YamlDotNet.Core.Emitter(writer, new YamlDotNet.Core.EmitterSettings().WithBestWidth(20));
        foreach (var part in (YamlDotNet.Core.Events.ParsingEvent[])[
            new YamlDotNet.Core.Events.StreamStart(), new YamlDotNet.Core.Events.DocumentStart(),
            new YamlDotNet.Core.Events.MappingStart(), new YamlDotNet.Core.Events.Scalar("key"),
            new YamlDotNet.Core.Events.Scalar(
                YamlDotNet.Core.AnchorName.Empty, YamlDotNet.Core.TagName.Empty, text, style, true, true),
            new YamlDotNet.Core.Events.MappingEnd(), new YamlDotNet.Core.Events.DocumentEnd(true),
            new YamlDotNet.Core.Events.StreamEnd()])
            emitter.Emit(part);
        return writer.ToString();
    }
}
