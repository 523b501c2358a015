using Perennial.Data.Shards;

namespace Perennial.Tests.Store;

/// <summary>As many customers a transaction as are done in a moment.</summary>
public sealed class ChunkPaceTests
{
    // A shard is locked for as long as so many customers take.
    static int SizeAfter(int chunks, double msEach, ChunkPace pace)
    {
        for (var i = 0; i < chunks; i++) pace.Took(pace.Size, TimeSpan.FromMilliseconds(pace.Size * msEach));
        return pace.Size;
    }

    [Fact]
    public void A_program_that_is_slow_at_first_takes_few_and_more_when_it_is_quicker()
    {
        var pace = new ChunkPace(1_000);
        Assert.Equal(100, pace.Size);
        Assert.Equal(50, SizeAfter(1, 5, pace));
        Assert.Equal(25, SizeAfter(9, 50, pace));
        Assert.Equal(100, SizeAfter(9, 0.5, pace));
        Assert.Equal(1_000, SizeAfter(9, 0.01, pace));
        // One that waited for a disk halves it, no more.
        pace.Took(1_000, TimeSpan.FromSeconds(60));
        Assert.Equal(500, pace.Size);
    }

    [Fact]
    public void The_last_of_a_shard_tells_nothing()
    {
        var pace = new ChunkPace(1_000);
        pace.Took(99, TimeSpan.FromMilliseconds(1));
        pace.Took(3, TimeSpan.FromSeconds(9));
        Assert.Equal(100, pace.Size);
    }

    [Fact]
    public void There_are_never_more_than_the_store_allows() => Assert.Equal(7, SizeAfter(9, 0.01, new ChunkPace(7)));
}
