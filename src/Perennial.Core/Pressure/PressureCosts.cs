namespace Perennial.Core.Pressure;

/// <summary>What a contact costs and what an order brings: what turns the measured effect of contacts into
/// money.</summary>
public sealed record PressureCosts
{
    /// <summary>Cost of one contact, cents, over the shop's usual mix of channels. Default 1; 0 or more.</summary>
    public double ContactCents { get; init; } = 1;

    /// <summary>Share of revenue that is left after goods. Default null: as in the orders whose cost is known, and all
    /// of the revenue where no cost is known.</summary>
    public double? MarginShare { get; init; }

    /// <summary>What an unsubscription costs, cents. Default null: what a year of contacts as customers usually receive
    /// them would have brought, less what they would have cost.</summary>
    public double? UnsubscribeCents { get; init; }

    /// <summary>Refuses negative amounts and shares.</summary>
    /// <exception cref="BadInputException">With what is wrong.</exception>
    public void Check()
    {
        if (!(ContactCents >= 0 && double.IsFinite(ContactCents)))
            throw new BadInputException("contact cost", $"{ContactCents} cents.", "Use 0 or more.");
        if (MarginShare is { } share && !(share is > 0 and <= 1))
            throw new BadInputException("margin share", $"{share}.", "Use more than 0, at most 1.");
        if (UnsubscribeCents is { } cents && !(cents >= 0 && double.IsFinite(cents)))
            throw new BadInputException("unsubscription cost", $"{cents} cents.", "Use 0 or more.");
    }
}
