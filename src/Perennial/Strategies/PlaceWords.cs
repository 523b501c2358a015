using Perennial.Core.Strategies;

namespace Perennial.Strategies;

/// <summary>Where an enrollment stands, in words.</summary>
static class PlaceWords
{
    /// <summary>"waits for 7 days behind 'reminder'", "at call 'winback'".</summary>
    public static string Of(StrategyProgram program, Enrollment enrollment)
    {
        if (program.At(enrollment.Position) is not { } step) return "at the end";
        if (step is ContactStep contact)
        {
            var what = $"{contact.Content.Kind.Word()} '{contact.Name}'";
            return enrollment.State == StepState.AwaitsOutcome ? $"how {what} ends" : $"at {what}";
        }
        var behind = enrollment.Done.Count > 0 ? $" behind '{enrollment.Done[^1]}'" : "";
        return $"waits {PlanWords.Of(step)}{behind}";
    }
}
