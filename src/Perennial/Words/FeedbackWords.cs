using Perennial.Core.History;

namespace Perennial.Words;

/// <summary>Words about what customers say of the shop and to it, and about what contacts were part of.</summary>
static class FeedbackWords
{
    /// <summary>"Review of Peony bouquet, 4 of 5", "Ticket 4711 opened: Where is it?".</summary>
    /// <param name="kind">A kind that has a detail, or a confirmation.</param>
    /// <param name="detail">What it says; null where nothing is known.</param>
    /// <param name="name">A review's title, a survey's question, a ticket's subject; null for none.</param>
    /// <param name="product">The product it is about; null for none.</param>
    public static string What(ActivityKind kind, ActivityDetail? detail, string? name, string? product)
    {
        var about = string.IsNullOrEmpty(name) ? "" : $" “{name}”";
        var rating = detail?.Rating is { } given ? $": {given}" : "";
        var of = product is null ? "" : $" of {product}";
        return kind switch
        {
            ActivityKind.Rating => $"Rating{of}{(detail?.Thread is { } ticket ? $" of ticket {ticket}" : "")}{rating}",
            ActivityKind.Review => $"Review{of}{about}{rating}",
            ActivityKind.SurveyAnswer => about.Length > 0 ? $"Answered{about}{rating}" : $"Answered a survey{rating}",
            ActivityKind.Confirmation => "Consent confirmed",
            _ => $"Ticket{(detail?.Thread is { } number ? $" {number}" : "")}{about} {Became(kind)}",
        };
    }

    /// <summary>Whether it is bad news: less than half of the scale, or a ticket that came back.</summary>
    public static bool IsBad(ActivityKind kind, ActivityDetail? detail) =>
        detail?.Rating is { Score: < 50 } || kind == ActivityKind.SupportReopened;

    /// <summary>Whether a kind stands for itself, and is not counted with a day's visit.</summary>
    public static bool Stands(ActivityKind kind) => kind.HasDetail() || kind == ActivityKind.Confirmation;

    /// <summary>"version 3, step reminder, arm gift, offer phone-20, 2nd touch, 0.80 EUR, by mailgun".</summary>
    public static string Of(ContactContext? context, string currency)
    {
        if (context is null) return "";
        string?[] parts =
        [
            context.Version is { } version ? $"version {version}" : null,
            context.Step is { } step ? $"step {step}" : null,
            context.Arm is { } arm ? $"arm {arm}" : null,
            context.Topic is { } topic ? $"about {topic}" : null,
            context.Offer is { } offer ? $"offer {offer}" : null,
            context.Touch is { } touch ? $"touch {touch}" : null,
            context.CostCents is { } cost ? $"cost {Show.Money(cost, currency)}" : null,
            context.Tool is { } tool ? $"by {tool}" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    static string Became(ActivityKind kind) => kind switch
    {
        ActivityKind.SupportOpened => "opened",
        ActivityKind.SupportAnswered => "answered",
        ActivityKind.SupportResolved => "resolved",
        _ => "reopened",
    };
}
