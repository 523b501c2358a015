using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>Reads what customers say of the shop and to it: ratings, reviews, answers to surveys, tickets.</summary>
static class FeedbackReader
{
    /// <summary>The activity with what it says.</summary>
    /// <param name="activity">Of a kind that may say something.</param>
    /// <param name="properties">The event's.</param>
    public static ActivityStatement Read(ActivityStatement activity, EventObject properties) => activity with
    {
        Name = activity.Kind.IsSupport() ? First(properties, "subject", "title")
            : First(properties, "review_title", "title", "question", "survey_name", "survey"),
        Text = Text(activity.Kind, properties),
        Thread = First(properties, "ticket_id", "case_id", "conversation_id", "review_id", "response_id"),
        Rating = activity.Kind.IsFeedback() ? Rating(activity, properties) : null,
    };

    // An answer may be chosen, and explained in words.
    static string? Text(ActivityKind kind, EventObject properties)
    {
        var said = First(properties, "review_body", "body", "review", "text", "message", "description", "feedback");
        if (kind != ActivityKind.SurveyAnswer) return said ?? First(properties, "comment");
        string?[] answers = [First(properties, "answer"), said, First(properties, "comment")];
        var all = string.Join("\n", answers.OfType<string>());
        return all.Length == 0 ? null : all;
    }

    static Rating? Rating(ActivityStatement activity, EventObject properties)
    {
        var isNps = activity.Name?.Contains("nps", StringComparison.OrdinalIgnoreCase) == true;
        foreach (var name in new[] { "rating", "score", "nps", "nps_score", "csat", "stars" })
        {
            if (properties.Number(Bytes(name)) is not { } value) continue;
            isNps |= name.StartsWith("nps", StringComparison.Ordinal);
            var scale = Scale(properties) ?? (isNps ? 10 : null);
            if (Core.History.Rating.Of(value, scale) is { } rating) return rating;
            properties.Fault(Bytes(name), "is below zero, or above its scale");
        }
        return null;
    }

    static int? Scale(EventObject properties)
    {
        foreach (var name in new[] { "rating_scale", "scale", "max_rating", "best_rating" })
        {
            if (properties.Number(Bytes(name)) is not { } scale) continue;
            if (scale == decimal.Truncate(scale) && scale is >= 1 and <= Core.History.Rating.LargestScale)
                return (int)scale;
            properties.Fault(Bytes(name), "is no whole number from 1 to 100");
        }
        return null;
    }

    // Texts are cut and not refused, however long.
    static string? First(EventObject properties, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (properties.Text(Bytes(name), TrackingLimits.CallBytes) is { } found) return found;
        return null;
    }

    static byte[] Bytes(string name) => System.Text.Encoding.UTF8.GetBytes(name);
}
