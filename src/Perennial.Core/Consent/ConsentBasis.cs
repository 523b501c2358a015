namespace Perennial.Core.Consent;

/// <summary>What a yes rests on. Numbers are stored; never renumber.</summary>
public enum ConsentBasis : byte
{
    /// <summary>The source did not say.</summary>
    Unsaid = 0,

    /// <summary>The customer agreed.</summary>
    Agreed = 1,

    /// <summary>The customer agreed, and confirmed it by a link (double opt-in).</summary>
    Confirmed = 2,

    /// <summary>The address came with a purchase of something alike, with the chance to object.</summary>
    SoftOptIn = 3,

    /// <summary>A purchase or an inquiry implies it for a time.</summary>
    Implied = 4,

    /// <summary>The shop's own legitimate interest.</summary>
    LegitimateInterest = 5,
}
