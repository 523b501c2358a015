using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>
/// What is true of the synthetic shop and cannot be read from its facts: against this, estimates are checked.
/// </summary>
public sealed class FlowerShopTruth
{
    internal FlowerShopTruth(CustomerTruth[] customers, IReadOnlyList<ShopPromotion> promotions)
    {
        Customers = customers;
        Promotions = promotions;
    }

    /// <summary>What drives customers between purchases, as <see cref="Customers"/>; empty in a shop without
    /// behaviour.</summary>
    public IReadOnlyList<BehaviourTruth> Behaviour { get; internal init; } = [];

    /// <summary>For each order, in the order of the facts, whether an e-mail caused it; empty in a shop without
    /// behaviour.</summary>
    public IReadOnlyList<bool> OrderCaused { get; internal init; } = [];

    /// <summary>What e-mails do; null in a shop without behaviour.</summary>
    public MailEffect? Mails { get; internal init; }

    /// <summary>For whom chance decides how many e-mails they get; null in a shop without behaviour.</summary>
    public MailingExperiment? Experiment { get; internal init; }

    /// <summary>One entry for each customer, in the order of the facts' rows.</summary>
    public IReadOnlyList<CustomerTruth> Customers { get; }

    /// <summary>The promotions that ran.</summary>
    public IReadOnlyList<ShopPromotion> Promotions { get; }
}
