using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Core;

/// <summary>What kind of key a customer is known by.</summary>
public enum CustomerKeyKind
{
    /// <summary>The shop's own customer number or name.</summary>
    External,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A tracker's id for a visitor who has not said who they are.</summary>
    Anonymous,
}

/// <summary>
/// A customer's 128-bit id: the first 16 bytes of SHA-256 over the kind of key and the normalised key.
/// </summary>
/// <remarks>
/// The same person gets the same id on any machine, in any order of arrival, without a look-up; and the id says
/// which shard holds the customer. A collision among 50 million customers has a chance of about 4e-24.
/// </remarks>
/// <param name="Value">The 128 bits, most significant first as in the hash.</param>
public readonly record struct CustomerId(UInt128 Value) : IComparable<CustomerId>
{
    /// <summary>The id that nobody has: what is said of an order by somebody who names no customer.</summary>
    public static CustomerId Nobody => default;

    /// <summary>The id of the customer known by <paramref name="key"/>.</summary>
    /// <exception cref="ArgumentException">The text is nobody's key (<see cref="KeyText"/>).</exception>
    public static CustomerId Of(CustomerKeyKind kind, string key)
    {
        var normalised = Normalise(kind, key);
        if (normalised.Length == 0) throw new ArgumentException("This text is nobody's key.", nameof(key));
        return OfCompared(kind, normalised);
    }

    /// <summary>The id that follows from a key in the form in which it is compared, whoever's it is: to find what was
    /// stored before it was known to be nobody's.</summary>
    public static CustomerId OfCompared(CustomerKeyKind kind, string key)
    {
        var text = Encoding.UTF8.GetBytes($"{KindName(kind)}:{key}");
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text, hash);
        return new CustomerId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>The form of a key that is compared, as <see cref="KeyText"/> finds it in a text; empty where the text
    /// is nobody's key.</summary>
    public static string Normalise(CustomerKeyKind kind, string key) => KeyText.Compared(kind, key);

    /// <summary>The kind's name as stored and hashed: external, email, phone, anonymous.</summary>
    public static string KindName(CustomerKeyKind kind) => kind switch
    {
        CustomerKeyKind.External => "external",
        CustomerKeyKind.Email => "email",
        CustomerKeyKind.Phone => "phone",
        CustomerKeyKind.Anonymous => "anonymous",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of customer key."),
    };

    /// <summary>The first id that can come after this one; of the last of all, that one itself.</summary>
    public CustomerId Next => new(Value == UInt128.MaxValue ? Value : Value + 1);

    /// <summary>The shard that holds this customer, in 0..<paramref name="shardCount"/>-1.</summary>
    public int Shard(int shardCount) => (int)((ulong)(Value >> 64) % (ulong)shardCount);

    /// <summary>Writes the id as 16 bytes, most significant first: its form in the store.</summary>
    public void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>Reads an id from its 16 bytes.</summary>
    public static CustomerId From(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Reads an id from its 32 hexadecimal digits; false if the text is anything else.</summary>
    public static bool TryParse(string text, out CustomerId id)
    {
        var ok = text.Length == 32 && UInt128.TryParse(
            text, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value)
            ? (Parsed: true, Value: value) : (Parsed: false, Value: default);
        id = new CustomerId(ok.Value);
        return ok.Parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(CustomerId other) => Value.CompareTo(other.Value);

    /// <summary>True if <paramref name="left"/> comes first in the order of bytes.</summary>
    public static bool operator <(CustomerId left, CustomerId right) => left.Value < right.Value;

    /// <summary>True if <paramref name="left"/> comes last in the order of bytes.</summary>
    public static bool operator >(CustomerId left, CustomerId right) => left.Value > right.Value;

    /// <summary>True if <paramref name="left"/> does not come after.</summary>
    public static bool operator <=(CustomerId left, CustomerId right) => left.Value <= right.Value;

    /// <summary>True if <paramref name="left"/> does not come before.</summary>
    public static bool operator >=(CustomerId left, CustomerId right) => left.Value >= right.Value;

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32");
}
