using Microsoft.OpenApi;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>What an endpoint reads its body as.</summary>
sealed record Body(Type Form);

/// <summary>An address of before.</summary>
sealed record FormerAddress;

/// <summary>What all endpoints of the API have in common.</summary>
static class ApiRoutes
{
    /// <summary>Endpoints below <c>/api</c> for those whom a policy lets in.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string policy) =>
        routes.MapGroup("/api").RequireAuthorization(policy).RequireRateLimiting(RateLimits.Api);

    /// <summary>The endpoint reads its body as JSON of this form, or as YAML too.</summary>
    /// <remarks>Whatever the request calls its body: what is no JSON is answered with what is wrong with it, and not
    /// with an address that is not there, as routing by content type would.</remarks>
    public static RouteHandlerBuilder Takes<TBody>(this RouteHandlerBuilder endpoint, params string[] alsoAs) =>
        endpoint.ProducesProblem(StatusCodes.Status400BadRequest).WithMetadata(new Body(typeof(TBody)))
            .AddOpenApiOperationTransformer(async (operation, context, cancel) =>
            {
                var schema = await context.GetOrCreateSchemaAsync(typeof(TBody), null, cancel);
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = alsoAs.Prepend("application/json")
                        .ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema }),
                };
            });

    /// <summary>The endpoint was called so before: programs may call it by this address still, and no page says so.
    /// </summary>
    public static RouteHandlerBuilder Former(this RouteHandlerBuilder endpoint) =>
        endpoint.ExcludeFromDescription().WithMetadata(new FormerAddress());

    /// <summary>A name as an address has it: a slash of the name itself stays encoded there.</summary>
    public static string Whole(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The endpoint changes what its address names.</summary>
    public static RouteHandlerBuilder MayMiss(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesProblem(StatusCodes.Status404NotFound);
}
