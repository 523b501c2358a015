using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>Text messages when a sale begins, letters with the catalogue, and calls to those who used to buy.</summary>
sealed class OtherContacts(ContactCalendar calendar)
{
    const int MostDials = 3;

    int calledAbout = -1, dials;

    /// <summary>Whether somebody is being called who may not have answered.</summary>
    internal bool MayDialAgain => dials is > 0 and < MostDials;

    internal void Messages(int day, CustomerRecord record, Rng rng, List<PlannedSend> sends)
    {
        if (calendar.Promotions.On(day) is not { Percent: >= 20 } promotion || promotion.FirstDay != day) return;
        if (record.DaysSinceOrder(day) <= 400) Add(day, ContactChannel.Sms, $"promotion {promotion.Code}", rng, sends);
    }

    internal void Letters(int day, CustomerRecord record, Rng rng, List<PlannedSend> sends)
    {
        if (calendar.Catalogues.TryGetValue(day, out var name) && record.DaysSinceOrder(day) <= 730)
            Add(day, ContactChannel.Letter, name, rng, sends);
    }

    /// <summary>A call to whoever bought twice and then not for a hundred days; where nobody answers, again on the next
    /// days.</summary>
    internal void Calls(int day, bool lookWhom, CustomerRecord record, Rng rng, List<PlannedSend> sends)
    {
        if (MayDialAgain && calledAbout == record.Orders
            && record.LastDisposition is "no answer" or "voicemail")
        {
            dials++;
            Add(day, ContactChannel.Call, "call back", rng, sends);
            return;
        }
        dials = 0;
        if (!lookWhom || record.Orders < 2 || record.Orders == calledAbout) return;
        if (record.DaysSinceOrder(day) is < 100 or > 200) return;
        (calledAbout, dials) = (record.Orders, 1);
        Add(day, ContactChannel.Call, "call back", rng, sends);
    }

    void Add(int day, ContactChannel channel, string strategy, Rng rng, List<PlannedSend> sends)
    {
        var at = calendar.Clock.During(day, rng);
        if (at.HasValue) sends.Add(new PlannedSend(at, channel, strategy));
    }
}
