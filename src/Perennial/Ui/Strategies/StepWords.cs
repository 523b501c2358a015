using Perennial.Core.Strategies;

namespace Perennial.Ui.Strategies;

/// <summary>Steps in words and pictures.</summary>
static class StepWords
{
    /// <summary>"E-mail", "Call".</summary>
    public static string NameOf(ContactKind kind) => kind switch
    {
        ContactKind.Email => "E-mail",
        ContactKind.Sms => "Text message",
        ContactKind.Call => "Call",
        ContactKind.Letter => "Letter",
        ContactKind.Ads => "Ads",
        ContactKind.Task => "Task",
        ContactKind.Webhook => "Webhook",
        _ => "Note",
    };

    /// <summary>Words as a title begins; of nothing "Enters".</summary>
    public static string Capital(string words) =>
        words.Length == 0 ? "Enters" : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>What stands behind its name: the template, the topic, the offer, how long it may wait.</summary>
    public static string DetailOf(ContactStep step, ContactContent content, string topic)
    {
        var parts = new List<string?>
        {
            content.Template, content.Kind.IsContact() ? content.Topic ?? topic : null,
            content.Offer is { } offer ? $"offer {offer}" : null,
            content.Queue is { } queue ? $"queue {queue}" : null,
            content.Touches > 1 ? $"up to {content.Touches} attempts" : null,
            step.Expires.Kind == ExpiryKind.Length ? $"expires after {step.Expires.Length.Written}"
                : "expires when the day has come",
            step.When is { } when ? $"only if {when.Written}" : null,
            step.Holdout > 0 ? $"{step.Holdout:0 %} left alone" : null,
        };
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>Its picture: the path of a 24 x 24 line drawing.</summary>
    public static string IconOf(ContactKind kind) => kind switch
    {
        ContactKind.Email => "M3 6h18v12H3zM3 7l9 6 9-6",
        ContactKind.Sms => "M4 5h16v11H9l-5 4zM8 10.5h8",
        ContactKind.Call =>
            "M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3Z",
        ContactKind.Letter => "M5 3h10l4 4v14H5zM8 11h8M8 15h8",
        ContactKind.Ads => "M4 10v4h3l8 4V6l-8 4zM18 9a4 4 0 0 1 0 6",
        ContactKind.Task => "M20 12v8H4v-8M2 7h20v5H2zM12 20V7M12 7S10 3 7.5 4 8 7 12 7Zm0 0s2-4 4.5-3S16 7 12 7Z",
        ContactKind.Webhook => "M3 8h13l-4-4M21 16H8l4 4",
        _ => "M4 20l1-5L16 4l4 4L9 19z",
    };

    /// <summary>The picture of a way that divides.</summary>
    public const string BranchIcon = "M12 3l9 9-9 9-9-9zM9.5 12h5";

    /// <summary>The picture of the way in.</summary>
    public const string EntryIcon = "M4 12h11M11 7l5 5-5 5M20 5v14";

    /// <summary>The picture of the end.</summary>
    public const string EndIcon = "M5 12l4 4 10-10";
}
