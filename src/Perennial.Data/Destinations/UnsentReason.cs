namespace Perennial.Data.Destinations;

/// <summary>Why a change is not sent to a destination.</summary>
public enum UnsentReason
{
    /// <summary>The customer has no key of the kind that the destination knows customers by.</summary>
    NoKey,

    /// <summary>The customer was erased or is another by now: the destination is told of that.</summary>
    Gone,

    /// <summary>The customer is another now whom the destination knows by the same key.</summary>
    SameKey,

    /// <summary>The destination is set up not to be told of who is gone.</summary>
    NotWanted,

    /// <summary>A destination of this kind cannot say that somebody is gone.</summary>
    NoWay,
}
