using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>Which sort of fact.</summary>
public enum FactSource
{
    /// <summary>Orders that were not fully returned.</summary>
    Order,

    /// <summary>Money given back of orders.</summary>
    Refund,

    /// <summary>What the customer did besides buying.</summary>
    Activity,

    /// <summary>What the shop sent or said.</summary>
    Contact,

    /// <summary>What came back.</summary>
    Response,
}

/// <summary>What of a fact a condition looks at.</summary>
public enum FactFieldId
{
    /// <summary>Goods minus discount.</summary>
    Total,

    /// <summary>Goods minus discount and refund.</summary>
    Net,

    /// <summary>Taken off by promotions.</summary>
    Discount,

    /// <summary>Given back.</summary>
    Refunded,

    /// <summary>Given back by one refund.</summary>
    Amount,

    /// <summary>Placed by a running subscription.</summary>
    Subscription,

    /// <summary>Sent to somebody else.</summary>
    Gift,

    /// <summary>Category of a product: bought in one of the lines, or looked at.</summary>
    Category,

    /// <summary>A product's id.</summary>
    Product,

    /// <summary>Units of a line.</summary>
    Quantity,

    /// <summary>Seconds.</summary>
    Duration,

    /// <summary>Of a contact or response.</summary>
    Channel,

    /// <summary>The strategy a contact belonged to.</summary>
    Strategy,

    /// <summary>The step of the strategy.</summary>
    Step,

    /// <summary>The arm of a test.</summary>
    Arm,

    /// <summary>What a contact was about.</summary>
    Topic,

    /// <summary>What a contact promised.</summary>
    Offer,

    /// <summary>What a contact cost.</summary>
    Cost,

    /// <summary>Who made a contact, where that was another tool.</summary>
    Tool,

    /// <summary>A rating in what it was given in.</summary>
    Value,

    /// <summary>A rating in percent of its scale.</summary>
    Score,

    /// <summary>How a call ended.</summary>
    Disposition,

    /// <summary>What its source calls an activity.</summary>
    Name,

    /// <summary>The page it happened on.</summary>
    Page,

    /// <summary>Anything else that its source says of an activity.</summary>
    Property,
}

/// <summary>Something that a <c>where</c> may ask of a fact.</summary>
/// <param name="Id">What.</param>
/// <param name="Name">In rules.</param>
/// <param name="Kind">Type of its values.</param>
/// <param name="Meaning">For the reference.</param>
public sealed record FactField(FactFieldId Id, string Name, ValueKind Kind, string Meaning)
{
    /// <summary>The name of the property of an activity that it is; null for anything else.</summary>
    public string? Property { get; init; } = Id == FactFieldId.Page ? EventProperties.Page : null;

    /// <summary>Whether it is a property of the contact that a response answers rather than of the response.</summary>
    public bool OfAnswered { get; init; }

    /// <summary>Whether it is a property of an order's lines rather than of the order.</summary>
    public bool OfLines => Id is FactFieldId.Category or FactFieldId.Product or FactFieldId.Quantity;
}

/// <summary>A word for facts: what may follow <c>has</c> and <c>no</c>.</summary>
/// <param name="Name">One of them.</param>
/// <param name="Plural">Several.</param>
/// <param name="Source">Which kind of fact.</param>
/// <param name="Code">The number of the activity, channel or response; 0 for any.</param>
/// <param name="Meaning">For the reference.</param>
public sealed record FactWord(string Name, string Plural, FactSource Source, byte Code, string Meaning)
{
    static readonly FactField category =
        new(FactFieldId.Category, "category", ValueKind.Text, "the product's category");

    static readonly FactField product = new(FactFieldId.Product, "product", ValueKind.Text, "the product's id");

    static readonly FactField channel =
        new(FactFieldId.Channel, "channel", ValueKind.Label, "email, sms, call, letter or ad");

    static readonly FactField[] rating =
    [
        new(FactFieldId.Value, "value", ValueKind.Decimal, "a rating as it was given: 4.5"),
        new(FactFieldId.Score, "score", ValueKind.Whole, "a rating in percent of its scale: 4 of 5 is 80"),
    ];

    /// <summary>Names of the channels, in the order of their numbers.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["email", "sms", "call", "letter", "ad"];

    const ActivityKind AnyActivity = 0;

    static readonly FactField strategy =
        new(FactFieldId.Strategy, "strategy", ValueKind.Text, "the strategy the contact belonged to");

    static readonly FactField step = new(FactFieldId.Step, "step", ValueKind.Text, "the step of the strategy");

    static readonly FactField arm = new(FactFieldId.Arm, "arm", ValueKind.Text, "the arm of a test");

    static readonly FactField topic =
        new(FactFieldId.Topic, "topic", ValueKind.Text, "what the contact was about");

    static readonly FactField offer = new(FactFieldId.Offer, "offer", ValueKind.Text, "what the contact promised");

    static readonly FactField tool = new(
        FactFieldId.Tool, "tool", ValueKind.Text, "who made the contact, where that was another tool");

    /// <summary>All words.</summary>
    public static IReadOnlyList<FactWord> All { get; } =
    [
        new("order", "orders", FactSource.Order, 0, "An order that was not fully returned."),
        new("refund", "refunds", FactSource.Refund, 0,
            "Money given back of an order, or a cancellation, on the day on which it was."),
        Activity("activity", "activities", AnyActivity, "Anything the customer did besides buying."),
        Activity("page_view", "page_views", ActivityKind.PageView, "A page looked at."),
        Activity("product_view", "product_views", ActivityKind.ProductView, "A product's page looked at."),
        Activity("cart_add", "cart_adds", ActivityKind.CartAdd, "Something put into the cart."),
        Activity("cart_view", "cart_views", ActivityKind.CartView, "The cart looked at."),
        Activity("checkout_start", "checkout_starts", ActivityKind.CheckoutStart, "A checkout begun."),
        Activity("form", "forms", ActivityKind.Form, "A form sent."),
        Activity("video", "videos", ActivityKind.Video, "A video watched."),
        Activity("login", "logins", ActivityKind.Login, "A login."),
        Activity("inbound_call", "inbound_calls", ActivityKind.InboundCall, "A call from the customer."),
        Activity("report_read", "report_reads", ActivityKind.ReportRead, "A report, guide or catalogue read."),
        Activity("link_click", "link_clicks", ActivityKind.LinkClick, "A link followed from elsewhere."),
        Activity("rating", "ratings", ActivityKind.Rating, "A rating without a word."),
        Activity("survey_answer", "survey_answers", ActivityKind.SurveyAnswer, "A question of a survey answered."),
        Activity("review", "reviews", ActivityKind.Review, "A review of a product or of the shop."),
        Activity("feedback", "feedback", ActivityKind.Rating, "A rating, an answer to a survey or a review.") with
        {
            LastCode = (byte)ActivityKind.Review,
        },
        Activity("support_opened", "support_opened", ActivityKind.SupportOpened,
            "A ticket opened: the customer asked for help, or complained."),
        Activity("support_answered", "support_answered", ActivityKind.SupportAnswered, "A ticket answered."),
        Activity("support_resolved", "support_resolved", ActivityKind.SupportResolved, "A ticket settled."),
        Activity("support_reopened", "support_reopened", ActivityKind.SupportReopened, "A ticket taken up again."),
        Activity("confirmation", "confirmations", ActivityKind.Confirmation, "A consent confirmed (double opt-in)."),
        new("contact", "contacts", FactSource.Contact, 0, "A contact made by the shop, on any channel."),
        Contact("email", "emails", ContactChannel.Email, "An e-mail sent to the customer."),
        Contact("sms", "sms", ContactChannel.Sms, "A text message sent to the customer."),
        Contact("call", "calls", ContactChannel.Call, "A call made to the customer."),
        Contact("letter", "letters", ContactChannel.Letter, "A letter sent to the customer."),
        Contact("ad", "ads", ContactChannel.Ad, "An advertisement shown to the customer."),
        new("response", "responses", FactSource.Response, 0, "Anything that came back from a contact."),
        Response("delivery", "deliveries", ResponseKind.Delivered, "A message accepted by the receiving side."),
        Response("open", "opens", ResponseKind.Open, "A message opened."),
        Response("click", "clicks", ResponseKind.Click, "A link in a message followed."),
        Response("reply", "replies", ResponseKind.Reply, "A message answered."),
        Response("bounce", "bounces", ResponseKind.Bounce, "A message that could not be delivered."),
        Response("complaint", "complaints", ResponseKind.Complaint, "A message marked as spam."),
        Response("unsubscribe", "unsubscribes", ResponseKind.Unsubscribe, "An unsubscription."),
        Response("call_result", "call_results", ResponseKind.Disposition, "The end of a call."),
    ];

    /// <summary>The last of the numbers, where the word stands for several that follow one another.</summary>
    public byte LastCode { get; init; } = Code;

    /// <summary>What a <c>where</c> may ask of it.</summary>
    public IReadOnlyList<FactField> Fields { get; } = Source switch
    {
        FactSource.Order =>
        [
            new(FactFieldId.Total, "total", ValueKind.Money, "goods minus discount"),
            new(FactFieldId.Net, "net", ValueKind.Money, "goods minus discount and refund"),
            new(FactFieldId.Discount, "discount", ValueKind.Money, "taken off by promotions"),
            new(FactFieldId.Refunded, "refunded", ValueKind.Money, "given back"),
            new(FactFieldId.Subscription, "subscription", ValueKind.Flag, "placed by a running subscription"),
            new(FactFieldId.Gift, "gift", ValueKind.Flag, "sent to somebody else"),
            category, product,
            new(FactFieldId.Quantity, "quantity", ValueKind.Whole, "units of a line"),
        ],
        FactSource.Refund => [new(FactFieldId.Amount, "amount", ValueKind.Money, "what it gave back of the goods")],
        FactSource.Activity =>
        [
            new(FactFieldId.Name, "name", ValueKind.Text,
                "what its source calls it: a form, a page, an event, a survey's question, a ticket's subject"),
            new(FactFieldId.Page, "page", ValueKind.Text, "the path of the page it happened on: '/weddings'"),
            new(FactFieldId.Property, "property", ValueKind.Text,
                "whatever else its source says: `property 'plan' = 'gold'`"),
            category, product,
            new(FactFieldId.Duration, "duration", ValueKind.Whole, "seconds it lasted, 0 where nobody knows"),
            .. Code == 0 || ((ActivityKind)Code).IsFeedback() ? rating : [],
        ],
        FactSource.Contact =>
        [
            channel,
            strategy, step, arm, topic, offer, tool,
            new(FactFieldId.Cost, "cost", ValueKind.Money, "what it cost"),
        ],
        _ =>
        [
            channel,
            new(FactFieldId.Disposition, "disposition", ValueKind.Text, "how a call ended"),
            .. new[] { strategy, step, arm, topic, offer, tool }.Select(field => field with { OfAnswered = true }),
        ],
    };

    /// <summary>The word, in the singular or the plural; null if it is none.</summary>
    public static FactWord? Find(string name) => All.FirstOrDefault(
        word => word.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || word.Plural.Equals(name, StringComparison.OrdinalIgnoreCase));

    static FactWord Activity(string name, string plural, ActivityKind kind, string meaning) =>
        new(name, plural, FactSource.Activity, (byte)kind, meaning);

    static FactWord Contact(string name, string plural, ContactChannel channel, string meaning) =>
        new(name, plural, FactSource.Contact, (byte)channel, meaning);

    static FactWord Response(string name, string plural, ResponseKind kind, string meaning) =>
        new(name, plural, FactSource.Response, (byte)kind, meaning);
}
