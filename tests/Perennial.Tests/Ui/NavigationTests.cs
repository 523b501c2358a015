using Perennial.Ui.Layout;

namespace Perennial.Tests.Ui;

public sealed class NavigationTests
{
    [Fact]
    public void Every_page_has_a_key_of_its_own()
    {
        var items = Navigation.Groups.SelectMany(group => group.Items).ToList();
        var shared = items.GroupBy(item => item.Key).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(" and ", same.Select(item => item.Label))}");
        Assert.Empty(shared);
        // g begins, n and p turn pages, wherever one is.
        Assert.All(items, item =>
            Assert.True(char.IsAsciiLetterLower(item.Key) && !"gnp".Contains(item.Key), item.Label));
    }
}
