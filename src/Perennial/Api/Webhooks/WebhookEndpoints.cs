using Perennial.Channels.Webhooks;
using Perennial.Live;
using Perennial.Watch;

namespace Perennial.Api.Webhooks;

/// <summary>The addresses that stores and providers call.</summary>
static class WebhookEndpoints
{
    /// <summary>What all of them begin with. No browser's page calls them, so <c>SameOrigin</c> lets them
    /// be: they are let in by their signatures.</summary>
    public const string Path = "/hooks";

    /// <summary>Takes what stores and providers say into a shop that is served.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes, LiveShop live) => routes.MapWebhooks(
        WebhookSet.Of(live), WebhookWork.Of(live, live.Time), live.PublicFiles.Fetch, live.Counts, live.Time);

    /// <summary>Maps <c>/hooks/{kind}/{name}</c>.</summary>
    public static void MapWebhooks(
        this IEndpointRouteBuilder routes, WebhookSet webhooks, WebhookSinks sinks, FetchFile fetch,
        IntakeCounts counts, TimeProvider time)
    {
        var log = routes.ServiceProvider.GetRequiredService<ILogger<WebhookDoor>>();
        var door = new WebhookDoor(webhooks, sinks, fetch, counts, time, log);
        routes.MapPost(Path + "/{kind}/{name}",
                (string kind, string name, HttpRequest http, CancellationToken cancel) =>
                    door.Answer(kind, name, http, cancel))
            .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }
}
