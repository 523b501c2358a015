namespace Perennial.Core.Profiles;

/// <summary>The same customers, row by row, as they were: what calibrates forecasts on the shop's own past.</summary>
/// <param name="Days30">As of 30 days before the scoring run; customers who had no order yet have none.</param>
/// <param name="Days90">As of 90 days before.</param>
public sealed record PastProfiles(ProfileTable Days30, ProfileTable Days90);
