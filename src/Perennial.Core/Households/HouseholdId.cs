using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Core.Households;

/// <summary>The people of one address: the first 128 bits of SHA-256 over the folded address.</summary>
/// <param name="Value">The bits, most significant first.</param>
public readonly record struct HouseholdId(UInt128 Value)
{
    /// <summary>The household of an address; null where it names no house: a street and a number, and where that is.
    /// </summary>
    /// <param name="address1">First line.</param>
    /// <param name="address2">Second line.</param>
    /// <param name="postcode">Postal code: with it the city, of many spellings, need not be told.</param>
    /// <param name="city">City.</param>
    public static HouseholdId? Of(string? address1, string? address2, string? postcode, string? city)
    {
        var lines = $"{AddressFolding.Fold(address1)} {AddressFolding.Fold(address2)}".Trim();
        var code = AddressFolding.Fold(postcode).Replace(" ", "", StringComparison.Ordinal);
        var place = code.Length > 0 ? code : AddressFolding.Fold(city);
        if (place.Length == 0 || !lines.Any(char.IsDigit) || !lines.Any(char.IsLetter)) return null;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"household:{lines}|{place}"), hash);
        return new HouseholdId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
