using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Perennial.EndToEnd.Browser;

static class Reached
{
    /// <summary>Waits until the page is at an address, in which <c>*</c> is anything, and loaded.</summary>
    /// <remarks>Playwright's own WaitForURLAsync listens for a navigation once it has seen that the address is another,
    /// and waits for ever where the page got there between the two.</remarks>
    public static async Task Reaches(this IPage page, string address)
    {
        var pattern = Regex.Escape(address).Replace("\\*", ".*", StringComparison.Ordinal);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"{pattern}$"), new() { Timeout = 30_000 });
        await page.WaitForLoadStateAsync();
    }
}
