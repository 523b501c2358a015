using Perennial.Data.Shards;

namespace Perennial.Data.Settings;

/// <summary>When the shop does what it does every day. Nothing that is written goes by it: no moment is made anew, and
/// the pulse tells other processes.</summary>
public sealed class ShopTimes
{
    const string Work = "scoring";

    readonly StoreShards shards;

    internal ShopTimes(StoreShards shards) => this.shards = shards;

    /// <summary>When the shop is scored every day; null where nobody said.</summary>
    public ScoringTime? Scoring()
    {
        using var rental = shards.Rent();
        var row = rental.Database.Query("shop-time", "work").Bind(1, Work);
        if (!row.Step()) return null;
        var time = new ScoringTime((int?)row.NullableInt64(0));
        row.Reset();
        return time;
    }

    /// <summary>Says when; null for the usual time.</summary>
    public void PutScoring(ScoringTime? time)
    {
        using var rental = shards.Rent();
        if (time is not { } said) rental.Database.Query("delete-shop-time", "work").Bind(1, Work).Run();
        else rental.Database.Query("put-shop-time", "work", "minute").Bind(1, Work).Bind(2, said.Minute).Run();
    }
}
