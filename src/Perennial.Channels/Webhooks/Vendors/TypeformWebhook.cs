using System.Text.Json;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Typeform: a survey answered. Each answer is a fact, and those of one response belong together.</summary>
/// <remarks>Signed is the body. Whose answers they are says a hidden field (<c>user_id</c>, <c>email</c>,
/// <c>phone</c>), or a question for the address or the number; questions about the person are no feedback.</remarks>
sealed class TypeformWebhook(WebhookSource source) : Webhook(source)
{
    const string Prefix = "sha256=";

    public override bool IsOneThing => true;

    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel) =>
        new(request.Header("Typeform-Signature") is { } given && given.StartsWith(Prefix, StringComparison.Ordinal)
            && Signature.IsBase64HmacSha256(Source.Secrets, request.Body, given[Prefix.Length..]));

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        var response = document.RootElement.At("form_response");
        if (!response.IsObject())
        {
            reading.Malform("missing_event", "The body has no form_response.");
            return;
        }
        if (response.Text("token") is not { } token || response.Moment("submitted_at") is not { } at)
        {
            reading.Refuse("missing_id", "form_response", "It has no token, or no submitted_at that is an instant.");
            return;
        }
        if (Who(response) is not { } who)
        {
            reading.Refuse("missing_id", "form_response", "It names nobody: send the address as a hidden field.");
            return;
        }
        foreach (var answer in response.At("answers").Items()) Add(answer, token, at, who, response, reading);
        if (reading.Events.Count == 0) reading.LeftOut++;
    }

    void Add(JsonElement answer, string token, Instant at, CustomerKeySet who, JsonElement response,
        WebhookReading reading)
    {
        var (field, question) = (answer.At("field"), Question(response, answer.At("field").Text("id")));
        if (field.Text("id") is not { } id || IsPersonal(answer)) return;
        var rating = answer.Number("number") is { } number ? Scored(number, field.Text("type"), question) : null;
        var text = Text(answer);
        if (rating is null && text is null) return;
        reading.Events.Add(new IncomingEvent
        {
            Source = Source.Source, MessageId = $"{token}:{id}", At = at, Who = who,
            Activity = new ActivityStatement(ActivityKind.SurveyAnswer)
            {
                Name = question.Text("title") ?? response.At("definition").Text("title"),
                Thread = token, Text = text, Rating = rating,
            },
        });
    }

    CustomerKeySet? Who(JsonElement response)
    {
        var hidden = response.At("hidden");
        string? Asked(string type) => response.At("answers").Items().Select(answer => answer.Text(type))
            .FirstOrDefault(found => found is not null);
        var who = new CustomerKeySet
        {
            External = Source.CustomerKey(hidden.Text("user_id") ?? hidden.Text("customer_id")),
            Email = hidden.Text("email") ?? Asked("email"),
            Phone = hidden.Text("phone") ?? Asked("phone_number"),
        };
        return who is { External: null, Email: null, Phone: null } ? null : who;
    }

    static JsonElement Question(JsonElement response, string? id) => id is null ? default
        : response.At("definition", "fields").Items().FirstOrDefault(field => field.Text("id") == id);

    // Who somebody is and where they live was not asked to know how they find the shop.
    static bool IsPersonal(JsonElement answer) =>
        answer.Text("type") is "email" or "phone_number" or "file_url" or "payment" or "date" or "url";

    static Rating? Scored(decimal number, string? type, JsonElement question) => type switch
    {
        "nps" => Rating.Of(number, 10),
        "opinion_scale" => Rating.Of(number, question.At("properties").Whole("steps") is { } steps
            ? question.At("properties").Is("start_at_one") ? steps : steps - 1 : 10),
        "rating" => Rating.Of(number, question.At("properties").Whole("steps")),
        _ => null,
    };

    static string? Text(JsonElement answer) => answer.Text("type") switch
    {
        "text" => answer.Text("text"),
        "boolean" => answer.Is("boolean") ? "yes" : "no",
        "choice" => answer.At("choice").Text("label") ?? answer.At("choice").Text("other"),
        "choices" => string.Join(", ", answer.At("choices", "labels").Items()
            .Where(label => label.ValueKind == JsonValueKind.String).Select(label => label.GetString())) is
                { Length: > 0 } chosen ? chosen : null,
        "number" when answer.At("field").Text("type") == "number" => answer.Text("number"),
        _ => null,
    };
}
