namespace Perennial.Core.Strategies;

/// <summary>Customers who were named one by one.</summary>
/// <param name="Name">What the list is called.</param>
/// <param name="Import">What makes it once: the same names again are the same list.</param>
/// <param name="Customers">Their own keys.</param>
public sealed record NamedList(string Name, string Import, IReadOnlySet<string> Customers);
