using System.Net.Http.Headers;
using System.Text;

namespace Perennial.Channels.Outgoing;

/// <summary>Calls one destination: encrypted, guarded, within its rate, without following it elsewhere.</summary>
sealed class Outbound : IDisposable
{
    const int LongestAnswer = 4 << 20;
    static readonly TimeSpan timeout = TimeSpan.FromSeconds(20);

    readonly HttpMessageInvoker http;
    readonly RatePolicy rate;
    readonly TimeProvider time;

    public Outbound(Receiver receiver, TimeProvider time)
    {
        this.time = time;
        rate = new RatePolicy(receiver.RatePerSecond, time);
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectCallback = (context, cancel) =>
                AddressGuard.Connect(context.DnsEndPoint, receiver.AllowPrivate, cancel),
        });
    }

    /// <summary>Sends a request and reads what comes back. Whatever fails on the way is an answer with status 0.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<Answer> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        await rate.Wait(cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            var answer = new Answer((int)response.StatusCode, await Read(response, limit.Token))
            {
                Headers = response.Headers, After = Answer.RetryAfter(response.Headers, time.GetUtcNow()),
            };
            rate.Note(answer);
            return answer;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Answer(0, $"It did not answer within {timeout.TotalSeconds:0} seconds.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new Answer(0, $"It cannot be reached: {error.GetBaseException().Message}");
        }
    }

    /// <summary>A request with a body of JSON.</summary>
    public static HttpRequestMessage Json(HttpMethod method, Uri address, ReadOnlyMemory<byte> body,
        string type = "application/json") => new(method, address)
    {
        Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
    };

    static async Task<string> Read(HttpResponseMessage response, CancellationToken cancel)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new MemoryStream();
        var part = new byte[16 << 10];
        while (buffer.Length < LongestAnswer && await stream.ReadAsync(part, cancel) is > 0 and var read)
            buffer.Write(part, 0, read);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public void Dispose() => http.Dispose();
}
