namespace Perennial.Core.Measurement;

/// <summary>A line of the ledger: that somebody was drawn for an arm, once. It is never changed.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Id">The id that the customer had then; another's by now where keys were joined since.</param>
/// <param name="Arm">The arm; <see cref="Experiment.NoArm"/> for those who were drawn for none.</param>
/// <param name="Stratum">Of which part of the customers the arm was filled; empty where all were drawn alike.</param>
/// <param name="At">When.</param>
public readonly record struct ArmAssignment(
    string Experiment, string Version, CustomerId Id, string Arm, string Stratum, Instant At)
{
    /// <summary>Whether this is the draw that counts and not the other, where two customers turned out to be one: the
    /// earlier does, of two of one instant that of the smaller id, so that the order in which they were joined does not
    /// matter.</summary>
    public bool ComesBefore(ArmAssignment other) => At != other.At ? At < other.At : Id < other.Id;

    /// <summary>Whether it is of this experiment, in this version.</summary>
    public bool IsOf(Experiment experiment) =>
        (Experiment, Version) == (experiment.Name, experiment.Version);
}
