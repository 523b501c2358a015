using Perennial.Core.Occasions;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>One step of a strategy.</summary>
public abstract record Step
{
    /// <summary>Where it stands among the steps: "4", "5.then.1"; from 1.</summary>
    public required string Path { get; init; }

    /// <summary>The line of the file, for people; 0 where there is none.</summary>
    public int Line { get; init; }
}

/// <summary>Waits for so long.</summary>
public sealed record WaitStep(TimeLength Length) : Step;

/// <summary>Waits until a weekday and hour, in the customer's zone.</summary>
/// <param name="Until">Until when.</param>
/// <param name="AtLeast">No sooner than after this; null for at once.</param>
public sealed record WaitUntilStep(Schedule Until, TimeLength? AtLeast) : Step;

/// <summary>What to do where a date does not serve.</summary>
public enum DateTrouble
{
    /// <summary>The enrollment ends.</summary>
    Exit,

    /// <summary>The next contact is left out.</summary>
    Skip,

    /// <summary>On at once.</summary>
    Now,
}

/// <summary>Waits for a date of the customer's.</summary>
/// <param name="Column">Which column.</param>
/// <param name="Offset">So long after it, or before; null for the very date.</param>
/// <param name="IsBefore">Whether <paramref name="Offset"/> is before it.</param>
/// <param name="Missing">Where the customer has none; never <see cref="DateTrouble.Now"/>.</param>
/// <param name="Past">Where it is over.</param>
/// <param name="AtMost">No longer than this; null for no limit.</param>
public sealed record WaitForDateStep(
    Column Column, TimeLength? Offset, bool IsBefore, DateTrouble Missing, DateTrouble Past, TimeLength? AtMost) : Step;

/// <summary>Waits for a fact, but no longer than so long.</summary>
public sealed record WaitForFactStep(FactRule Fact, TimeLength AtMost) : Step;

/// <summary>One of two ways, by a rule.</summary>
public sealed record BranchStep(WrittenRule When, IReadOnlyList<Step> Then, IReadOnlyList<Step> Else) : Step;

/// <summary>One of several ways, by chance.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Arms">At least two; shares add up to 1.</param>
public sealed record SplitStep(string Name, IReadOnlyList<SplitArm> Arms) : Step;

/// <summary>One of the ways of a split.</summary>
public sealed record SplitArm(string Name, double Share, IReadOnlyList<Step> Steps);

/// <summary>Ends the enrollment.</summary>
public sealed record ExitStep(string Reason) : Step;

/// <summary>A contact, or what is done for a customer beside contacts.</summary>
/// <param name="Name">Unique in the strategy: the step's identity over versions.</param>
/// <param name="Content">What it says.</param>
public sealed record ContactStep(string Name, ContactContent Content) : Step
{
    /// <summary>Only then; null for always.</summary>
    public WrittenRule? When { get; init; }

    /// <summary>What is done where <see cref="When"/> does not hold; nothing for leaving the contact out.</summary>
    public IReadOnlyList<Step> Else { get; init; } = [];

    /// <summary>Until when it may go.</summary>
    public required Expiry Expires { get; init; }

    /// <summary>Whether a contact that did not go ends the enrollment.</summary>
    public bool ExitIfUnsent { get; init; }

    /// <summary>Share of the enrolled who deliberately do not get it, 0..1.</summary>
    public double Holdout { get; init; }

    /// <summary>The arms of its test; none for no test. Shares add up to 1.</summary>
    public IReadOnlyList<ContactArm> Arms { get; init; } = [];
}

/// <summary>One of the ways of a contact that are compared.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Share">0..1.</param>
/// <param name="Content">What it says.</param>
public sealed record ContactArm(string Name, double Share, ContactContent Content);

/// <summary>How a contact expires.</summary>
public enum ExpiryKind
{
    /// <summary>So long after it was first due.</summary>
    Length,

    /// <summary>When the day of the occasion begins.</summary>
    UntilTheDay,

    /// <summary>At the end of the last day on which one may order for the occasion.</summary>
    UntilOrderBy,
}

/// <summary>Until when a contact may go.</summary>
/// <param name="Kind">How.</param>
/// <param name="Length">How long, where it is a length; and where there is no occasion to go by.</param>
public sealed record Expiry(ExpiryKind Kind, TimeLength Length);
