using Perennial.Channels.Tracking;

namespace Perennial.Tests.Tracking;

/// <summary>A value of an attribute that is none loses neither the call nor anything else that it says.</summary>
public class LeftOutTests
{
    const string Order = """{ "order_id": "A-1", "revenue": 20 }""";

    static string With(string traits) => """
        {"userId":"C-1","messageId":"m1","event":"Order Completed","properties":ORDER,"context":{"traits":TRAITS}}
        """.Replace("ORDER", Order).Replace("TRAITS", traits);

    [Theory]
    [InlineData("""{ "language": "jp" }""", "context.traits.language is no language and was left out", "'ja'")]
    [InlineData("""{ "language": 12 }""", "context.traits.language is no language and was left out", "two letters")]
    public void An_order_is_kept(string traits, string problem, string remedy)
    {
        var result = SomeCalls.Read(TrackingCall.Track, With(traits));
        Assert.Empty(result.Refusals);
        Assert.Equal(2_000, Assert.Single(result.Events).Order!.GrossCents);
        var left = Assert.Single(result.LeftOut);
        Assert.Equal(("left_out", problem), (left.Reason, left.Problem));
        Assert.Contains(remedy, left.Remedy);
    }

    [Fact]
    public void What_else_a_person_says_is_kept_and_each_call_of_a_list_tells_its_own()
    {
        var result = SomeCalls.Read(TrackingCall.Batch, """
            {"batch": [
              {"type":"identify","userId":"C-1","messageId":"1","traits":{"city":"Lyon","language":"xx"}},
              {"type":"identify","userId":"C-2","messageId":"2","traits":{"city":"Nice","language":"fr-CA"}},
              {"type":"track","messageId":"3","context":{"traits":{"language":"xx"}}}
            ]}
            """);
        Assert.Equal(["Lyon", "Nice"], result.Events.Select(one => one.Details!.City));
        Assert.Equal("fr", Assert.Single(result.Events[1].Details!.Attributes).Value);
        Assert.Empty(result.Events[0].Details!.Attributes);
        Assert.Equal("batch[0].traits.language is no language and was left out", Assert.Single(result.LeftOut).Problem);
        Assert.Single(result.Refusals);
    }
}
