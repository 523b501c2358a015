using System.Text;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Data.Engines;

/// <summary>Rows of a query, one after the other: cells by number (0 is the first), as spans, so that a row costs no
/// allocation.</summary>
abstract class Rows : IDisposable
{
    /// <summary>Number of columns of the result.</summary>
    public abstract int Columns { get; }

    /// <summary>Moves to the next row; at the end, or where there are no rows, returns false.</summary>
    public abstract bool Step();

    public abstract bool IsNull(int column);

    /// <summary>A whole number; null reads as 0.</summary>
    public abstract long Int64(int column);

    /// <summary>A number; null reads as 0.</summary>
    public abstract double Double(int column);

    /// <summary>A text's bytes, or a blob's; valid until the next step. Null reads as empty.</summary>
    public abstract ReadOnlySpan<byte> Bytes(int column);

    /// <summary>A cell for people: blobs in hexadecimal.</summary>
    public abstract string Show(int column);

    public int Int32(int column) => checked((int)Int64(column));

    public Instant Instant(int column) => new(Int64(column));

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    public CustomerId CustomerId(int column) => Core.CustomerId.From(Bytes(column));

    public OrderId OrderId(int column) => Core.History.OrderId.From(Bytes(column));

    public FactId FactId(int column) => Core.History.FactId.From(Bytes(column));

    public abstract void Dispose();

    /// <summary>Steps through the rows; each is this one at its place.</summary>
    public IEnumerable<Rows> Each()
    {
        while (Step()) yield return this;
    }

    /// <summary>The customers in the first cells of all rows that are left.</summary>
    public List<CustomerId> Ids()
    {
        var ids = new List<CustomerId>();
        while (Step()) ids.Add(CustomerId(0));
        return ids;
    }

    /// <summary>The numbers in the first cells of all rows that are left.</summary>
    public List<int> Numbers()
    {
        var numbers = new List<int>();
        while (Step()) numbers.Add(Int32(0));
        return numbers;
    }
}
