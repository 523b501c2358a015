using System.CommandLine;
using Perennial.Core;
using Perennial.Data;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Cli.Shell;

/// <summary>The options by which a verb looks back at the shop.</summary>
sealed class LookBackOptions
{
    readonly Option<DateOnly?> asOf = Options.AsOf();
    readonly Option<DateOnly?> asKnown = Options.AsKnown();

    /// <summary>Adds them to a verb.</summary>
    public LookBackOptions(Command command)
    {
        command.Add(asOf);
        command.Add(asKnown);
    }

    /// <summary>Whether the shop is asked as it was.</summary>
    public bool IsAsked(ParseResult parsed) =>
        parsed.GetValue(asOf) is not null || parsed.GetValue(asKnown) is not null;

    /// <summary>The answer to a rule by the store's database; null where there is none, or it is asked of the shop as
    /// it was.</summary>
    public RuleAnswer? Ask(ShopStore shop, ParseResult parsed, string? rule, Instant now) =>
        rule is { Length: > 0 } && AsksStore(shop, parsed) ? RuleAnswer.Of(shop, rule, now) : null;

    /// <summary>Whether the store's database can answer rules: it is asked as of now, and its profiles are.</summary>
    public bool AsksStore(ShopStore shop, ParseResult parsed) => !IsAsked(parsed) && RuleAnswer.IsPossible(shop);

    /// <summary>What was asked for, said on the log; null for the present.</summary>
    /// <exception cref="BadInputException">It is said by when facts were known, and not as of when.</exception>
    public LookBack? Read(ParseResult parsed, Terminal terminal)
    {
        var known = parsed.GetValue(asKnown);
        if (parsed.GetValue(asOf) is not { } day)
        {
            return known is null ? null : throw new BadInputException("--as-known",
                "It says what was known of a day, and no day is given.", "Add --as-of with the day to look at.");
        }
        var back = new LookBack(day, known);
        terminal.Log.WriteLine(back.Words);
        return back;
    }

    /// <summary>The shop as it is or, where that is asked for, as it was.</summary>
    public ShopView Load(ShopStore shop, ParseResult parsed, Terminal terminal, Instant now)
    {
        var back = Read(parsed, terminal);
        var view = ShopAsOf.Load(shop, back, now);
        SayJoined(shop, back, terminal);
        return view;
    }

    /// <summary>Says how many customers of then are one with others now.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="back">As of when; null says nothing.</param>
    /// <param name="terminal">Where to say it.</param>
    /// <param name="areApart">Whether the answer shows them as who they were.</param>
    public static void SayJoined(ShopStore shop, LookBack? back, Terminal terminal, bool areApart = true)
    {
        if (back?.JoinedSince(shop) is > 0 and var joined)
            terminal.Log.WriteLine(LookBack.JoinedWords(joined, areApart));
    }
}
