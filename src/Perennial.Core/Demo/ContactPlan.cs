using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>What the shop is going to send to a customer on a day.</summary>
readonly record struct PlannedSend(Instant At, ContactChannel Channel, string Strategy);

/// <summary>What the demo shop sends, day by day: the part of a planner in the simulation.</summary>
/// <remarks>
/// What is sent on a day is a function of what the shop could know on that morning (<see cref="CustomerRecord"/>). It
/// writes the more e-mails the more a customer buys and opens, as shops do: whoever compares customers by the e-mails
/// they got overrates what e-mails do. For a tenth of the customers chance alone decides, in the last weeks
/// (<see cref="MailingExperiment"/>). Once strategies are at work it tells of promotions alone, and nobody is called by
/// it. One instance is for one customer.
/// </remarks>
sealed class ContactPlan(ContactCalendar calendar)
{
    readonly MailPlan mails = new(calendar);
    readonly OtherContacts others = new(calendar);
    readonly List<PlannedSend> sends = [];

    /// <summary>What a customer is sent on a day, in time order; valid until the next call.</summary>
    /// <param name="day">The day after the first on which the customer was known, then what <see cref="NextDay"/>
    /// says.</param>
    /// <param name="record">What is known that morning.</param>
    /// <param name="weeklyCap">E-mails a week that the experiment gives; −1 for none.</param>
    /// <param name="rng">Decides when and, where nothing else does, whether.</param>
    internal List<PlannedSend> On(int day, CustomerRecord record, int weeklyCap, Rng rng)
    {
        sends.Clear();
        var isWeekday = DaysIntoWeek(day, record) == 0;
        if (record.ByEmail) mails.On(day, isWeekday, record, weeklyCap, rng, sends);
        if (record.BySms) others.Messages(day, record, rng, sends);
        if (record.ByPost) others.Letters(day, record, rng, sends);
        if (record.ByPhone && day < calendar.StrategiesFrom) others.Calls(day, isWeekday, record, rng, sends);
        if (sends.Count > 1) sends.Sort((left, right) => left.At.CompareTo(right.At));
        return sends;
    }

    /// <summary>The next day on which something may be sent, by what is planned and by the calendar.</summary>
    internal int NextDay(int day, CustomerRecord record)
    {
        if (others.MayDialAgain && day < calendar.StrategiesFrom) return day + 1;
        var next = Math.Min(day + 7 - DaysIntoWeek(day, record), calendar.NextFixedDay(day));
        return Math.Min(next, mails.NextDay(day));
    }

    static int DaysIntoWeek(int day, CustomerRecord record) => (day - record.KnownDay - 1) % 7;
}
