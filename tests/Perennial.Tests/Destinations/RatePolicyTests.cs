using Microsoft.Extensions.Time.Testing;
using Perennial.Channels.Outgoing;

namespace Perennial.Tests.Destinations;

/// <summary>How fast a destination may be called, by a clock that stands until it is moved.</summary>
public class RatePolicyTests
{
    static readonly TimeSpan soon = TimeSpan.FromSeconds(20);

    readonly FakeTimeProvider time = new(Some.Now.ToDateTimeOffset());

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_long_pause_no_more_calls_are_made_at_once_than_in_a_second()
    {
        var rate = new RatePolicy(perSecond: 2, time);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(rate.Wait(Stop).IsCompletedSuccessfully);
        Assert.True(rate.Wait(Stop).IsCompletedSuccessfully);
        var third = rate.Wait(Stop);
        Assert.False(third.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.5));
        await third.WaitAsync(soon, Stop);
    }

    // Some say how long, others until when in seconds since 1970.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_destination_says_is_left_is_waited_out_however_it_says_it(bool asInstant)
    {
        var rate = new RatePolicy(perSecond: 10, time);
        using var answered = new HttpResponseMessage();
        answered.Headers.Add("RateLimit-Remaining", "0");
        var at = time.GetUtcNow();
        answered.Headers.Add("RateLimit-Reset", asInstant ? $"{at.ToUnixTimeSeconds() + 30}" : "30");
        rate.Note(new Answer(200, "") { Headers = answered.Headers });

        var next = rate.Wait(Stop);
        time.Advance(TimeSpan.FromSeconds(28));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await next.WaitAsync(soon, Stop);
    }
}
