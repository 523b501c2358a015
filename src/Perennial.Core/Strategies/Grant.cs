namespace Perennial.Core.Strategies;

/// <summary>What is scarce was reserved for a contact: it may go, if nothing else stands against it by now.</summary>
/// <param name="Key">Which contact.</param>
/// <param name="Demand">What was reserved; another demand has to wait again.</param>
/// <param name="IsShadow">Nothing was: the customer is held out, and only had her turn.</param>
public readonly record struct Grant(CandidateKey Key, string Demand, bool IsShadow);
