using Perennial.Core;

namespace Perennial.Tests;

public class InstantTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999Z")]
    [InlineData(1_167_609_599_999, "2006-12-31T23:59:59.999Z")]
    [InlineData(long.MinValue, "none")]
    [InlineData(long.MaxValue, "never")]
    [InlineData(long.MaxValue - 1, "9223372036854775806 ms")]
    public void Text_is_ISO_8601_in_UTC_where_there_is_a_date(long unixMs, string text) =>
        Assert.Equal(text, new Instant(unixMs).ToString());

    [Fact]
    public void The_reserved_values_stand_at_the_two_ends()
    {
        var now = Some.At("2026-11-21T10:00");
        Assert.True(Instant.None < now && now < Instant.Never);
        Assert.False(Instant.None.HasValue);
        Assert.False(Instant.Never.HasValue);
        Assert.True(default(Instant).HasValue);
    }

    [Fact]
    public void The_offset_of_a_clock_does_not_change_the_instant()
    {
        var paris = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.FromHours(2));
        Assert.Equal(Some.At("2026-07-01T10:00"), Instant.From(paris));
        Assert.Equal(paris.ToUniversalTime(), Instant.From(paris).ToDateTimeOffset());
    }

    [Fact]
    public void Order_is_that_of_time()
    {
        Instant early = new(-5), late = new(7);
        Assert.True(early < late && early <= late && late > early && late >= early && early.CompareTo(late) < 0);
        Assert.False(early > late || early >= late || late < early || late <= early);
        Assert.Equal([Instant.None, early, late, Instant.Never],
            new[] { late, Instant.Never, Instant.None, early }.Order());
    }
}
