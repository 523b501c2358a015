using System.Globalization;
using Perennial.Core.History;

namespace Perennial.Channels.Intake.Values;

/// <summary>Reads what a contact was part of, by the names that trackers and providers bring it back under.</summary>
static class ContactFields
{
    const decimal MostCost = 1_000_000;

    /// <summary>The context; null where nothing of it is said.</summary>
    /// <param name="text">A field's text; null where there is none.</param>
    /// <param name="bad">Told of a field that cannot be meant; it is then left out.</param>
    /// <param name="tool">Who sent it, where no field says so.</param>
    public static ContactContext? Read(Func<string, string?> text, Action<string> bad, string? tool = null)
    {
        string? First(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                if (text(name) is { } found) return found;
            return null;
        }
        return new ContactContext
        {
            Version = Whole("strategy_version", First("strategy_version", "version"), bad),
            Step = First("step", "step_name"),
            Arm = First("arm", "variant", "variation"),
            Topic = First("topic"),
            Offer = First("offer", "offer_id"),
            CostCents = Cents("cost", First("cost"), bad),
            Touch = Whole("touch", First("touch"), bad),
            Tool = First("tool") ?? tool,
        }.OrNothing;
    }

    /// <summary>A whole number from 1 up; null where there is none, or nothing that can be meant.</summary>
    public static int? Whole(string name, string? text, Action<string> bad)
    {
        if (text is null) return null;
        var digits = text.StartsWith('v') ? text.AsSpan(1) : text;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        bad(name);
        return null;
    }

    static long? Cents(string name, string? text, Action<string> bad)
    {
        if (text is null) return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
            && units <= MostCost) return (long)Math.Round(units * 100, MidpointRounding.AwayFromZero);
        bad(name);
        return null;
    }
}
