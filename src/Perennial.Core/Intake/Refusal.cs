namespace Perennial.Core.Intake;

/// <summary>Why something that came in through a door was not taken.</summary>
/// <param name="Reason">A short code that is counted: <c>invalid_json</c>, <c>missing_id</c>, <c>missing_event</c>,
/// <c>too_large</c>, <c>type_unknown</c>, <c>bad_signature</c>, <c>unknown_key</c>, <c>bad_value</c>,
/// <c>other_currency</c>, <c>too_many</c>; <c>left_out</c> where one field was not and the rest was.</param>
/// <param name="Problem">What is wrong, with its place (<c>batch[3].properties.total</c>), without personal
/// data.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Refusal(string Reason, string Problem, string Remedy);
