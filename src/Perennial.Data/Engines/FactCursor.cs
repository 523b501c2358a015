using Perennial.Core;

namespace Perennial.Data.Engines;

/// <summary>Rows of one table in the order of customers, read beside those of other tables.</summary>
/// <param name="rows">Its first cell is the customer. Disposed of with the cursor.</param>
sealed class FactCursor(Rows rows) : IDisposable
{
    bool hasBegun, more;

    /// <summary>The row it stands at.</summary>
    public Rows Row => rows;

    /// <summary>Whether it stands at a row of this customer. Rows of customers before are passed over: they belong to
    /// nobody, and <c>doctor</c> reports them.</summary>
    public bool IsAt(CustomerId id)
    {
        for (Begin(); more; more = rows.Step())
        {
            var order = rows.CustomerId(0).CompareTo(id);
            if (order >= 0) return order == 0;
        }
        return false;
    }

    /// <summary>Goes to the next row.</summary>
    public void Next() => more = rows.Step();

    /// <summary>Passes over what is left.</summary>
    public void Finish()
    {
        for (Begin(); more; more = rows.Step())
        {
        }
    }

    // Not before somebody asks: what several cursors are to read is then known, and asked for together.
    void Begin()
    {
        if (hasBegun) return;
        (hasBegun, more) = (true, rows.Step());
    }

    public void Dispose() => rows.Dispose();
}
