using Perennial.Web;


namespace Perennial.Ui.Layout;

/// <summary>One page in the navigation.</summary>
/// <param name="Href">Its address; pages below it count as it.</param>
/// <param name="Label">Its name.</param>
/// <param name="Key">The letter that goes there after g.</param>
/// <param name="Icon">Its picture: the path of a 24 x 24 line drawing.</param>
public sealed record NavItem(string Href, string Label, char Key, string Icon)
{
    /// <summary>Whom the page is for: a policy of <see cref="Policies"/>.</summary>
    public string Needs { get; init; } = Policies.Read;

    public bool IsAt(string path) => Href == "/" ? path == "/" : path == Href || path.StartsWith(Href + "/");
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
            { Needs = Policies.Desk }),
        new("Audience",
            new NavItem("/segments", "Segments", 's', "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z"),
            new NavItem("/customers", "Customers", 'l',
            "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2 21v-1a7 7 0 0 1 14 0v1" +
            "M16 3.5a4 4 0 0 1 0 7M18.5 14.5A7 7 0 0 1 22 20v1")),
        new("Insights",
            new NavItem("/insights/cycle", "Due and late", 'd', "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4l3 2"),
            new NavItem("/insights/cohorts", "Coming back", 'b', "M4 20h4v-6H4zM10 20h4V9h-4zM16 20h4V4h-4z"),
            new NavItem("/insights/movement", "Movement", 'm', "M4 8h15l-4-4M20 16H5l4 4"),
            new NavItem("/insights/pressure", "Pressure", 'e', "M4 5h16v11H9l-5 4zM8 10.5h8"),
            new NavItem("/insights/offers", "Offers", 'i',
            "M20 12v8H4v-8M2 7h20v5H2zM12 20V7M12 7S10 3 7.5 4 8 7 12 7Zm0 0s2-4 4.5-3S16 7 12 7Z"),
            new NavItem("/insights/reach", "Reach", 'u',
            "M12 12h.01M8 8a6 6 0 0 0 0 8M16 8a6 6 0 0 1 0 8M5 5a10 10 0 0 0 0 14M19 5a10 10 0 0 1 0 14"),
            new NavItem("/insights/promotion", "Promotion", 'r',
            "M4 4h8l8 8-8 8-8-8zM8.5 7.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2Z"),
            new NavItem("/insights/lifetime", "Lifetime", 'v', "M4 19h16M4 15c4 0 5-9 9-9s4 5 7 5")),
        new("Reference",
            new NavItem("/products", "Products", 'o', "M3 8l9-5 9 5v8l-9 5-9-5V8ZM3 8l9 5 9-5M12 13v8"),
            new NavItem("/columns", "Columns", 'k', "M4 6h16M4 12h16M4 18h10") { Needs = Policies.Desk }),
        new("Settings",
            new NavItem("/data", "Data", 'a', "M3 8h13l-4-4M21 16H8l4 4M19 5v6M5 13v6") { Needs = Policies.Write },
            new NavItem("/settings/staff", "Staff", 'f',
            "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21v-1a8 8 0 0 1 16 0v1") { Needs = Policies.Admin },
            new NavItem("/settings/keys", "Keys", 'y',
            "M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM11 12l9-9M16 7l3 3") { Needs = Policies.Admin },
            new NavItem("/settings/changes", "Changes", 'h', "M4 5h16M4 10h16M4 15h10M4 20h6")
            { Needs = Policies.Admin }),
    ];

    /// <summary>What somebody may see of it; nothing for whoever is not signed in.</summary>
    public static IEnumerable<NavGroup> For(Visitor? visitor) => visitor is null ? [] : Groups
        .Select(group => group with { Items = [.. group.Items.Where(item => visitor.May(item.Needs))] })
        .Where(group => group.Items.Count > 0);
}
