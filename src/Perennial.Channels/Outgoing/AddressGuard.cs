using System.Net;
using System.Net.Sockets;
using Perennial.Core;

namespace Perennial.Channels.Outgoing;

/// <summary>Keeps addresses that a shop gives from reaching into networks that are not its own: encrypted only, and no
/// private, local or reserved address, whatever name leads there.</summary>
public static class AddressGuard
{
    /// <summary>An address that may be called.</summary>
    /// <exception cref="BadInputException">It is no absolute address, or not encrypted.</exception>
    public static Uri Check(string address, Receiver receiver)
    {
        var place = $"{receiver.Place}, url";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new BadInputException(place, "It is no web address.", "Write https://host/path.");
        if (uri.Scheme != "https" && !receiver.AllowPrivate)
        {
            throw new BadInputException(place, "It is not encrypted.",
                "Write https://, or set allow_private: true for a receiver of one's own.");
        }
        if (new UriBuilder(uri).Password.Length > 0)
            throw new BadInputException(place, "It holds a password.", "Use the settings of its kind for credentials.");
        return uri;
    }

    /// <summary>Connects to a host, to none of its addresses that is private unless that is allowed. What was looked up
    /// is what is connected to: a name cannot change between the two.</summary>
    public static async ValueTask<Stream> Connect(DnsEndPoint host, bool allowPrivate, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancel);
        var open = allowPrivate ? addresses : [.. addresses.Where(address => !IsPrivate(address))];
        if (open.Length == 0)
            throw new HttpRequestException(addresses.Length == 0 ? "Its host has no address."
                : "Its host is in a private network; allow_private: true allows that.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, host.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address is not one of the open internet.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return bytes[0] is 0 or 10 or 127 or >= 224
                || (bytes[0] == 100 && bytes[1] is >= 64 and < 128)
                || (bytes[0] == 169 && bytes[1] == 254)
                || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
                || (bytes[0] == 192 && bytes[1] == 168)
                || (bytes[0] == 192 && bytes[1] == 0 && bytes[2] is 0 or 2)
                || (bytes[0] == 198 && bytes[1] is 18 or 19)
                || (bytes[0] == 198 && bytes[1] == 51 && bytes[2] == 100)
                || (bytes[0] == 203 && bytes[1] == 0 && bytes[2] == 113);
        }
        // Only 2000::/3 is given out; of it, 6to4, Teredo and documentation may hide an address of the above kinds.
        if ((bytes[0] & 0xe0) != 0x20) return true;
        return (bytes[0] == 0x20 && bytes[1] == 0x02)
            || (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0)
            || (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0d && bytes[3] == 0xb8);
    }
}
