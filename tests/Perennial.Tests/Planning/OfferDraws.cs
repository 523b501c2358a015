using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>Draws offers, all of percent off everything, and steps that make them.</summary>
sealed class OfferDraws(Rng random, Instant from)
{
    static readonly IReadOnlyList<IReadOnlyList<ContactChannel>> channels =
        [[], [], [ContactChannel.Call], [ContactChannel.Email, ContactChannel.Letter]];

    /// <summary>Names of the offers.</summary>
    public static IReadOnlyList<string> Names { get; } = ["five", "ten", "ten too", "twenty", "site"];

    /// <summary>A set with offers, and strategies that make them.</summary>
    public StrategySet In(StrategySet set) => set with
    {
        Offers =
        [
            Offer("five", 5), Offer("ten", 10), Offer("ten too", 10), Offer("twenty", 20),
            Offer("site", random.Pick([10, 5])) with { OnSite = true, OfTheMonth = true, OnlyOn = [] },
        ],
        Strategies = [.. set.Strategies.Select(one => one with
        {
            NotBetterThanSite = random.Chance(0.4), Steps = In(one.Steps),
        })],
    };

    Offer Offer(string name, int percent) => new(name, OfferKind.PercentOff)
    {
        Percent = percent, From = Day(random.NextInt(-20, 8)), Until = Day(random.NextInt(6, 40)),
        ValidFor = random.Chance(0.7) ? StepDraws.LengthOf(random.Pick(["2d", "5d", "10d", "30h"])) : null,
        OnlyOn = random.Pick(channels),
    };

    DateOnly Day(int day) => ShopCalendar.Date(SomeFacts.Calendar("Europe/Paris").DayOf(from) + day);

    /// <summary>Steps that make offers.</summary>
    public IReadOnlyList<Step> In(IReadOnlyList<Step> steps) => [.. steps.Select(step => step switch
    {
        ContactStep contact => contact with
        {
            Content = In(contact.Content),
            Arms = [.. contact.Arms.Select(arm => arm with { Content = In(arm.Content) })],
        },
        BranchStep branch => branch with { Then = In(branch.Then), Else = In(branch.Else) },
        SplitStep split => split with
        {
            Arms = [.. split.Arms.Select(arm => arm with { Steps = In(arm.Steps) })],
        },
        _ => step,
    })];

    ContactContent In(ContactContent content) =>
        content.Kind > ContactKind.Letter || content.Topic == "service" || random.Chance(0.2) ? content : content with
        {
            Offer = random.Pick([.. Names, ContactContent.ThisMonths]),
        };
}
