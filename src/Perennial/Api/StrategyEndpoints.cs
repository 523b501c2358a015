using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Strategies;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>Files of strategies by their paths, such as strategies/welcome.yaml; <c>prune</c> takes strategies out that
/// are not among them, and <c>yes</c> lets in more customers than may enter without asking.</summary>
sealed record StrategyFilesBody(IReadOnlyDictionary<string, string> Files, bool Prune = false, bool Yes = false);

/// <summary>Files of strategies that are to be looked at.</summary>
sealed record StrategyDraftBody(IReadOnlyDictionary<string, string> Files);

/// <summary>All strategies, or nothing is done.</summary>
sealed record AllStrategiesBody(bool All);

/// <summary>How many go on in the last version of a strategy, and why others stayed.</summary>
sealed record MovedVersion(string Strategy, int Version, int Moved, IReadOnlyDictionary<string, int> Stayed)
{
    public static MovedVersion Of(MovedVersions one) => new(one.Strategy, one.Version, one.Moved, one.Stayed);
}

/// <summary>Strategies whose customers were moved.</summary>
sealed record MovedAnswer(IReadOnlyList<MovedVersion> Moved);

/// <summary>The strategies that were live.</summary>
sealed record StoppedAnswer(IReadOnlyList<string> Stopped);

/// <summary>The strategies that were not live.</summary>
sealed record StartedAnswer(IReadOnlyList<string> Started);

/// <summary>Strategies, what they decided, and publishing and stopping them.</summary>
static class StrategyEndpoints
{
    const int MostDecisions = 500;

    public static void MapStrategies(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapApi(Policies.Read);
        read.MapGet("/strategies", (ShopViews views) => Sheets(ServedStore.Of(views), views.Now, _ => true))
            .WithSummary("All strategies with their states, counts and steps");
        read.MapGet("/strategies/files", (ShopViews views) =>
                new StrategyDraftBody(StrategyFiles.InForce(ServedStore.Of(views)))).MayMiss()
            .WithSummary("The files that are in force, by their paths, as they were published");
        read.MapGet("/strategies/{name}", One).MayMiss().WithSummary("One strategy with its state, counts and steps");
        read.MapGet("/strategies/{name}/decisions", Decisions).MayMiss()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("What a strategy decided, newest first: step, outcome, size");
        routes.MapApi(Policies.Desk).MapGet("/customers/{id}/decisions",
                (string id, HttpContext http, ShopRequest shop, ShopViews views) => StrategyAnswer.Of(DecisionSheet.Of(
                    ServedStore.Of(views), AskedCustomer.Of(id, shop), ApiEndpoints.Size(http), views.Now)))
            .WithMetadata(new ReadsAttribute(ShopPart.Customer)).MayMiss()
            .WithSummary("Why a customer was contacted, or was not: decisions, newest first, and enrollments; size");
        MapChanges(routes.MapApi(Policies.Write));
    }

    static void MapChanges(RouteGroupBuilder api)
    {
        api.MapPost("/strategies/{name}/stop", (string name, HttpContext http, ShopViews views) =>
                new StoppedAnswer(Stop(http, views, [ApiRoutes.Whole(name)])))
            .Does(StrategyFiles.Stopping).MayMiss()
            .WithSummary("Stop a strategy: nobody enters, and whoever is in it stays where they are");
        api.MapPost("/strategies/{name}/start", (string name, HttpContext http, ShopViews views) =>
                new StartedAnswer(Start(http, views, [ApiRoutes.Whole(name)])))
            .Does(StrategyFiles.Starting).MayMiss()
            .WithSummary("Start a strategy again, or let those in for whom it has paused");
        api.MapPost("/strategies/stop", async (HttpContext http, ShopViews views) =>
            {
                await All(http);
                return new StoppedAnswer(Stop(http, views, null));
            }).Does(StrategyFiles.Stopping).Takes<AllStrategiesBody>().WithSummary("Stop all strategies");
        api.MapPost("/strategies/start", async (HttpContext http, ShopViews views) =>
            {
                await All(http);
                return new StartedAnswer(Start(http, views, null));
            }).Does(StrategyFiles.Starting).Takes<AllStrategiesBody>().WithSummary("Start all strategies again");
        api.MapPost("/strategies/{name}/move", (string name, HttpContext http, ShopViews views) =>
                new MovedAnswer([.. StrategyFiles.Move(ServedStore.Of(views), [ApiRoutes.Whole(name)],
                    Visitor.Of(http).Actor, views.Now, http.RequestAborted).Select(MovedVersion.Of)]))
            .Does(StrategyFiles.Moving).MayMiss()
            .WithSummary("Move whoever is in a former version of a strategy to the last one");
        api.MapPost("/strategies/apply", Apply).Does(StrategyFiles.Publishing).Takes<StrategyFilesBody>()
            .WithSummary("Publish strategies, all files or none, as perennial apply does");
        api.MapPost("/strategies/plan", Plan).Takes<StrategyFilesBody>()
            .WithSummary("What files would change, on how many customers, and what is wrong; changes nothing");
        api.MapPost("/strategies/keep", async (HttpContext http, ShopRequest shop, ShopViews views) =>
            {
                await Keep(http, shop, views);
                return Results.NoContent();
            }).Does(StrategyDrafts.Keeping).Takes<StrategyDraftBody>().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Keep files to be looked at on the page Strategies, and published there");
        api.MapPost("/strategies/discard", (HttpContext http, ShopViews views) =>
            {
                StrategyDrafts.Discard(ServedStore.Of(views), null, Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(StrategyDrafts.Discarding).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Discard the files that are kept to be looked at");
    }

    static object One(string name, ShopViews views)
    {
        var whole = ApiRoutes.Whole(name);
        return Sheets(Known(views, whole), views.Now, sheet => sheet.Strategy == whole);
    }

    static object Decisions(
        string name, string? step, string? outcome, HttpContext http, ShopRequest shop, ShopViews views)
    {
        var whole = ApiRoutes.Whole(name);
        var rows = Known(views, whole).Decisions.Of(
            whole, step ?? "", OutcomeWords.Read(outcome ?? ""), Math.Min(MostDecisions, ApiEndpoints.Size(http)));
        return StrategyAnswer.Of(whole, rows, shop.View, views.Now);
    }

    static ShopStore Known(ShopViews views, string name)
    {
        var store = ServedStore.Of(views);
        StrategyFiles.Known(store, [name]);
        return store;
    }

    static object Sheets(ShopStore store, Instant now, Func<StrategySheet, bool> which) => StrategyAnswer.Of(
        [.. StrategySheet.All(store, now).Where(which)], ShopSettings.Of(store).Currency, now);

    static async Task<object> Apply(HttpContext http, ShopRequest shop, ShopViews views)
    {
        var body = await ApiBody.Read<StrategyFilesBody>(http);
        var (proposed, impact) = StrategyFiles.Apply(ServedStore.Of(views), shop.View, body.Files, body.Prune,
            Visitor.Of(http).Actor, views.Now, ImpactAsking.OnPages with { Yes = body.Yes });
        return PlanAnswer.Of(proposed.Read, proposed, impact, ImpactWords.CannotAsk(proposed.Read, shop.View));
    }

    static async Task<object> Plan(HttpContext http, ShopRequest shop, ShopViews views)
    {
        var body = await ApiBody.Read<StrategyFilesBody>(http);
        var (proposed, impact) = Asked(http, shop, views, body.Files, body.Prune);
        return PlanAnswer.Of(proposed.Read, proposed, impact, ImpactWords.CannotAsk(proposed.Read, shop.View));
    }

    static async Task Keep(HttpContext http, ShopRequest shop, ShopViews views)
    {
        var body = await ApiBody.Read<StrategyDraftBody>(http);
        var (_, impact) = Asked(http, shop, views, body.Files, prune: false);
        StrategyDrafts.Keep(ServedStore.Of(views), body.Files, Visitor.Of(http).Actor, views.Now, impact);
    }

    static (ProposedStrategies Proposed, ProposedImpact? Impact) Asked(HttpContext http, ShopRequest shop,
        ShopViews views, IReadOnlyDictionary<string, string> files, bool prune)
    {
        if (files.Count == 0) throw StrategyFiles.NoFiles();
        var store = ServedStore.Of(views);
        var proposed = StrategyFiles.Compare(files, StrategyShops.Of(shop.View), store.Strategies.Parts(), prune);
        var asking = ImpactAsking.OnPages with { Cancel = http.RequestAborted };
        return (proposed, ProposedImpact.Of(store, proposed, asking, views.Now));
    }

    static IReadOnlyList<string> Stop(HttpContext http, ShopViews views, IReadOnlyList<string>? names) =>
        StrategyFiles.Stop(ServedStore.Of(views), names, Visitor.Of(http).Actor, views.Now);

    static IReadOnlyList<string> Start(HttpContext http, ShopViews views, IReadOnlyList<string>? names) =>
        StrategyFiles.Start(ServedStore.Of(views), names, Visitor.Of(http).Actor, views.Now);

    // That nothing was said does not stop everything.
    static async Task All(HttpContext http)
    {
        if (!(await ApiBody.Read<AllStrategiesBody>(http)).All)
            throw new BadInputException("body, at all", "It is not said which strategy.", "Say true for all of them.");
    }
}
