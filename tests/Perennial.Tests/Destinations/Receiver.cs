using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Perennial.Tests.Destinations;

/// <summary>One request as it came in.</summary>
sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public System.Text.Json.JsonElement Json => System.Text.Json.JsonDocument.Parse(Body).RootElement;
}

/// <summary>A real server on this machine that stands for somebody else's.</summary>
sealed class Receiver : IAsyncDisposable
{
    readonly WebApplication app;

    Receiver(WebApplication app) => this.app = app;

    /// <summary>Everything that came in, in order.</summary>
    public ConcurrentQueue<Received> Requests { get; } = [];

    /// <summary>Where it listens.</summary>
    public string Url => app.Urls.First();

    /// <summary>Starts one.</summary>
    /// <param name="answer">Answers a request whose body has been read.</param>
    public static async Task<Receiver> Start(Func<Received, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(async http =>
        {
            var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var request = new Received(http.Request.Method, http.Request.Path + http.Request.QueryString,
                http.Request.Headers.ToDictionary(one => one.Key.ToLowerInvariant(), one => $"{one.Value}"),
                body.ToArray());
            receiver.Requests.Enqueue(request);
            await answer(request, http);
        });
        await receiver.app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
