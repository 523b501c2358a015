using Perennial.Core.History;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>What a contact step does. Numbers are stored; never renumber.</summary>
public enum ContactKind : byte
{
    /// <summary>An e-mail.</summary>
    Email = 1,

    /// <summary>A text message.</summary>
    Sms = 2,

    /// <summary>A call by a member of staff.</summary>
    Call = 3,

    /// <summary>A letter.</summary>
    Letter = 4,

    /// <summary>Being in an advertising audience for a time.</summary>
    Ads = 5,

    /// <summary>Work for people that is no call: a card, a gift.</summary>
    Task = 6,

    /// <summary>Telling another program. No contact.</summary>
    Webhook = 7,

    /// <summary>Writing attributes down. No contact.</summary>
    Set = 8,
}

/// <summary>What kinds of contact steps mean.</summary>
public static class ContactKinds
{
    /// <summary>The channel it goes by; null where it goes by none.</summary>
    public static ContactChannel? Channel(this ContactKind kind) =>
        kind <= ContactKind.Ads ? (ContactChannel)(byte)kind : null;

    /// <summary>Whether somebody is contacted by it.</summary>
    public static bool IsContact(this ContactKind kind) => kind <= ContactKind.Task;

    /// <summary>Its word in files.</summary>
    public static string Word(this ContactKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>Which products are shown.</summary>
/// <param name="From">Lists, in the order in which they are taken from.</param>
/// <param name="Least">Fewer than this, and the contact is not made.</param>
/// <param name="Most">No more than this.</param>
public sealed record ProductChoice(IReadOnlyList<string> From, int Least, int Most)
{
    /// <summary>The lists that there are.</summary>
    public static IReadOnlyList<string> Lists { get; } =
        ["rebuy", "discover", "viewed", "similar", "popular", "last year"];
}

/// <summary>What stands inside a contact; which of it counts follows from the kind.</summary>
/// <param name="Kind">What is done.</param>
public sealed record ContactContent(ContactKind Kind)
{
    /// <summary>The template, script or advertising audience; null for none.</summary>
    public string? Template { get; init; }

    /// <summary>About what; null for the strategy's topic.</summary>
    public string? Topic { get; init; }

    /// <summary>The least that is promised; null for nothing. <see cref="ThisMonths"/> for the offer of the month.
    /// </summary>
    public string? Offer { get; init; }

    /// <summary>What stands for the offer of the month.</summary>
    public const string ThisMonths = "this month's";

    /// <summary>Products that are shown; null for none.</summary>
    public ProductChoice? Products { get; init; }

    /// <summary>Who a message comes from; null for the channel's sender.</summary>
    public string? From { get; init; }

    /// <summary>For which topics a message asks consent.</summary>
    public IReadOnlyList<string> AsksConsent { get; init; } = [];

    /// <summary>Who does it; null where nobody has to.</summary>
    public string? Queue { get; init; }

    /// <summary>How often to dial, at most.</summary>
    public int Touches { get; init; } = 1;

    /// <summary>How long between two dials.</summary>
    public TimeLength Between { get; init; } = new(1, -1, "1 day");

    /// <summary>Advertising networks; none for all.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>How long in an advertising audience; null for other kinds.</summary>
    public TimeLength? For { get; init; }

    /// <summary>Where a webhook goes, and what it says; or the kind of a task and its text.</summary>
    public string? To { get; init; }

    /// <summary>See <see cref="To"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Attributes that are written down, by name.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
