using System.Text;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Data.Engines;

/// <summary>One prepared statement: bind parameters by number (1 is the first to appear), step through rows.</summary>
/// <remarks>What is bound stays bound over <see cref="Reset"/>: what is the same for many rows is bound once.</remarks>
abstract class Statement : Rows
{
    public abstract Statement Bind(int parameter, long value);

    /// <summary>NaN is stored as null.</summary>
    public abstract Statement Bind(int parameter, double value);

    public abstract Statement BindText(int parameter, ReadOnlySpan<byte> utf8);

    public abstract Statement BindBlob(int parameter, ReadOnlySpan<byte> value);

    public abstract Statement BindNull(int parameter);

    /// <summary>Runs to the end. Returns how many rows were written.</summary>
    public abstract int Run();

    /// <summary>Ends the current reading, so that the statement can run again.</summary>
    public abstract void Reset();

    public Statement Bind(int parameter, long? value) =>
        value is { } known ? Bind(parameter, known) : BindNull(parameter);

    /// <summary>None and Never are stored as null.</summary>
    public Statement Bind(int parameter, Instant value) =>
        value.HasValue ? Bind(parameter, value.UnixMs) : BindNull(parameter);

    public Statement Bind(int parameter, string? value)
    {
        const int bytesOnStack = 384;
        if (value is null) return BindNull(parameter);
        if (value.Length > bytesOnStack / 3) return BindText(parameter, Encoding.UTF8.GetBytes(value));
        Span<byte> utf8 = stackalloc byte[bytesOnStack];
        return BindText(parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    public Statement Bind(int parameter, CustomerId value) => BindId(parameter, value.Value);

    public Statement Bind(int parameter, OrderId value) => BindId(parameter, value.Value);

    public Statement Bind(int parameter, FactId value) => BindId(parameter, value.Value);

    Statement BindId(int parameter, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return BindBlob(parameter, bytes);
    }

    /// <summary>The first cell of the first row as a number; null if there is no row.</summary>
    public long? Number()
    {
        if (!Step()) return null;
        var value = Int64(0);
        Reset();
        return value;
    }

    /// <summary>Whether there is any row.</summary>
    public bool Any()
    {
        var any = Step();
        Reset();
        return any;
    }

    /// <summary>A count, and the earliest instant of what was counted; None where there is none.</summary>
    public (long Count, Instant Since) CountSince()
    {
        Step();
        var found = (Int64(0), IsNull(1) ? Core.Instant.None : Instant(1));
        Reset();
        return found;
    }
}
