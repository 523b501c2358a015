namespace Perennial.Tests.Yaml;

/// <summary>A kind of file that people write, one that is right, and what may be mistaken in it.</summary>
/// <param name="Name">The verb and option that read it.</param>
/// <param name="Good">A file that is right. Its first line is a key with something below it.</param>
/// <param name="Key">A key of it.</param>
/// <param name="Mistyped">The same, mistyped.</param>
/// <param name="Value">A value of it, with its key.</param>
/// <param name="WrongType">The same key with a value of another type behind <c>§</c>.</param>
public sealed record FileKind(string Name, string Good, string Key, string Mistyped, string Value, string WrongType)
{
    static readonly FileKind settings = new("settings --load", """
        lifecycle:
          active_days: 20
          recent_days: 100
        prospects:
          visit_minutes: 15
        """, "active_days", "active_dais", "visit_minutes: 15", "visit_minutes: §[15]");

    static readonly FileKind sources = new("sources --load", """
        sources:
          - kind: shopify
            name: main
            secrets: ["${NO_SECRET}"]
        """, "secrets", "secretes", "secrets: [\"${NO_SECRET}\"]", "secrets: §none");

    public static IReadOnlyList<FileKind> All { get; } =
    [
        settings,
        sources,
        new("destinations --load", """
            destinations:
              - name: hook
                kind: webhook
                url: https://shop.example/in
                secret: ${NO_SECRET}
                batch_size: 7
                mapping: [orders]
            """, "batch_size", "batchsize", "batch_size: 7", "batch_size: §seven"),
        new("segments --load", """
            segments:
              - name: some
                rule: orders >= 1
                description: Who bought.
            """, "description", "desciption", "rule: orders >= 1", "rule: §[orders, 1]"),
        new("segments --check", """
            segments:
              - name: some
                r: 4-5
                note: Lately.
            """, "note", "nothe", "r: 4-5", "r: §[4, 5]"),
        settings with { Name = "PUT /api/settings" },
        sources with { Name = "PUT /api/sources" },
    ];

    public bool IsApi => Name.StartsWith("PUT ", StringComparison.Ordinal);

    public override string ToString() => Name;
}
