namespace Perennial.Core.Attributes;

/// <summary>What an attribute of customers holds.</summary>
public enum AttributeType
{
    /// <summary>Up to 500 characters.</summary>
    Text,

    /// <summary>A number with a decimal point.</summary>
    Number,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>Several texts, in no order, each once.</summary>
    List,
}

/// <summary>An attribute of customers that the shop has declared, or one that every shop has.</summary>
/// <param name="Name">Its name: small letters, digits and underscores.</param>
/// <param name="Type">What it holds.</param>
public sealed record DeclaredAttribute(string Name, AttributeType Type)
{
    /// <summary>Whether it follows, where nothing was said of a customer, from their address, else their telephone
    /// number, else the shop: then there may be several candidates, as in a list.</summary>
    public bool IsPlace => Name is AttributeSet.Language or AttributeSet.TimeZone;

    /// <summary>Whether one customer's value may hold several texts.</summary>
    public bool HasSeveral => IsPlace || Type == AttributeType.List;

    /// <summary>What holds where nothing is known of a customer: the shop's own language or time zone; empty for
    /// nothing.</summary>
    public string Otherwise { get; init; } = "";
}

/// <summary>What was said of one attribute of a customer.</summary>
/// <param name="Name">Which.</param>
/// <param name="Value">Its value in the form in which it is kept (<see cref="AttributeValue"/>); empty where it was
/// taken back.</param>
public sealed record AttributeStatement(string Name, string Value)
{
    /// <summary>When it was true; none for the instant of what it was said with.</summary>
    public Instant SaidAt { get; init; } = Instant.None;

    /// <summary>When this shop first knew of it; none for now.</summary>
    public Instant KnownAt { get; init; } = Instant.None;

    /// <summary>Who said so; null for the source of what it was said with.</summary>
    public string? Source { get; init; }
}
