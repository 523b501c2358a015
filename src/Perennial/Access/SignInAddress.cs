using System.Net;
using System.Net.Sockets;

namespace Perennial.Access;

/// <summary>From where somebody signs in.</summary>
static class SignInAddress
{
    const int NetworkBytes = 8;

    /// <summary>The address as tries are counted by: whoever has one of IPv6 has a whole network of them, which
    /// counts as one.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "";
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6) return plain.ToString();
        var bytes = plain.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return $"{new IPAddress(bytes)}/64";
    }
}
