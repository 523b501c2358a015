using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>What a cap counts.</summary>
public enum CapUnit
{
    /// <summary>Whatever the cap stands on: customers who enter, messages of a channel.</summary>
    Pieces,

    /// <summary>Contacts on any channel.</summary>
    Contacts,

    /// <summary>E-mails.</summary>
    Email,

    /// <summary>Text messages.</summary>
    Sms,

    /// <summary>Calls that reached somebody or a machine.</summary>
    Calls,

    /// <summary>Dials, with or without an answer.</summary>
    Dials,

    /// <summary>Letters.</summary>
    Letters,

    /// <summary>Advertisements.</summary>
    Ads,
}

/// <summary>At most so many of something in a window: <c>4 contacts per 7d</c>.</summary>
/// <param name="Most">How many; 0 for none at all.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Window">In how long, rolling to the millisecond; null for a calendar month of the shop.</param>
/// <param name="Written">As it was written.</param>
public sealed record Cap(int Most, CapUnit Unit, TimeLength? Window, string Written);
