using Perennial.Core;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Rfm;
using Perennial.Settings;

namespace Perennial.Tests.Scoring;

/// <summary>A synthetic shop in Paris with every kind of fact, and a run with every model fitted on it.</summary>
static class FittedShop
{
    public static readonly ProfileSettings Settings = new() { Calendar = ShopCalendars.Of("Europe/Paris") };

    /// <summary>The instant of the run; facts go on for half a year after it.</summary>
    public static readonly Instant AsOf = Settings.Calendar.EndOf(Some.Day("2026-01-20"));

    static readonly Lazy<FactBatch> Made = new(() => FlowerShop.Generate(new FlowerShopOptions
    {
        Customers = 1800, Seed = 5, Years = 2, End = Some.Now, Calendar = Settings.Calendar, Details = false,
    }).Batch);

    static readonly Lazy<(ScoringRun ScoringRun, ProfileTable Table)> Fitted = new(() => Score(History, AsOf));

    public static CustomerKeys Keys => Made.Value.Keys;

    public static HistoryTable History => Made.Value.History;

    public static ScoringRun ScoringRun => Fitted.Value.ScoringRun;

    /// <summary>Everybody as the run left them.</summary>
    public static ProfileTable Table => Fitted.Value.Table;

    /// <summary>Scores a history as the program does a file.</summary>
    public static (ScoringRun ScoringRun, ProfileTable Table) Score(HistoryTable history, Instant asOf)
    {
        ProfileTable Fold(Instant at) => ProfileFold.FoldAll(history, Keys, at, Settings);
        Instant Before(int days) => Settings.Calendar.EndOf(Settings.Calendar.DayOf(asOf) - days);
        var table = Fold(asOf);
        var options = new ScoringOptions
        {
            RfmSegmentSet = RfmSegmentSets.Load(RfmSegmentSets.Default), Cycle = new() { FitCustomers = 500 },
        };
        var past = new ShopPast(new PastProfiles(Fold(Before(30)), Fold(Before(90))),
            PastBuyers.Of(history, Keys, asOf, Settings.Calendar, Settings.Gaps, options.Cycle));
        var run = Scorer.Run(table, Settings.Calendar, options, previousAsOfDay: null, past);
        return (run, table);
    }

    /// <summary>Customers folded as of an instant, and scored by the run.</summary>
    public static ProfileTable Fold(HistoryTable history, CustomerKeys keys, Instant asOf)
    {
        var table = ProfileFold.FoldAll(history, keys, asOf, Settings);
        Scorer.Apply(ScoringRun, table, Enumerable.Range(0, table.Count), Settings.Calendar);
        return table;
    }
}
