using Perennial.Core;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>When the first order, activity or contact that is known happened; None where nothing has.</summary>
    public Instant FirstFactAt()
    {
        using var lease = Rent();
        var rows = lease.Database.Query("first-fact");
        var first = Instant.None;
        while (rows.Step())
            if (rows.NullableInt64(0) is { } at) first = new Instant(at);
        return first;
    }
}
