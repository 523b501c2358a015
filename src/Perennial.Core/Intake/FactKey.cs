namespace Perennial.Core.Intake;

/// <summary>The keys that a fact came under, as ids that follow from them: by these it can be told whose it is,
/// whatever was joined since.</summary>
/// <param name="Own">The strongest key that was said with it; null where that is the customer's own.</param>
/// <param name="Next">The e-mail address that was said beside a number; null where none was.</param>
public readonly record struct FactKey(CustomerId? Own, CustomerId? Next);
