namespace Perennial.Channels.Destinations;

public sealed partial record DestinationKind
{
    static readonly DestinationSetting address = new("url", "where it is, if not at its usual address")
    {
        IsOptional = true, IsAddress = true,
    };

    static readonly DestinationMode[] both = [DestinationMode.Upsert, DestinationMode.Append];

    static readonly Dictionary<string, string> emailOnly = new() { ["email"] = "email_address" };

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
            BatchSize = 50, RatePerSecond = 1000, NeedsIdentity = false, TakesEvents = true,
            Create = (settings, context) => new WebhookDestination(settings, context),
        },
        new("postgresql", "A table, one row a customer")
        {
            Settings =
            [
                new("connection", "the connection string") { IsSecret = true },
                new("table", "its name, with its schema where that is not public"),
            ],
            BatchSize = 500, RatePerSecond = 100,
            Create = (settings, context) => new PostgresDestination(settings, context),
        },
        new("csv", "Files in a folder")
        {
            Settings =
            [
                new("folder", "where files go"),
                new("files", "batch, one for every batch, or daily") { IsOptional = true },
            ],
            Modes = both, BatchSize = 10_000, MostPerBatch = 100_000, NeedsIdentity = false, RowsNeedKey = true,
            Create = (settings, context) => new CsvDestination(settings, context),
        },
        new("google_sheets", "A sheet of a Google spreadsheet")
        {
            Settings =
            [
                new("spreadsheet", "the id in its address"), new("sheet", "the sheet's name"),
                new("credentials", "the JSON of a service account that the sheet is shared with") { IsSecret = true },
                address,
            ],
            Modes = both, BatchSize = 1000, MostPerBatch = 5000, RatePerSecond = 0.9,
            Create = (settings, context) => new SheetsDestination(settings, context),
        },
        new("salesforce", "Records of an object in Salesforce")
        {
            Settings =
            [
                new("url", "the instance, https://name.my.salesforce.com") { IsAddress = true },
                new("client_id", "the consumer key of a connected app") { IsSecret = true },
                new("client_secret", "its consumer secret") { IsSecret = true },
                new("object", "Contact unless set") { IsOptional = true },
                new("version", "of the API, such as v62.0") { IsOptional = true },
            ],
            BatchSize = 200, MostPerBatch = 200, RatePerSecond = 5,
            Create = (settings, context) => new SalesforceDestination(settings, context),
        },
        new("zendesk", "People in Zendesk")
        {
            Settings =
            [
                new("url", "https://name.zendesk.com") { IsAddress = true },
                new("email", "whose token it is"), new("token", "an API token") { IsSecret = true },
            ],
            BatchSize = 100, MostPerBatch = 100, RatePerSecond = 5,
            IdentityFields = new Dictionary<string, string> { ["external"] = "external_id", ["email"] = "email" },
            OnlyThoseIdentities = true,
            Create = (settings, context) => new ZendeskDestination(settings, context),
        },
        new("hubspot", "Contacts in HubSpot")
        {
            Settings = [new("token", "of a private app") { IsSecret = true }, address],
            BatchSize = 100, MostPerBatch = 100, RatePerSecond = 10,
            Create = (settings, context) => new HubSpotDestination(settings, context),
        },
        new("klaviyo", "Profiles in Klaviyo")
        {
            Settings =
            [
                new("key", "a private API key") { IsSecret = true },
                new("list", "a list they are put on") { IsOptional = true }, address,
            ],
            BatchSize = 1000, MostPerBatch = 10_000, RatePerSecond = 2,
            IdentityFields = new Dictionary<string, string>
            {
                ["external"] = "external_id", ["email"] = "email", ["phone"] = "phone_number",
                ["customer_id"] = "external_id",
            },
            OnlyThoseIdentities = true,
            Create = (settings, context) => new KlaviyoDestination(settings, context),
        },
        new("mailchimp", "Members of a list in Mailchimp")
        {
            Settings =
            [
                new("key", "an API key") { IsSecret = true }, new("list", "the list's id"), address,
            ],
            BatchSize = 500, MostPerBatch = 500, RatePerSecond = 5, IdentityFields = emailOnly,
            OnlyThoseIdentities = true,
            Create = (settings, context) => new MailchimpDestination(settings, context),
        },
        new("slack", "How many came into segments and left them, as messages")
        {
            Settings = [new("url", "the address of an incoming webhook") { IsSecret = true }],
            Modes = [DestinationMode.Append], BatchSize = 1000, RatePerSecond = 1, NeedsIdentity = false,
            Create = (settings, context) => new SlackDestination(settings, context),
        },
    ];
}
