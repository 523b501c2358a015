namespace Perennial.Core.Priority;

/// <summary>How prospects and customers stand in one order of calls.</summary>
public enum ProspectPlace
{
    /// <summary>Every customer with an order first.</summary>
    CustomersFirst,

    /// <summary>Every prospect with a favourable action first.</summary>
    ProspectsFirst,

    /// <summary>Tier by tier, of one tier the customers first.</summary>
    ByTier,
}
