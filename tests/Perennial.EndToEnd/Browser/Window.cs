using Microsoft.Playwright;

namespace Perennial.EndToEnd.Browser;

/// <summary>One page in the browser with what went wrong on it.</summary>
public sealed class Window : IAsyncDisposable
{
    readonly List<string> complaints = [];

    public Window(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(30_000);
        Assertions.SetDefaultExpectTimeout(15_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What the console printed as an error or a warning.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Keeps a picture of the page under the test output: all of it, but not more than two screens of a list.
    /// </summary>
    public async Task Picture(string name, int most = 1900)
    {
        var height = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        await Page.ScreenshotAsync(new()
        {
            Path = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots", name + ".png"),
            FullPage = true,
            Clip = new() { X = 0, Y = 0, Width = Page.ViewportSize!.Width, Height = Math.Min(height, most) },
        });
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
