using Perennial.Core;
using Perennial.Core.Attributes;

namespace Perennial.Channels.Intake.Formats;

/// <summary>What a column of a file can mean. Its name in <c>--map</c> is <see cref="Targets.Name"/>.</summary>
enum Target
{
    OrderId, CustomerId, Email, Phone, OrderedAt,
    Total, Currency, Subtotal, Discount, Shipping, Tax, Refunded, Status, CancelledAt,
    Sku, ProductName, Category, Quantity, UnitPrice, LineDiscount, LineTotal,
    Subscription, Gift,
    FirstName, LastName, FullName, Address1, Address2, City, Region, Postcode, Country, Birthday,
    ConsentEmail, ConsentSms, ConsentPhone, ConsentPost, ConsentAds,
    ConsentTopic, ConsentBasis, ConsentSource, ConsentWording, ConsentAt, ConsentExpiresAt,
    Price, Cost, Image, Description, Stock, Sellable,
    RecencyDays, LastOrderAt, Orders, Revenue,
    At, Kind, DurationSeconds, FactId, Channel, Strategy, ContactId, Disposition, Topic,
    DeliveredAt, OpenedAt, ClickedAt, RepliedAt, BouncedAt, ComplainedAt, UnsubscribedAt,
    DiscountKind, RefundedAt, CustomerSince,
    StrategyVersion, Step, Arm, Offer, Touch, Tool,
    Rating, RatingScale, Comment, About, Thread, AnsweredAt, ResolvedAt, ReopenedAt, UpdatedAt,
    ConfirmedAt, Page, Properties,
    Day, Label, Recipient, Yearly, NotThisOccasion,
}

/// <summary>Names of targets.</summary>
static class Targets
{
    public static readonly Target[] All = Enum.GetValues<Target>();

    /// <summary>All names, for messages.</summary>
    public static string Listed => string.Join(", ", All.Select(target => target.Name()));

    /// <summary>The target's name in <c>--map</c>, messages and reports: snake case.</summary>
    public static string Name(this Target target)
    {
        var words = target.ToString().Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}");
        return string.Concat(words).TrimStart('_');
    }

    /// <summary>A name as it stands in a map: a target's own, or that of an attribute behind
    /// <see cref="AttributeSet.OwnPrefix"/>.</summary>
    /// <exception cref="BadInputException">It is neither.</exception>
    public static string Named(string name) =>
        name.StartsWith(AttributeSet.OwnPrefix, StringComparison.OrdinalIgnoreCase) ? name.ToLowerInvariant()
        : AttributeSet.OfEveryShop.Any(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ? AttributeSet.OwnPrefix + name.ToLowerInvariant()
        : Parse(name)?.Name() ?? throw new BadInputException("--map",
            $"'{name}' is nothing that a column can be mapped to.",
            $"Choose from {Listed}, or {AttributeSet.OwnPrefix}NAME for an attribute that the settings declare.");

    /// <summary>The target of that name; null if there is none. "address1" and "address_1" are one.</summary>
    public static Target? Parse(string name)
    {
        var normal = HeaderName.Normalise(name);
        foreach (var target in All)
            if (HeaderName.Normalise(target.Name()) == normal) return target;
        return null;
    }
}
