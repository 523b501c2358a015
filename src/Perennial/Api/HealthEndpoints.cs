using Perennial.Live;

namespace Perennial.Api;

/// <summary>Whether the program runs, and whether it can do its work: for those who start it and who send requests to
/// it. Open to everybody, and says nothing about the shop.</summary>
static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, Readiness readiness)
    {
        var open = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        open.MapGet("/health", () => Results.Text("ok"));
        open.MapGet("/ready", async () =>
        {
            var problems = await readiness.Problems();
            return Results.Json(new ReadyAnswer(problems.Count == 0, problems), statusCode: problems.Count == 0
                ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }

    /// <param name="Ready">Whether requests may come.</param>
    /// <param name="Problems">Why not.</param>
    sealed record ReadyAnswer(bool Ready, IReadOnlyList<string> Problems);
}
