using System.Net;

namespace Perennial.Channels.Webhooks;

/// <summary>Asks vendors' own servers for small files: certificates, confirmations.</summary>
/// <remarks>Follows no redirect and reads no more than a certificate needs; who calls it has made sure that the
/// address is the vendor's.</remarks>
public sealed class PublicFiles : IDisposable
{
    const int MostBytes = 64 * 1024;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    readonly HttpMessageInvoker web = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience, UseProxy = true,
    });

    /// <summary>A file; null where it cannot be had.</summary>
    public async Task<byte[]?> Fetch(Uri address, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var answer = await web.SendAsync(request, patience.Token);
            if (answer.StatusCode != HttpStatusCode.OK) return null;
            await using var stream = await answer.Content.ReadAsStreamAsync(patience.Token);
            var file = new byte[MostBytes + 1];
            var length = await stream.ReadAtLeastAsync(file, file.Length, throwOnEndOfStream: false, patience.Token);
            return length > MostBytes ? null : file[..length];
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => web.Dispose();
}
