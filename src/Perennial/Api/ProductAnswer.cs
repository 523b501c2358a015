namespace Perennial.Api;

/// <summary>A product recommended to a customer; what the shop never said is null. The price is in currency
/// units.</summary>
public sealed record ProductAnswer(
    string Id, string? Name, string? Category, decimal? Price, string? Image, string? Description);
