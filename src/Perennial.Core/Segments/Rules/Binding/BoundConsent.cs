using Perennial.Core.Consent;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>The customer may be contacted.</summary>
sealed class BoundConsent(ConsentTest test, RuleData data) : BoundRule
{
    public override int Cost => 20;

    public override bool Holds(int row, RuleMoment moment) =>
        MayContact.Ask(data.PermissionsOf(row), test.By, test.Channel, test.Topic, moment.AsOf).IsAllowed;

    public override Instant NextEdge(int row, RuleMoment moment) =>
        ConsentEnd.NextEdge(data.PermissionsOf(row), test.By, test.Channel, moment.AsOf);
}

/// <summary>The days until the consent ends that ends first lie in some ranges.</summary>
sealed class BoundExpiry(ExpiryTest test, RuleData data) : BoundRule
{
    readonly IReadOnlyList<WholeRange> ranges = test.Comparison.WholeRanges();

    public override int Cost => 20;

    public override bool Holds(int row, RuleMoment moment)
    {
        var end = ConsentEnd.Next(data.Permissions![row], test.Channel, moment.AsOf);
        if (end == Instant.Never) return false;
        var days = (long)moment.Calendar.DayOf(end) - moment.Today;
        foreach (var range in ranges)
            if (range.Contains(days)) return true;
        return false;
    }

    public override Instant NextEdge(int row, RuleMoment moment)
    {
        var next = Instant.Never;
        foreach (var one in data.Permissions![row].Consents)
        {
            if (test.Channel is { } channel && one.Channel != channel) continue;
            Consider(one.SaidAt);
            if (!one.IsGranted || !one.ExpiresAt.HasValue) continue;
            Consider(one.ExpiresAt);
            var last = moment.Calendar.DayOf(one.ExpiresAt);
            foreach (var range in ranges)
            {
                ConsiderDay(last, range.To);
                ConsiderDay(last + 1, range.From);
            }
        }
        return next;

        void Consider(Instant edge)
        {
            if (edge > moment.AsOf && edge < next) next = edge;
        }

        // Beyond that a range has no end.
        void ConsiderDay(int day, long before)
        {
            if (before is > -TimeLength.LongestDays and < TimeLength.LongestDays)
                Consider(moment.Calendar.StartOf((int)(day - before)));
        }
    }
}
