using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks;

/// <summary>What a person, through the store, asks to be done with what is known of them.</summary>
public enum PrivacyAct
{
    /// <summary>Erase the customer.</summary>
    Erase,

    /// <summary>Tell the customer what is known.</summary>
    Tell,

    /// <summary>Erase everybody: the shop has left.</summary>
    EraseShop,
}

/// <summary>A request that a store passes on.</summary>
/// <param name="Act">What is asked.</param>
/// <param name="Who">Of whom; nobody's keys where it is about the whole shop.</param>
/// <param name="Number">What the store calls the request.</param>
public sealed record PrivacyRequest(PrivacyAct Act, CustomerKeySet Who, string Number);

/// <summary>What one genuine call of a webhook says.</summary>
public sealed class WebhookReading
{
    /// <summary>What happened. An event that only says what became of an order may name nobody: whose the order is has
    /// to be looked up.</summary>
    public List<IncomingEvent> Events { get; } = [];

    /// <summary>What could not be read, and why.</summary>
    public List<Refusal> Refusals { get; } = [];

    /// <summary>Requests to erase or to tell.</summary>
    public List<PrivacyRequest> Privacy { get; } = [];

    /// <summary>Products that a store describes, of nobody in particular.</summary>
    public List<ProductDetails> Products { get; } = [];

    /// <summary>How many things were understood and are of no interest: a test order, an opening by a
    /// machine.</summary>
    public int LeftOut { get; set; }

    /// <summary>True where the body as a whole is not what the vendor sends.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>An address to call so that the vendor begins to send; null where there is none.</summary>
    public Uri? Confirm { get; set; }

    /// <summary>What the vendor wants to read; empty for most.</summary>
    public string Answer { get; init; } = "";

    /// <summary>The kind of <see cref="Answer"/>.</summary>
    public string AnswerType { get; init; } = "text/plain";

    /// <summary>Notes that the body as a whole cannot be read.</summary>
    public void Malform(string reason, string problem)
    {
        IsMalformed = true;
        Refusals.Add(new Refusal(reason, problem, "Check that the webhook's address and its vendor fit together."));
    }

    /// <summary>Notes that a part of it cannot be taken.</summary>
    public void Refuse(string reason, string place, string problem) => Refusals.Add(
        new Refusal(reason, $"{place}: {problem}", "Look at what the vendor says it sent; the rest was taken."));

    /// <summary>Notes that a field of what a contact was part of cannot be meant; it is left out.</summary>
    public void RefuseField(string place, string field) =>
        Refuse("bad_value", $"{place}.{field}", "It is no number that can be meant.");
}
