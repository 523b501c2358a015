namespace Perennial.Channels.Destinations;

public sealed partial record DestinationKind
{
    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<DestinationKind> All { get; } =
    [
        new("webhook", "Any receiver of signed messages (Standard Webhooks)")
        {
            Settings =
            [
                new("url", "where messages go") { IsAddress = true },
                new("secret", "what they are signed with; two while one replaces the other")
                {
                    IsSecret = true, IsMany = true,
                },
            ],
            Modes = [DestinationMode.Append, DestinationMode.Upsert],
            BatchSize = 50, RatePerSecond = 1000, NeedsIdentity = false,
            Create = (settings, context) => new WebhookDestination(settings, context),
        },
    ];
}
