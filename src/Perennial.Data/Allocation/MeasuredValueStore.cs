using Perennial.Core.Allocation;
using Perennial.Core.History;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Allocation;

/// <summary>What contacts add. Nothing that is written goes by it: no moment is made anew.</summary>
public sealed class MeasuredValueStore
{
    readonly StoreShards shards;

    internal MeasuredValueStore(StoreShards shards) => this.shards = shards;

    /// <summary>By band, channel and offer.</summary>
    public IReadOnlyList<MeasuredValue> All()
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("measured-values").Each().Select(row => new MeasuredValue(
            row.Text(0)!, (ContactChannel)row.Int32(1), row.Text(2)!, row.Int64(3), row.Int64(4), row.Int64(5),
            row.Int32(6), row.Text(7)!))];
    }

    /// <summary>Puts others in place of those known, and writes down that it was done.</summary>
    public void Put(IReadOnlyList<MeasuredValue> values, AuditEntry audit)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        rental.Database.Query("delete-measured-values").Run();
        foreach (var one in values)
        {
            rental.Database.Query("add-measured-value", "band", "channel", "offer", "value", "low", "high",
                    "measured_on", "source")
                .Bind(1, one.Band).Bind(2, (long)one.Channel).Bind(3, one.Offer).Bind(4, one.Value).Bind(5, one.Low)
                .Bind(6, one.High).Bind(7, one.MeasuredOn).Bind(8, one.Source).Run();
        }
        AuditLog.Add(rental.Database, audit);
        transaction.Commit();
    }
}
