using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Destinations;

namespace Perennial.Tests.Destinations;

/// <summary>A server that behaves as a vendor's does, and a destination that sends to it.</summary>
sealed class VendorFixture : IAsyncDisposable
{
    readonly Receiver receiver;
    readonly Dictionary<string, string> environment = [];

    readonly CancellationTokenSource stop = new();
    readonly Task passing;

    VendorFixture(Receiver receiver)
    {
        this.receiver = receiver;
        passing = Pass();
    }

    // Who waits for their turn, or for a job of the vendor's, waits milliseconds for seconds.
    async Task Pass()
    {
        while (!stop.IsCancellationRequested)
        {
            Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(5, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public FakeTimeProvider Time { get; } = new(Some.Now.ToDateTimeOffset());

    public IEnumerable<Received> Requests => receiver.Requests;

    public string Url => receiver.Url;

    /// <summary>Answers instead of the vendor, once for each that is put in: status, then headers.</summary>
    public Queue<(int Status, (string, string)[] Headers)> Failures { get; } = [];

    /// <summary>Starts a vendor.</summary>
    /// <param name="answer">The body for a request, or a status below 0 for none of its own.</param>
    public static async Task<VendorFixture> Start(Func<Received, HttpContext, string> answer)
    {
        VendorFixture? fixture = null;
        var receiver = await Receiver.Start(async (request, http) =>
        {
            (int Status, (string, string)[] Headers) failure;
            lock (fixture!.Failures) failure = fixture.Failures.TryDequeue(out var next) ? next : (200, []);
            if (failure.Status == 0)
            {
                http.Abort();
                return;
            }
            foreach (var (name, value) in failure.Headers) http.Response.Headers[name] = value;
            if (failure.Status != 200)
            {
                http.Response.StatusCode = failure.Status;
                return;
            }
            await http.Response.WriteAsync(answer(request, http));
        });
        return fixture = new VendorFixture(receiver);
    }

    public VendorFixture Set(string variable, string value)
    {
        environment[variable] = value;
        return this;
    }

    /// <summary>The destination that a file describes; "URL" stands for the vendor.</summary>
    public Destination Open(string yaml) => DestinationKind.Open(
        DestinationFileOf(yaml.Replace("URL", receiver.Url)), new(Time, environment.GetValueOrDefault));

    static DestinationSettings DestinationFileOf(string yaml) => DestinationFile.Parse(
        "destinations:\n" + yaml, "destinations.yaml", ["vip"]).Single();

    public static OutgoingChange Change(string identity, params (string Name, object? Value)[] fields) => new()
    {
        Key = $"d:0:{identity}", Customer = CustomerId.Of(CustomerKeyKind.External, identity), Identity = identity,
        At = Some.At("2026-11-22T08:30:00Z"),
        Fields = [.. fields.Select(one => KeyValuePair.Create(one.Name, one.Value))],
    };

    public static async Task<string> Kinds(Task<SendResult> sent)
    {
        var result = await sent;
        return result.Closed is { } closed ? $"closed: {closed.Reason}"
            : string.Join(' ', result.Outcomes.Select(one => one.Kind));
    }

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await passing;
        stop.Dispose();
        await receiver.DisposeAsync();
    }
}
