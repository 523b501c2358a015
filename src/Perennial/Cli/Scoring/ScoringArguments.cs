using System.CommandLine;
using System.Globalization;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Priority;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Rfm;

namespace Perennial.Cli.Scoring;

/// <summary>How to score, as options of a verb. What is not said stays as it was (the last run's, or the
/// default).</summary>
sealed class ScoringArguments
{
    static readonly Dictionary<string, RfmMethod> Methods = new()
    {
        ["ties-together"] = RfmMethod.TiesTogether,
        ["ntile"] = RfmMethod.NTile,
        ["nested"] = RfmMethod.Nested,
        ["fixed"] = RfmMethod.Fixed,
        ["percentiles"] = RfmMethod.PercentileCuts,
        ["one-time-floor"] = RfmMethod.OneTimeBuyerFloor,
        ["rank-percent"] = RfmMethod.RankPercent,
        ["rfm-r"] = RfmMethod.RfmR,
    };

    readonly Option<string?> method = new("--method")
    {
        Description = $"How measures become scores: {string.Join(", ", Methods.Keys)}. Default: ties-together.",
    };

    readonly Option<int?> bins = new("--bins") { Description = "Number of scores, 2 to 10. Default: 5." };

    readonly Option<string?> rfmSegments = new("--rfm-segments")
    {
        Description = $"RFM segment set: {string.Join(", ", RfmSegmentSets.Shipped)}, or a YAML file. "
            + $"Default: {RfmSegmentSets.Default}.",
        HelpName = "SET",
    };

    readonly Option<string?> formerRfmSegments = Options.Former("--segments");

    readonly Option<string?> top = new("--top")
    {
        Description = "Length of the top lists by R, F and M: a number, or a share such as 5%. Default: 10%.",
        HelpName = "N|P%",
    };

    readonly Option<string?> recencyLimits = Limits("--recency-limits", "days, for --method fixed: 115,181,297,482");
    readonly Option<string?> frequencyLimits = Limits("--frequency-limits", "orders, for --method fixed: 4,5,6,8");
    readonly Option<string?> monetaryLimits = Limits("--monetary-limits", "money, for --method fixed: 256,382,506,666");
    readonly Option<string?> percentiles = Limits("--percentiles",
        "shares, for --method percentiles: 0.2,0.5,0.8,0.95");

    readonly Option<int?> lostAfterDays = new("--lost-after")
    {
        Description = "Days without an order from which R is 1, for --method one-time-floor. Default: 730.",
        HelpName = "DAYS",
    };

    readonly Option<bool> tieByKey = new("--tie-by-key")
    {
        Description = "For ntile and nested: break ties by the customer's key alone, not by a second measure first.",
    };

    public ScoringArguments(Command command)
    {
        Option[] all =
        [
            method, bins, rfmSegments, formerRfmSegments, top, recencyLimits, frequencyLimits, monetaryLimits,
            percentiles, lostAfterDays, tieByKey,
        ];
        foreach (var option in all) command.Options.Add(option);
    }

    /// <summary>What the command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="before">What holds where it does not say.</param>
    /// <exception cref="BadInputException">A value cannot be read.</exception>
    public ScoringOptions Read(ParseResult parsed, ScoringOptions before)
    {
        var set = SetName(parsed) is { } name ? RfmSegmentSets.Load(name) : before.RfmSegmentSet;
        return new ScoringOptions
        {
            Rfm = before.Rfm with
            {
                Method = parsed.GetValue(method) is { } text ? Method(text) : before.Rfm.Method,
                Bins = parsed.GetValue(bins) ?? BinsOf(parsed, set, before),
                RecencyLimits = Numbers(parsed, recencyLimits) ?? before.Rfm.RecencyLimits,
                FrequencyLimits = Numbers(parsed, frequencyLimits) ?? before.Rfm.FrequencyLimits,
                MonetaryLimits = Numbers(parsed, monetaryLimits) ?? before.Rfm.MonetaryLimits,
                Percentiles = Numbers(parsed, percentiles) ?? before.Rfm.Percentiles,
                LostAfterDays = parsed.GetValue(lostAfterDays) ?? before.Rfm.LostAfterDays,
                TieBySecondMeasure = !parsed.GetValue(tieByKey) && before.Rfm.TieBySecondMeasure,
            },
            Priority = parsed.GetValue(top) is { } length ? Top(length) : before.Priority,
            RfmSegmentSet = set,
        };
    }

    // A set of quartiles is meant for four scores; who names the set need not say so again.
    int BinsOf(ParseResult parsed, RfmSegmentSet set, ScoringOptions before) =>
        SetName(parsed) is null ? before.Rfm.Bins : set.Bins;

    string? SetName(ParseResult parsed) => parsed.GetValue(rfmSegments) ?? parsed.GetValue(formerRfmSegments);

    static RfmMethod Method(string text) => Methods.TryGetValue(text, out var found) ? found
        : throw new BadInputException("--method", $"'{text}' is no method.",
            $"Use one of {string.Join(", ", Methods.Keys)}.");

    static PriorityOptions Top(string text)
    {
        var share = text.EndsWith('%');
        if (share && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var percent))
            return new PriorityOptions { TopShare = percent / 100 };
        if (!share && int.TryParse(text, NumberStyles.None, null, out var count))
            return new PriorityOptions { TopCount = count };
        throw new BadInputException("--top", $"'{text}' is no length of a list.",
            "Write a number such as 500, or a share such as 5%.");
    }

    static double[]? Numbers(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text) return null;
        return Array.ConvertAll(text.Split(','), part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw new BadInputException(option.Name, $"'{part}' is no number.",
                "Write numbers with commas between them."));
    }

    static Option<string?> Limits(string name, string what) =>
        new(name) { Description = $"Limits in {what}.", HelpName = "N,N,…" };
}
