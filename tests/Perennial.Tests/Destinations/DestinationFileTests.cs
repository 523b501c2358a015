using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Destinations;

namespace Perennial.Tests.Destinations;

public class DestinationFileTests
{
    const string Good = """
        destinations:
          - name: hook
            kind: webhook
            url: https://shop.example/in
            secret: ${SECRET}
            identity: {from: email, to: mail, transform: lower}
            mapping:
              - orders
              - {from: revenue, to: cents, transform: cents}
              - {from: segment:vip, to: is_vip, transform: [yes_no, upper], default: "?"}
            segments: [vip]
            mode: upsert
            batch_size: 7
            rate_per_second: 0.5
            erasure: ignore
        """;

    static DestinationSettings Read(string yaml) =>
        DestinationFile.Parse(yaml, "destinations.yaml", ["vip", "lapsed"]).Single();

    [Fact]
    public void A_file_says_everything_and_keeps_it_in_the_store()
    {
        var read = DestinationSettings.FromJson(Read(Good).ToJson());
        Assert.Equal(("email", "mail"), (read.Identity!.From, read.Identity.To));
        Assert.Equal(["orders", "cents", "is_vip"], read.Mapping.Select(field => field.To));
        Assert.Equal([FieldTransform.YesNo, FieldTransform.Upper], read.Mapping[2].Transforms);
        Assert.Equal((DestinationMode.Upsert, 7, 0.5, ErasureMode.Ignore),
            (read.Mode, read.BatchSize, read.RatePerSecond, read.Erasure));
        Assert.True(read.Tells("vip"));
        Assert.False(read.Tells("lapsed"));
        Assert.Equal("${SECRET}", read.Value("secret"));
    }

    [Theory]
    [InlineData("kind: webhook", "kind: webhok", "line 3", "Did you mean 'webhook'?")]
    [InlineData("url: https://shop", "ulr: https://shop", "line 4", "Did you mean 'url'?")]
    [InlineData("- orders", "- ordres", "line 8", "'orders'")]
    [InlineData("segment:vip", "segment:vipp", "line 10", "Did you mean 'vip'?")]
    [InlineData("segments: [vip]", "segments: [lapse]", "line 11", "Did you mean 'lapsed'?")]
    [InlineData("transform: cents", "transform: cent", "line 9", "Did you mean 'cents'?")]
    [InlineData("mode: upsert", "mode: upset", "line 12", "Did you mean 'upsert'?")]
    [InlineData("batch_size: 7", "batch_size: 0", "line 13", "from 1 to 1000")]
    [InlineData("secret: ${SECRET}", "secret: whsec_abc", "line 5", "environment variable")]
    [InlineData("https://shop.example/in", "http://shop.example/in", "line 2", "not encrypted")]
    [InlineData("to: cents", "to: orders", "line 2", "filled twice")]
    [InlineData("name: hook", "name: My Hook", "line 2", "small letters")]
    [InlineData("from: email", "from: city", "line 6", "told apart")]
    public void What_is_wrong_is_named_with_its_line_and_what_to_do(
        string right, string wrong, string place, string hint)
    {
        var error = Assert.Throws<BadInputException>(() => Read(Good.Replace(right, wrong)));
        Assert.StartsWith($"destinations.yaml {place},", error.Place);
        Assert.Contains(hint, error.Message);
        Assert.DoesNotContain("whsec_abc", error.Message);
    }

    [Fact]
    public void A_secret_that_is_missing_is_named()
    {
        var error = Assert.Throws<BadInputException>(() =>
            DestinationKind.Open(Read(Good), new DestinationContext(TimeProvider.System, _ => null)));
        Assert.Contains("SECRET", error.Message);
    }

    [Theory]
    [InlineData(FieldTransform.Cents, 12.34, 1234L)]
    [InlineData(FieldTransform.Round, 2.6, 3L)]
    [InlineData(FieldTransform.Date, "2026-11-22T23:30:00.000Z", "2026-11-22")]
    [InlineData(FieldTransform.Iso, "2026-11-22T23:30:00.000Z", "2026-11-22T23:30:00Z")]
    [InlineData(FieldTransform.Unix, "1970-01-01T00:01:00.000Z", 60L)]
    [InlineData(FieldTransform.UnixMs, "1970-01-01T00:01:00.000Z", 60_000L)]
    [InlineData(FieldTransform.Upper, "very late", "VERY LATE")]
    [InlineData(FieldTransform.YesNo, true, "yes")]
    [InlineData(FieldTransform.YesNo, false, "no")]
    [InlineData(FieldTransform.Text, 1.5, "1.5")]
    [InlineData(FieldTransform.Date, "no date", "no date")]
    [InlineData(FieldTransform.Text, null, "none")]
    public void Values_are_transformed(FieldTransform transform, object? value, object expected) =>
        Assert.Equal(expected, FieldTransforms.Apply(
            new FieldMapping("a", "b") { Transforms = [transform], Default = "none" }, value, ShopCalendar.Utc));
}
