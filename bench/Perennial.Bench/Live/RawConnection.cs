using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Perennial.Bench.Live;

/// <summary>One connection that sends a request and waits for its answer, at next to no cost of its own: the sender
/// shares the processor with what is measured.</summary>
sealed class RawConnection : IDisposable
{
    static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;
    static ReadOnlySpan<byte> LengthField => "Content-Length: "u8;

    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] answer = new byte[16_384];

    public RawConnection(Uri address) => socket.Connect(address.Host, address.Port);

    /// <summary>Sends whole bytes of a request.</summary>
    /// <exception cref="InvalidOperationException">It was not answered with 200.</exception>
    public async Task Send(byte[] request)
    {
        for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request.AsMemory(sent));
        var length = 0;
        while (!IsWhole(answer.AsSpan(0, length)))
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(length));
            if (read == 0) throw new InvalidOperationException("The connection was closed.");
            length += read;
        }
        var said = answer.AsSpan(0, length);
        if (!said.StartsWith("HTTP/1.1 200"u8) || said.IndexOf("refused"u8) >= 0)
            throw new InvalidOperationException(Encoding.ASCII.GetString(answer, 0, length));
    }

    static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.IndexOf(HeadEnd);
        if (head < 0) return false;
        var field = bytes[..(head + 2)];
        field = field[(field.IndexOf(LengthField) + LengthField.Length)..];
        var length = int.Parse(field[..field.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        return bytes.Length >= head + HeadEnd.Length + length;
    }

    public void Dispose() => socket.Dispose();
}
