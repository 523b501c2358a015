namespace Perennial.Api;

static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
    }
}
