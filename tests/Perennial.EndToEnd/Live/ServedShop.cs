using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Perennial.Access;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Settings;
using Perennial.Destinations;
using Perennial.EndToEnd.Commands;

namespace Perennial.EndToEnd.Live;

/// <summary>A running <c>perennial serve</c>: a process of its own, to be killed and started again.</summary>
sealed class ServedShop : IDisposable
{
    /// <summary>The collection of tests that must not disturb one another: each keeps the machine busy.</summary>
    public const string Alone = "served shops, one at a time";

    /// <summary>The source that every key of these tests stands for.</summary>
    public const string Source = "web";

    static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    readonly Process process;
    readonly StringBuilder log = new();

    ServedShop(Process process) => this.process = process;

    public static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>What it wrote to its log so far.</summary>
    public string Log
    {
        get
        {
            lock (log) return log.ToString();
        }
    }

    public bool IsRunning => !process.HasExited;

    /// <summary>Makes a shop that is never scored by itself, and a key for trackers, as <c>perennial keys add</c>
    /// does.</summary>
    public static string AddKey(string place)
    {
        using var store = ShopStore.Open(place, Now);
        // After three in the morning a new shop would be scored, and what it is held to is not.
        store.Times.PutScoring(ScoringTime.Never, Now);
        return KeyEditing.Add(store, Source, KeyScope.Track, Actor.Terminal("test"), Now).Secret;
    }

    /// <summary>Sets up destinations, as <c>perennial destinations --load</c> does.</summary>
    public static void LoadDestinations(string place, string file)
    {
        using var store = ShopStore.Open(place, Now);
        DestinationEditing.Load(store, file, Actor.Terminal("test"), Now);
    }

    /// <summary>Starts one, and returns once it answers.</summary>
    public static Task<ServedShop> Start(string place, params (string Name, string Value)[] environment) =>
        Start(place, null, environment);

    /// <summary>Starts one, and returns once it answers.</summary>
    /// <param name="place">The store.</param>
    /// <param name="clock">The file that its clock follows (<see cref="MovedClock"/>); null for the machine's own.
    /// </param>
    /// <param name="environment">Variables.</param>
    public static async Task<ServedShop> Start(
        string place, string? clock, IEnumerable<(string Name, string Value)> environment)
    {
        string[] serve = ["serve", "--store", place, "--port", "0"];
        var (program, arguments) = clock is null ? (PerennialProcess.Path, serve) : MovedClock.Start(clock, serve);
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var shop = new ServedShop(Process.Start(start)!);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        shop.process.OutputDataReceived += (_, _) => { };
        shop.process.ErrorDataReceived += (_, line) => shop.Hear(line.Data, listening);
        shop.process.BeginOutputReadLine();
        shop.process.BeginErrorReadLine();
        try
        {
            shop.Address = await listening.Task.WaitAsync(patience);
            return shop;
        }
        catch
        {
            shop.Dispose();
            throw;
        }
    }

    void Hear(string? line, TaskCompletionSource<Uri> listening)
    {
        const string says = " at http://";
        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException($"perennial serve did not start:\n{Log}"));
            return;
        }
        lock (log) log.AppendLine(line);
        var at = line.IndexOf(says, StringComparison.Ordinal);
        if (at < 0 || !line.StartsWith("Serving ", StringComparison.Ordinal)) return;
        listening.TrySetResult(new Uri(line[(at + " at ".Length)..].Split(' ')[0]));
    }

    /// <summary>What <c>/ready</c> says: nothing, or its problems.</summary>
    public async Task<IReadOnlyList<string>> Problems(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri(Address, "/ready"));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var problems = body.RootElement.GetProperty("problems").EnumerateArray().Select(one => one.GetString()!);
        Assert.Equal(answer.StatusCode == HttpStatusCode.OK, !problems.Any());
        return [.. problems];
    }

    /// <summary>A client with as many connections as it likes.</summary>
    public HttpClient Client() => new() { BaseAddress = Address, Timeout = patience };

    /// <summary>A request with the key.</summary>
    public static HttpRequestMessage Request(Uri address, string path, string key, HttpContent content)
    {
        content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")));
        return request;
    }

    /// <summary>Sends calls in one list; they have to be taken.</summary>
    public static async Task Post(HttpClient client, string key, IEnumerable<string> calls)
    {
        using var request = Request(client.BaseAddress!, "/v1/batch", key, new StringContent(Calls.Batch(calls)));
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK && !text.Contains("refused"), $"{answer}\n{text}");
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
        // It may have survived one, and the test passed.
        Assert.False(Log.Contains("A fault of the program", StringComparison.Ordinal), Log);
    }
}
