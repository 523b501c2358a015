namespace Perennial.Data;

public sealed partial class ShopStore
{
    const string Scoring = "scoring";

    /// <summary>When the shop is scored every day; null where nobody said.</summary>
    public ScoringTime? ScoringTime()
    {
        using var lease = Rent();
        var row = lease.Database.Query("shop-time", "work").Bind(1, Scoring);
        if (!row.Step()) return null;
        var time = new ScoringTime((int?)row.NullableInt64(0));
        row.Reset();
        return time;
    }

    /// <summary>Says when; null for the usual time. Nothing that is written goes by it: no moment is made anew, and
    /// <see cref="Pulse"/> tells other processes.</summary>
    public void PutScoringTime(ScoringTime? time)
    {
        using var lease = Rent();
        if (time is not { } said) lease.Database.Query("delete-shop-time", "work").Bind(1, Scoring).Run();
        else lease.Database.Query("put-shop-time", "work", "minute").Bind(1, Scoring).Bind(2, said.Minute).Run();
    }
}
