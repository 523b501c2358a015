using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Settings;

/// <summary>How all profiles stand.</summary>
public sealed class ProfileState
{
    readonly StoreShards shards;

    internal ProfileState(StoreShards shards) => this.shards = shards;

    /// <summary>Whether columns were added to the catalogue, products moved between categories or settings
    /// changed since profiles were computed, so that all of them have to be.</summary>
    public bool RefoldNeeded => Read().NeedsRefold;

    /// <summary>The day, in days since 1970, whose state profiles hold; null where it is the present's.</summary>
    public int? FoldedAsOf => Read().FoldedAsOf;

    /// <summary>Says that what profiles follow from has changed: <see cref="RefoldNeeded"/> holds until all are
    /// computed.</summary>
    public void NeedRefold()
    {
        using var rental = shards.Rent();
        NeedRefold(rental.Database);
    }

    internal static void NeedRefold(Database database) => database.Query("need-refold").Run();

    internal static void RefoldIsDone(Database database) => database.Query("refold-is-done").Run();

    /// <summary>Says that profiles hold the state of an earlier day, or null for the present's again.</summary>
    public void PutFoldedAsOf(int? day)
    {
        using var rental = shards.Rent();
        rental.Database.Query("set-folded-as-of", "day").Bind(1, day).Run();
    }

    (bool NeedsRefold, int? FoldedAsOf) Read()
    {
        using var rental = shards.Rent();
        var row = rental.Database.Query("profile-state");
        row.Step();
        var state = (row.Int64(0) != 0, (int?)row.NullableInt64(1));
        row.Reset();
        return state;
    }
}
