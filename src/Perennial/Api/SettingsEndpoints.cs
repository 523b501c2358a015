using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Data.Access;
using Perennial.Scoring;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Sources;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>Which profiles are computed anew before everybody is compared: all, or only those that are due.</summary>
sealed record ScoringBody(bool All = false);

/// <summary>A scoring run; null where nobody has ordered yet.</summary>
sealed record ScoringRunAnswer(long? Id, string? AsOf, int? Customers)
{
    public static ScoringRunAnswer Of(ScoringRun? run) => new(run?.Id, run?.AsOf.ToString(), run?.Customers);
}

/// <summary>One change, as the log has it.</summary>
sealed record ChangeAnswer(
    string Id, string At, string ByKind, string By, string What, string Subject, string Before, string After)
{
    public static ChangeAnswer Of(AuditEntry entry) => new(entry.Id, entry.At.ToString(), entry.By.Kind,
        entry.By.Name, entry.What, entry.Subject, entry.Before, entry.After);
}

/// <summary>The shop's settings, who may call it, its scoring runs, and the log of changes.</summary>
static class SettingsEndpoints
{
    const int MostChanges = 500;
    const string Json = "application/json", Yaml = "application/yaml";

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapApi(Policies.Admin);
        admin.MapGet("/settings", (HttpContext http, ShopViews views) => Results.Text(
                (LookBackQuery.Read(http) is { } back
                    ? LookBackQuery.Settings(ServedStore.Of(views), back, views.Now)
                    : ShopSettings.Of(ServedStore.Of(views))).Options.ToJson(), Json))
            .Produces<ShopOptions>().WithSummary("Limits, windows and weights of the shop's columns; as_of a day");
        admin.MapPut("/settings", PutSettings).Does(SettingsEditing.Changing)
            .Takes<ShopOptions>(Yaml).Produces<ScoringRunAnswer>()
            .WithSummary("Set them, what is left out to its default; then every column is computed anew");
        admin.MapGet("/sources", (ShopViews views) =>
                Results.Text(ShopSources.Of(ServedStore.Of(views)).ToJson(), Json))
            .Produces<ShopSources>().WithSummary("Stores and providers that may call; secrets by the variables' names");
        admin.MapPut("/sources", PutSources).Does(SourceEditing.Loading)
            .Takes<ShopSources>(Yaml)
            .Produces(StatusCodes.Status204NoContent).WithSummary("Let those call, and nobody else");
        admin.MapGet("/changes", (HttpContext http, ShopViews views) => ServedStore.Of(views)
                .Audit.Last(Most(http), Before(http)).Select(ChangeAnswer.Of))
            .WithSummary("Who changed what, the last first; size, and before (an id) for older ones");
        var write = routes.MapApi(Policies.Write);
        write.MapPost("/scoring-runs", Score).Does(ScoreAnew.Scoring).Takes<ScoringBody>()
            .Produces<ScoringRunAnswer>(StatusCodes.Status201Created).WithSummary("Compare all customers anew");
        write.MapPost("/runs", Score).Does(ScoreAnew.Scoring).Former();
    }

    static async Task<ScoringRunAnswer> PutSettings(HttpContext http, ShopViews views)
    {
        var text = await ApiBody.Text(http);
        return ScoringRunAnswer.Of(await Task.Run(() => SettingsEditing.Load(ServedStore.Of(views), text, "body",
            Visitor.Of(http).Actor, views.Now, (_, _) => { }, http.RequestAborted)));
    }

    static async Task<IResult> PutSources(HttpContext http, ShopViews views)
    {
        SourceEditing.Load(
            ServedStore.Of(views), await ApiBody.Text(http), "body", Visitor.Of(http).Actor, views.Now);
        return Results.NoContent();
    }

    static async Task<IResult> Score(HttpContext http, ShopViews views)
    {
        var body = await ApiBody.Read<ScoringBody>(http);
        var run = await Task.Run(() => ScoreAnew.Run(ServedStore.Of(views), null, null, body.All,
            Visitor.Of(http).Actor, views.Now, (_, _) => { }, http.RequestAborted));
        return Results.Json(ScoringRunAnswer.Of(run), statusCode: StatusCodes.Status201Created);
    }

    static int Most(HttpContext http) => http.Request.Query["size"].ToString() is { Length: > 0 } text
        ? int.TryParse(text, out var size) && size is >= 1 and <= MostChanges ? size
            : throw new BadInputException("size", $"'{text}' is no number of changes.", $"Use 1 to {MostChanges}.")
        : 50;

    static string? Before(HttpContext http) =>
        http.Request.Query["before"].ToString() is { Length: > 0 } id ? id : null;
}
