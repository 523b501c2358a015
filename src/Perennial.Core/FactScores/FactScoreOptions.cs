using Perennial.Core.History;

namespace Perennial.Core.FactScores;

/// <summary>What is added up as the amount of a fact.</summary>
public enum FactAmount
{
    /// <summary>The seconds that it lasted.</summary>
    Seconds,

    /// <summary>The rating in percent of its scale.</summary>
    Score,
}

/// <summary>Which facts are scored like orders: by the last, by how many, by what they add up to.</summary>
public sealed record FactScoreRule
{
    /// <summary>Kinds of activity that count.</summary>
    public IReadOnlyList<ActivityKind> Kinds { get; init; } = [];

    /// <summary>Channels of contacts that count: what the shop sent or said.</summary>
    public IReadOnlyList<ContactChannel> Contacts { get; init; } = [];

    /// <summary>Kinds of response that count: what came back from contacts.</summary>
    public IReadOnlyList<ResponseKind> Responses { get; init; } = [];

    /// <summary>Whether activities are not all that counts.</summary>
    internal bool IsMixed => Contacts.Count + Responses.Count > 0;

    /// <summary>What is added up; of contacts and responses nothing is.</summary>
    public FactAmount Amount { get; init; }

    /// <summary>Facts within so many minutes of the one before are one with it, as the pages of a visit are; 0 for
    /// each by itself.</summary>
    public int ApartMinutes { get; init; }
}

/// <summary>Facts beyond purchases that are scored as RFM scores orders, each among those customers who have
/// any.</summary>
public sealed record FactScoreOptions
{
    /// <summary>Asking for help: tickets opened and reopened, calls from the customer; how long calls lasted.</summary>
    public FactScoreRule Support { get; init; } = new()
    {
        Kinds = [ActivityKind.SupportOpened, ActivityKind.SupportReopened, ActivityKind.InboundCall],
    };

    /// <summary>Visits of the site: whatever was done there, until half an hour has passed; how long it lasted.
    /// </summary>
    public FactScoreRule Visits { get; init; } = new()
    {
        Kinds =
        [
            ActivityKind.PageView, ActivityKind.ProductView, ActivityKind.CartAdd, ActivityKind.CartView,
            ActivityKind.CheckoutStart, ActivityKind.Form, ActivityKind.Video, ActivityKind.Login,
            ActivityKind.ReportRead, ActivityKind.LinkClick,
        ],
        ApartMinutes = 30,
    };

    /// <summary>Feedback: ratings, reviews and answers to surveys; what was given, in percent.</summary>
    public FactScoreRule Feedback { get; init; } = new()
    {
        Kinds = [ActivityKind.Rating, ActivityKind.SurveyAnswer, ActivityKind.Review], Amount = FactAmount.Score,
    };

    /// <summary>In the order of <see cref="FactScoreColumns.Sets"/>.</summary>
    internal FactScoreRule[] InOrder => [Support, Visits, Feedback];

    /// <summary>Refuses minutes that are none, and a kind that is scored twice.</summary>
    /// <exception cref="BadInputException">With what is wrong.</exception>
    public void Check()
    {
        foreach (var rule in InOrder)
        {
            if (rule.ApartMinutes is < 0 or > 1440)
                throw new BadInputException("fact scores", $"{rule.ApartMinutes} minutes apart.", "Use 0 to 1440.");
        }
        var all = InOrder.SelectMany(rule => rule.Kinds.Select(kind => $"{kind}")
            .Concat(rule.Contacts.Select(channel => $"Contact by {channel}"))
            .Concat(rule.Responses.Select(kind => $"Response {kind}")));
        if (all.CountBy(kind => kind).FirstOrDefault(one => one.Value > 1) is { Value: > 1, Key: var twice })
            throw new BadInputException("fact scores", $"{twice} is scored twice.", "Name each kind once.");
    }
}
