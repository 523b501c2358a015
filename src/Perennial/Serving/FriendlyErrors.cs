using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Ui.Layout;
using Perennial.Watch;
using Perennial.Web;

namespace Perennial.Serving;

/// <summary>Turns what goes wrong into a page, or a problem document for the API: where, what, and what to
/// do.</summary>
sealed partial class FriendlyErrors(RequestDelegate next, ILogger<FriendlyErrors> log)
{
    const int RetrySeconds = 5;

    static readonly PathString[] forPrograms = ["/hooks", "/health", "/ready", PageAssets.Path];

    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (StoreAwayException away) when (!context.Response.HasStarted)
        {
            // The log has it, once for everybody.
            await Answer(context, StatusCodes.Status503ServiceUnavailable, "the shop's store",
                $"{away.Fault.Words()}.", "Try again in a moment; if it stays, /ready and the log say since when.",
                RetrySeconds);
        }
        catch (StoreAwayException)
        {
            // Half an answer is cut off, so that nobody takes it for a whole one.
            context.Abort();
        }
        catch (BadInputException bad) when (!context.Response.HasStarted)
        {
            // The API's addresses name what is changed; a form is at an address that is there.
            var isMissing = bad is MissingException && context.Request.Path.StartsWithSegments("/api");
            await Answer(context, isMissing ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest,
                bad.Place, bad.Problem, bad.Remedy);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Answer(context, bad.StatusCode, "request", bad.Message, "Send less, or as the reference shows.");
        }
        catch (NotFoundException missing) when (!context.Response.HasStarted)
        {
            await Answer(context, StatusCodes.Status404NotFound, missing.Place, missing.Problem, missing.Remedy);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser went away, as it does while somebody types: nobody waits for an answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            // The address may name somebody.
            var page = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no page";
            if (Fault.IsExpected(error)) LogFailure(page, Fault.Kind(error));
            else Fault.Report(log, $"the request of {page}", error);
            await Answer(
                context, StatusCodes.Status500InternalServerError, context.Request.Path.Value ?? "this page",
                "Something went wrong inside Perennial.",
                "Try again; if it stays, run perennial doctor and look at what the program printed.");
        }
    }

    /// <summary>The answer to an address that nothing is at.</summary>
    public static Task NotFound(HttpContext context) => Answer(
        context, StatusCodes.Status404NotFound, context.Request.Path.Value ?? "",
        "There is no such page.", "Go to Today, or search for a customer.");

    /// <summary>Answers with one problem in the form that the caller reads.</summary>
    public static Task Answer(
        HttpContext context, int status, string place, string problem, string remedy, int retrySeconds = 0)
    {
        context.Response.Clear();
        if (retrySeconds > 0) context.Response.Headers.RetryAfter = $"{retrySeconds}";
        context.Response.StatusCode = status;
        return Write(context, place, problem, remedy);
    }

    /// <summary>Says in words what the framework answered with a mere number.</summary>
    public static Task AnswerStatus(StatusCodeContext answered)
    {
        var http = answered.HttpContext;
        var (problem, remedy) = StatusWords.Of(http);
        return Write(http, http.Request.Path.Value ?? "", problem, remedy);
    }

    static async Task Write(HttpContext context, string place, string problem, string remedy)
    {
        var status = context.Response.StatusCode;
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            await Results.Problem(
                $"{problem} {remedy}", place, status, problem,
                extensions: new Dictionary<string, object?>
                {
                    ["place"] = place, ["problem"] = problem, ["remedy"] = remedy,
                })
                .ExecuteAsync(context);
            return;
        }
        // A page knows where it stands by the address that was asked for.
        if (forPrograms.Any(path => context.Request.Path.StartsWithSegments(path)) || !HasAddress(context.Request))
        {
            await Results.Text($"{problem} {remedy}\n", statusCode: status).ExecuteAsync(context);
            return;
        }
        var values = new Dictionary<string, object?>
        {
            [nameof(ErrorPage.Status)] = status, [nameof(ErrorPage.Place)] = place,
            [nameof(ErrorPage.Problem)] = problem, [nameof(ErrorPage.Remedy)] = remedy,
        };
        // In a scope of its own: what a half-rendered page left in the request's cannot be used a second time.
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        await new RazorComponentResult<ErrorPage>(values) { StatusCode = status }.ExecuteAsync(context);
    }

    static bool HasAddress(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out _);

    [LoggerMessage(Level = LogLevel.Error, Message = "The request of {Page} failed: {Kind}")]
    partial void LogFailure(string page, string kind);
}
