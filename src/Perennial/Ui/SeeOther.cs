namespace Perennial.Ui;

/// <summary>The answer to a form: the browser asks for an address itself, so that loading it again does not post
/// again.</summary>
sealed record SeeOther(string Address) : IResult
{
    public Task ExecuteAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = Address;
        return Task.CompletedTask;
    }
}
