using Perennial.Web;


namespace Perennial.Ui.Layout;

/// <summary>A page that shares its line of the navigation with others, as one of their tabs.</summary>
/// <param name="Href">Its address.</param>
/// <param name="Label">Its name.</param>
public sealed record NavTab(string Href, string Label);

/// <summary>One line of the navigation.</summary>
/// <param name="Href">Its address; pages below it count as it.</param>
/// <param name="Label">Its name.</param>
/// <param name="Key">The letter that goes there after g.</param>
/// <param name="Icon">Its picture: the path of a 24 x 24 line drawing.</param>
public sealed record NavItem(string Href, string Label, char Key, string Icon)
{
    /// <summary>Whom the page is for: a policy of <see cref="Policies"/>.</summary>
    public string Needs { get; init; } = Policies.Read;

    /// <summary>Whether it is for those who do something there, and not for those who only read.</summary>
    public bool IsForWork { get; init; }

    /// <summary>The pages behind the line, where there are several; the first is <see cref="Href"/>.</summary>
    public IReadOnlyList<NavTab> Tabs { get; init; } = [];

    public bool IsAt(string path) => Href == "/" ? path == "/"
        : Tabs.Select(tab => tab.Href).Prepend(Href).Any(href => path == href || path.StartsWith(href + "/"));

    /// <summary>Whether somebody is shown the line.</summary>
    public bool IsFor(Visitor visitor) => visitor.May(Needs)
        && (!IsForWork || visitor.May(Policies.Write) || !visitor.May(Policies.Read));
}

/// <summary>Pages that belong together; a group without a title stands for itself.</summary>
public sealed record NavGroup(string Title, params IReadOnlyList<NavItem> Items);

/// <summary>The navigation as data: a page is added by adding a line.</summary>
public static class Navigation
{
    public static readonly IReadOnlyList<NavGroup> Groups =
    [
        new("", new NavItem("/", "Today", 't',
            "M12 3v2M12 19v2M4.2 4.2l1.4 1.4M18.4 18.4l1.4 1.4M3 12h2M19 12h2M4.2 19.8l1.4-1.4M18.4 5.6l1.4-1.4" +
            "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z"),
            new NavItem("/calls", "Calls", 'c',
            "M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3Z")
            { Needs = Policies.Desk, IsForWork = true }),
        new("Audience",
            new NavItem("/segments", "Segments", 's', "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z"),
            new NavItem("/customers", "Customers", 'l',
            "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2 21v-1a7 7 0 0 1 14 0v1" +
            "M16 3.5a4 4 0 0 1 0 7M18.5 14.5A7 7 0 0 1 22 20v1")),
        new("Contact",
            new NavItem("/strategies", "Strategies", 'w',
            "M6 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM6 8v13M6 14h6a4 4 0 0 0 4-4V8" +
            "M16 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z")),
        new("Learn",
            new NavItem("/insights/cycle", "Insights", 'i', "M4 20h4v-6H4zM10 20h4V9h-4zM16 20h4V4h-4z")
            {
                Tabs =
                [
                    new("/insights/cycle", "Due and late"), new("/insights/cohorts", "Coming back"),
                    new("/insights/movement", "Movement"), new("/insights/pressure", "Pressure"),
                    new("/insights/offers", "Offers"), new("/insights/reach", "Reach"),
                    new("/insights/promotion", "Promotion"), new("/insights/lifetime", "Lifetime"),
                ],
            }),
        new("Shop",
            new NavItem("/products", "Products", 'o', "M3 8l9-5 9 5v8l-9 5-9-5V8ZM3 8l9 5 9-5M12 13v8"),
            new NavItem("/columns", "Columns", 'k', "M4 6h16M4 12h16M4 18h10"),
            new NavItem("/data", "Data", 'd', "M3 8h13l-4-4M21 16H8l4 4M19 5v6M5 13v6") { Needs = Policies.Write },
            new NavItem("/settings/staff", "Settings", 'e',
            "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z" +
            "M9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z")
            {
                Needs = Policies.Admin,
                Tabs =
                [
                    new("/settings/staff", "Staff"), new("/settings/keys", "Keys"), new("/settings/changes", "Changes"),
                ],
            }),
    ];

    /// <summary>What somebody is shown of it; nothing for whoever is not signed in.</summary>
    public static IEnumerable<NavGroup> For(Visitor? visitor) => visitor is null ? [] : Groups
        .Select(group => group with { Items = [.. group.Items.Where(item => item.IsFor(visitor))] })
        .Where(group => group.Items.Count > 0);
}
