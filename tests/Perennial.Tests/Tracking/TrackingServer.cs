using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Perennial.Api.Tracking;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;
using Perennial.Live;
using Perennial.Watch;

namespace Perennial.Tests.Tracking;

/// <summary>The tracking API on a free port, and what it handed on.</summary>
public sealed class TrackingServer : IAsyncDisposable
{
    public const string Key = "pk_web";

    public static readonly Instant Now = SomeCalls.ReceivedAt;

    readonly WebApplication app;
    readonly IntakeCounts counts;

    TrackingServer(WebApplication app, IntakeCounts counts)
    {
        (this.app, this.counts) = (app, counts);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public List<IncomingEvent> Written { get; } = [];

    /// <summary>What was counted as refused: source and reason, once for each.</summary>
    public IReadOnlyList<(string Source, string Reason)> Refused =>
        [.. counts.Counted().SelectMany(one => Enumerable.Repeat((one.Source, one.Reason), (int)one.Events))];

    /// <summary>What the sink does before it writes.</summary>
    public Func<Task> BeforeWriting { get; set; } = () => Task.CompletedTask;

    /// <summary>What happens before a key is looked up.</summary>
    public Action BeforeFinding { get; set; } = () => { };

    /// <summary>What happens before it is asked which attributes the shop keeps.</summary>
    public Action BeforeAttributes { get; set; } = () => { };

    public static async Task<TrackingServer> Start(int eventsPerSecond = 100_000)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        TrackingServer? server = null;
        var counts = new IntakeCounts();
        app.MapTracking(new TrackingOptions
        {
            Sink = async (_, events, _) =>
            {
                await server!.BeforeWriting();
                lock (server.Written) server.Written.AddRange(events);
            },
            FindKey = text =>
            {
                server!.BeforeFinding();
                return text == Key ? new TrackingKey("web", "1") : null;
            },
            Attributes = () =>
            {
                server!.BeforeAttributes();
                return AttributeSet.Everywhere;
            },
            Counts = counts,
            EventsPerSecond = eventsPerSecond,
            Time = new FakeTimeProvider(Now.ToDateTimeOffset()),
        });
        app.Run(context => context.Response.WriteAsync("the app"));
        await app.StartAsync();
        return server = new TrackingServer(app, counts);
    }

    public async Task<(int Status, string Body)> Post(
        string path, string body, string? key = Key, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await Post(path, content, key);
    }

    public async Task<(int Status, string Body)> Post(string path, HttpContent content, string? key = Key)
    {
        using var answer = await Client.SendAsync(Request(path, content, key));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static HttpRequestMessage Request(string path, HttpContent content, string? key = Key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")));
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
