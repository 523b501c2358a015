namespace Perennial.Serving;

/// <summary>Answers HEAD as GET: with the same status and headers at every door, though none says so.</summary>
/// <remarks>The server knows what was asked for, and sends no body.</remarks>
sealed class HeadAsGet(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method)) context.Request.Method = HttpMethods.Get;
        return next(context);
    }
}
