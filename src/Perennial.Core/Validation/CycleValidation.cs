using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.History;
using Perennial.Core.Parts;

namespace Perennial.Core.Validation;

/// <summary>How well forecasts of the cycle came true: fitted at several days of the past with what was known then, and
/// compared with what happened in the 90 days after.</summary>
public sealed record CycleValidation
{
    /// <summary>One entry for each day forecast from, the latest first.</summary>
    public required IReadOnlyList<CycleOrigin> Origins { get; init; }

    /// <summary>Forecast and outcome of each status, over all origins.</summary>
    public required IReadOnlyList<StatusReliability> Reliability { get; init; }

    /// <summary>The share of next purchases that fell into each tenth of the percentiles forecast for customers who
    /// still buy: .1 each where the forecast is right. Empty where there was none.</summary>
    public required IReadOnlyList<double> Pit { get; init; }

    /// <summary>All origins together: the chances given.</summary>
    public required ForecastScore Used { get; init; }

    /// <summary>The plain logistic regression on number of purchases, silence and tenure.</summary>
    public required ForecastScore Plain { get; init; }

    /// <summary>The area under the ROC curve of recency alone.</summary>
    public required double RecencyAuc { get; init; }

    /// <summary>What ranks customers with a cycle best; null where nobody has one.</summary>
    public Ranking? Ranking { get; init; }

    /// <summary>The chances within 30 days against what happened.</summary>
    public Calibration? Calibration30 { get; init; }

    /// <summary>The chances within 90 days against what happened.</summary>
    public Calibration? Calibration90 { get; init; }

    /// <summary>How right at_risk was; null where the history is too short to say, or it was not asked for.</summary>
    public RiskValidation? Risk { get; init; }

    /// <summary>Whether the forecast holds: rates at least as well as recency, its log loss is no more than the plain
    /// regression's, and no status with 200 forecasts or more is off by more than 3 points.</summary>
    public required bool Holds { get; init; }

    /// <summary>What ranks best, how high the chances run, and how right at_risk was, each in words.</summary>
    public IEnumerable<string> WhatElse =>
        [.. new[] { Ranking?.Words, Calibration30?.Words, Calibration90?.Words, Risk?.Words }.OfType<string>()];

    /// <summary>In words.</summary>
    public required string Verdict { get; init; }

    /// <summary>Days forecast.</summary>
    public const int HorizonDays = 90;

    /// <summary>Days from one origin to the next.</summary>
    public const int StepDays = 30;

    /// <summary>Validates on histories.</summary>
    /// <param name="history">Every customer's.</param>
    /// <param name="keys">Their keys.</param>
    /// <param name="settings">How to fold.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="lastDay">Facts are known to the end of this day.</param>
    /// <param name="origins">How many days to forecast from; fewer where the history is too short.</param>
    /// <param name="stepDays">Days from one origin to the next.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="each">Given every forecast with what came of it.</param>
    /// <exception cref="BadInputException">The history is too short for any.</exception>
    public static CycleValidation Run(HistoryTable history, CustomerKeys keys, ProfileSettings settings,
        CycleOptions options, int lastDay, int origins, int stepDays = StepDays, Action<double>? progress = null,
        Action<ForecastCase>? each = null)
    {
        var work = new ValidationWork(history, keys, settings, options);
        for (var i = 0; i < origins; i++)
        {
            if (!work.Forecast(lastDay - HorizonDays - i * stepDays)) break;
            progress?.Invoke((i + 1.0) / origins);
        }
        if (each is not null) foreach (var one in work.Cases) each(one);
        return work.Result();
    }
}

/// <summary>Forecasts of one day.</summary>
/// <param name="Day">The day, days since 1970-01-01.</param>
/// <param name="Used">The chances given, within 90 days.</param>
/// <param name="Plain">The plain logistic regression.</param>
/// <param name="RecencyAuc">The area under the ROC curve of recency alone.</param>
/// <param name="Fallback">Whether the plain regression was used for repeat buyers.</param>
/// <param name="Verdict">What the fit said of that.</param>
public sealed record CycleOrigin(
    int Day, ForecastScore Used, ForecastScore Plain, double RecencyAuc, bool Fallback, string Verdict);

/// <summary>Forecast and outcome of the customers in one status.</summary>
/// <param name="Status">The status.</param>
/// <param name="Customers">How many forecasts.</param>
/// <param name="Forecast">The mean chance given, within 90 days.</param>
/// <param name="Bought">The share who did buy.</param>
public sealed record StatusReliability(string Status, int Customers, double Forecast, double Bought)
{
    /// <summary>Whether forecast and outcome lie within 3 points; null where fewer than 200 cannot say.</summary>
    public bool? Holds => Customers < 200 ? null : Math.Abs(Forecast - Bought) <= 0.03;
}
