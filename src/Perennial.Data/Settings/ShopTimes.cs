using System.Globalization;
using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Settings;

/// <summary>When the shop does what it does every day. Nothing that is written goes by it: no moment is made anew, and
/// the pulse tells other processes.</summary>
public sealed class ShopTimes
{
    const string Work = "scoring", Never = "never";

    readonly StoreShards shards;

    internal ShopTimes(StoreShards shards) => this.shards = shards;

    /// <summary>When the shop is scored every day; null where nobody said.</summary>
    public ScoringTime? Scoring()
    {
        using var rental = shards.Rent();
        return Scoring(rental.Database);
    }

    static ScoringTime? Scoring(Database database)
    {
        var row = database.Query("shop-time", "work").Bind(1, Work);
        if (!row.Step()) return null;
        var time = new ScoringTime((int?)row.NullableInt64(0));
        row.Reset();
        return time;
    }

    /// <summary>When the shop was scored every day as of an instant; null for the usual time.</summary>
    public ScoringTime? ScoringAt(Instant instant)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        var held = SettingVersions.At(rental.Database, SettingVersions.ShopTime, instant);
        return held.TryGetValue(Work, out var said) ? Parse(said) : Scoring(rental.Database);
    }

    /// <summary>Says when; null for the usual time. What was said before is kept.</summary>
    public void PutScoring(ScoringTime? time, Instant now)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        SettingVersions.Keep(
            database, SettingVersions.ShopTime, Work, Text(Scoring(database)), Text(time), now);
        if (time is not { } said) database.Query("delete-shop-time", "work").Bind(1, Work).Run();
        else database.Query("put-shop-time", "work", "minute").Bind(1, Work).Bind(2, said.Minute).Run();
        transaction.Commit();
    }

    static string? Text(ScoringTime? time) =>
        time is { } said ? said.Minute?.ToString(CultureInfo.InvariantCulture) ?? Never : null;

    static ScoringTime? Parse(string? text) => text is null ? null
        : text == Never ? ScoringTime.Never : new ScoringTime(int.Parse(text, CultureInfo.InvariantCulture));
}
