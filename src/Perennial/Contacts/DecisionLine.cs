using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Words;

namespace Perennial.Contacts;

/// <summary>A decision in a sentence.</summary>
static partial class DecisionLine
{
    /// <summary>"Not called: in France a call needs consent, and there is none."</summary>
    /// <param name="row">The decision.</param>
    /// <param name="calendar">In whose time instants are told; null for UTC.</param>
    public static string Of(DecisionRow row, ShopCalendar? calendar = null)
    {
        var line = Line(row);
        return calendar is null ? line : Instants().Replace(line, at =>
            Show.Minute(Instant.From(DateTimeOffset.Parse(at.Value, CultureInfo.InvariantCulture)), calendar));
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Instants();

    static string Line(DecisionRow row) => row.Outcome switch
    {
        null => row.Value,
        Outcome.Sent => $"{Went(row)}.",
        Outcome.Deferred => $"Waits{(row.UntilAt.HasValue ? $" until {row.UntilAt}" : "")}: {Why(row)}.",
        Outcome.HeldOut => $"Held out: {row.Value}; would have gone now.",
        Outcome.Expired => $"Too late: it was held up until it expired by {Why(row)}.",
        Outcome.LeftOut when row.Rule == "condition" => $"Left out: '{row.Value}' did not hold.",
        Outcome.LeftOut => $"Left out: {row.Value}.",
        Outcome.Superseded => $"Another goes in its place: {Why(row)}.",
        _ => $"Not {Done(row)}: {Why(row)}.",
    };

    // Of consent the value says it all: "no consent", "refused on ...".
    static string Why(DecisionRow row) => row.Value.Length == 0 ? row.Rule
        : row.Gate == Gate.Consent ? row.Value : $"{row.Rule}, {row.Value}";

    static string Went(DecisionRow row) => row.Kind switch
    {
        ContactKind.Call => "Called",
        ContactKind.Ads => "In the advertising audience",
        ContactKind.Task => "Given to staff",
        _ => "Sent",
    };

    static string Done(DecisionRow row) => row.Kind switch
    {
        ContactKind.Call => "called",
        ContactKind.Ads => "in the advertising audience",
        ContactKind.Task => "given to staff",
        _ => "sent",
    };
}
