using System.Buffers;
using System.IO.Compression;

namespace Perennial.Api.Tracking;

/// <summary>A request's body in memory, unpacked.</summary>
sealed class RequestBody : IDisposable
{
    /// <summary>What is read at most, unpacked: the rest of a larger body is not looked at.</summary>
    public const int MaxBytes = 4_000 * 1024;

    byte[] buffer;
    int length;

    RequestBody(int expected) => buffer = ArrayPool<byte>.Shared.Rent(expected);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>Reads a body. Null with a status where it cannot be taken: 413, 415, 400.</summary>
    public static async Task<(RequestBody? Body, int Status, string Problem)> Read(HttpRequest request)
    {
        var tooLarge = $"the body has more than {MaxBytes / 1024} KB";
        if (request.ContentLength > MaxBytes) return (null, StatusCodes.Status413PayloadTooLarge, tooLarge);
        var encoding = request.Headers.ContentEncoding.ToString();
        var isPacked = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!isPacked && encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return (null, StatusCodes.Status415UnsupportedMediaType, "the body may be packed by gzip only");

        var body = new RequestBody((int)(request.ContentLength ?? 4096) + 1);
        try
        {
            if (await body.Fill(request.Body, isPacked, request.HttpContext.RequestAborted)) return (body, 200, "");
            body.Dispose();
            return (null, StatusCodes.Status413PayloadTooLarge, tooLarge);
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            return (null, StatusCodes.Status400BadRequest, "the body is no gzip");
        }
        catch (BadHttpRequestException cut)
        {
            body.Dispose();
            return (null, cut.StatusCode, "the body cannot be read to its end");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    async Task<bool> Fill(Stream stream, bool isPacked, CancellationToken cancel)
    {
        if (!isPacked) return await Fill(stream, cancel);
        await using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
        return await Fill(unpacked, cancel);
    }

    async Task<bool> Fill(Stream stream, CancellationToken cancel)
    {
        while (true)
        {
            if (length == buffer.Length) Grow();
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancel);
            if (read == 0) return true;
            length += read;
            if (length > MaxBytes) return false;
        }
    }

    void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }
}
