using Perennial.Core.History;

namespace Perennial.Core.Demo;

/// <summary>Something that a customer of the demo said.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Product">Index of the product; −1 where it is about none.</param>
/// <param name="Name">A review's title, a survey's question, a ticket's subject; null for none.</param>
/// <param name="Detail">What it says; null where nothing.</param>
sealed record Voice(Instant At, ActivityKind Kind, int Product, string? Name, ActivityDetail? Detail);
