using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>What stands against an offer, by what was written down before. All offers here are of percent off
/// everything, so that the larger number is the better one.</summary>
sealed partial class LogReading
{
    readonly List<SeenPromise> promised = [];

    readonly record struct SeenPromise(
        string Offer, int Percent, DateOnly LastDay, bool IsPhantom, string Strategy, string Occurrence);

    static DateOnly DayAt(Instant at) => DateOnly.FromDateTime(NodaTime.Instant.FromUnixTimeMilliseconds(at.UnixMs)
        .InZone(NodaTime.DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToDateTimeUnspecified());

    // Whether something stands against making the offer that a candidate names, at this instant.
    void Offers(Decision decision, Instant now, Action<bool, Gate> If)
    {
        var candidate = decision.Candidate;
        if (ChannelOf(candidate) is not { } channel || candidate.Content.Offer is not { } name) return;
        var today = DayAt(now);
        var offer = name == ContactContent.ThisMonths
            ? world.Set.Offers.FirstOrDefault(one => one.OfTheMonth && one.From <= today && today <= one.Until)
            : world.Set.Offers.Single(one => one.Name == name);
        if (offer is null)
        {
            If(true, Gate.Promise);
            return;
        }
        var toNobody = decision.Outcome == Outcome.HeldOut || IsLeftAlone(candidate);
        var open = promised.Where(one => one.LastDay >= today && (toNobody || !one.IsPhantom)).ToList();
        var mine = open.Where(one => one.Offer == offer.Name).ToList();
        var better = open.Where(one => one.Percent >= offer.Percent).ToList();
        var carried = mine.Count > 0 ? mine : better;
        if (carried.Count == 0)
        {
            If(today < offer.From || today > offer.Until || !Goes(offer, channel), Gate.Promise);
            If(promised.Any(one => one.Offer == offer.Name && (toNobody || !one.IsPhantom)
                && one.Strategy == candidate.Strategy.Name && one.Occurrence == candidate.Enrollment.Occurrence),
                Gate.Promise);
            var last = LastDay(offer, now);
            If(channel == ContactChannel.Letter && today.AddDays(7) > last, Gate.Promise);
            If(candidate.Strategy.NotBetterThanSite && !offer.OnSite && offer.OnlyOn.Count != 1
                && !world.Set.Offers.Any(one => one.OnSite && one.From <= today && today <= one.Until
                    && one.Percent >= offer.Percent), Gate.SitePrice);
        }
        else
        {
            // What may not be told by this channel, or not any more by letter, waits for its end; so does what is not
            // on that day though something better is promised.
            If(mine.Count == 0 && (today < offer.From || today > offer.Until || !Goes(offer, channel)
                || promised.Any(one => one.Offer == offer.Name && (toNobody || !one.IsPhantom)
                    && one.Strategy == candidate.Strategy.Name
                    && one.Occurrence == candidate.Enrollment.Occurrence)), Gate.Promise);
            var most = carried.Max(one => one.Percent);
            var best = carried.Where(one => one.Percent == most).ToList();
            bool Waits(SeenPromise one) => !Goes(world.Set.Offers.Single(each => each.Name == one.Offer), channel)
                || (channel == ContactChannel.Letter && today.AddDays(7) > one.LastDay);
            // Two that are as good are of two who turned out to be one: either will do.
            If(decision.Outcome is Outcome.Sent or Outcome.HeldOut ? best.All(Waits) : best.Any(Waits), Gate.Promise);
        }
    }

    bool IsLeftAlone(Candidate candidate) => candidate.Topic != "service"
        && (isInUniversal || candidate.Enrollment.HeldOutBy != HeldOutBy.Nobody || candidate.IsStepHeldOut);

    static bool Goes(Offer offer, ContactChannel channel) =>
        offer.OnlyOn.Count == 0 || offer.OnlyOn.Any(one => one == channel);

    static DateOnly LastDay(Offer offer, Instant now)
    {
        if (offer.ValidFor is not { } length) return offer.Until;
        var own = DayAt(Later(now, length, "Europe/Paris"));
        return own < offer.Until ? own : offer.Until;
    }

    // Of all that is told no two are open that say different things.
    void Promised(DecidedLine line, string key)
    {
        var decision = line.Decision;
        var candidate = decision.Candidate;
        if (ChannelOf(candidate) is null || candidate.Content.Offer is null) return;
        if (decision.Promised is not { } told)
        {
            Wrong(line, $"{key} goes against Promise: it says nothing of its offer");
            return;
        }
        var (terms, last, today) = (told.Promise.Terms, told.Promise.LastDay, DayAt(line.Now));
        var isPhantom = decision.Outcome == Outcome.HeldOut;
        var open = promised.Where(one => one.LastDay >= today && (isPhantom || !one.IsPhantom)).ToList();
        // Two who turned out to be one may have been told two deadlines, and both stand.
        var deadlines = open.Where(one => one.Offer == terms.Name).Select(one => one.LastDay).ToList();
        if (deadlines.Count > 0 && !deadlines.Contains(last))
            Wrong(line, $"{key} goes against Promise: another deadline of {terms.Name}");
        if (told.IsCarried != deadlines.Contains(last))
            Wrong(line, $"{key} goes against Promise: {terms.Name} was not promised so");
        if (told.IsCarried) return;
        if (last != LastDay(terms, line.Now)) Wrong(line, $"{key} goes against Promise: {terms.Name} until {last}");
        if (open.Any(one => one.Percent >= terms.Percent))
            Wrong(line, $"{key} goes against Promise: {terms.Name} after something as good");
        promised.Add(new SeenPromise(terms.Name, terms.Percent, last, isPhantom, candidate.Strategy.Name,
            candidate.Enrollment.Occurrence));
    }
}
