using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Perennial.Api.Webhooks;
using Perennial.Channels.Webhooks;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Live;
using Perennial.Serving;
using Perennial.Watch;

namespace Perennial.Tests.Webhooks;

/// <summary>The doors on a free port, with sinks that remember what they were given.</summary>
public sealed class WebhookServer : IAsyncLifetime
{
    public const string Secret = "hush-hush";

    const string Sources = """
        {"sources":[{"kind":"shopify","name":"main","secrets":["${S}","${OLD}"]},
          {"kind":"woocommerce","name":"main","secrets":["${S}"]},
          {"kind":"postmark","name":"main","secrets":["${S}"]},
          {"kind":"mailgun","name":"main","secrets":["${S}"]},
          {"kind":"twilio","name":"main","secrets":["${S}"]},
          {"kind":"postmark","name":"unset","secrets":["${UNSET}"]}]}
        """;

    WebApplication app = null!;

    public HttpClient Web { get; private set; } = null!;

    internal IntakeCounts Counts { get; } = new();

    public List<IncomingEvent> Events { get; } = [];

    public List<string> Erased { get; } = [];

    public List<PrivacyRequest> Asked { get; } = [];

    public List<ProductDetails> Products { get; } = [];

    /// <summary>Orders whose customer is known.</summary>
    public Dictionary<string, CustomerId> Owners { get; } = [];

    /// <summary>Set where the shop cannot take anything now.</summary>
    public bool IsFull { get; set; }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.UseMiddleware<SameOrigin>();
        app.UseRouting();
        var time = new FakeTimeProvider(Calls.Now.ToDateTimeOffset());
        var webhooks = new WebhookSet(() => Sources,
            name => name switch { "S" => Secret, "OLD" => "old-secret", _ => null }, Calls.NoFile, time);
        app.MapWebhooks(webhooks, Sinks(), Calls.NoFile, Counts, time);
        await app.StartAsync();
        Web = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>What was counted of a source and a reason; "" for what was taken.</summary>
    internal long Counted(string source, string reason) => Counts.Counted()
        .Where(one => one.Source == source && one.Reason == reason).Sum(one => one.Events);

    WebhookSinks Sinks() => new()
    {
        Events = (source, events, _) =>
        {
            if (IsFull) throw new BadInputException("the store", "Its disk is full.", "Make room.");
            Counts.Taken(source, events, Calls.Now);
            lock (Events) Events.AddRange(events);
            return Task.CompletedTask;
        },
        Erasures = (who, source, _) =>
        {
            lock (Erased) Erased.Add($"{source} {who.External} {who.Email}");
            return Task.CompletedTask;
        },
        DataRequests = (request, _, _) =>
        {
            lock (Asked) Asked.Add(request);
            return Task.CompletedTask;
        },
        Products = (products, _, _) =>
        {
            lock (Products) Products.AddRange(products);
            return Task.CompletedTask;
        },
        Owner = (_, number, _) =>
            Task.FromResult<CustomerId?>(Owners.TryGetValue(number, out var owner) ? owner : null),
    };

    public async ValueTask DisposeAsync()
    {
        Web.Dispose();
        await app.DisposeAsync();
    }
}
