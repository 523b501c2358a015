using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>What stands against a contact, by what was written down before.</summary>
sealed partial class LogReading
{
    readonly List<(Instant At, ContactChannel Channel, string Topic, bool IsYes, bool IsWritten)> said = [];
    readonly HashSet<ContactChannel> suppressed = [];
    readonly List<(Instant At, Instant Known)> orders = [];
    readonly List<(Instant At, Instant Known)> replies = [];
    readonly List<(Instant At, string Words, int Line)> outcomes = [];
    (Instant AsOf, bool IsOn)? outside;
    string pressure = "on target";
    bool isErased, hasAddresses = true;

    void Hear(HeardLine line)
    {
        var one = line.Happening;
        switch (one.What)
        {
            case What.Order: orders.Add((line.At, line.Now)); break;
            case What.Reply: replies.Add((line.At, line.Now)); break;
            case What.Outcome: outcomes.Add((line.At, one.Words!, lines)); break;
            case What.OtherContact: contacts.Add(new SeenContact(line.At, one.Channel, one.Words, false, lines)); break;
            case What.Yes or What.No:
                said.Add((line.Now, one.Channel, one.Words ?? "", one.What == What.Yes, true));
                break;
            case What.Suppressed: suppressed.Add(one.Channel); break;
            case What.Erased: isErased = true; break;
            case What.ClockGoesBack: clockWentBack = true; break;
            case What.AddressesLost: hasAddresses = false; break;
            case What.AddressesFound: hasAddresses = true; break;
            case What.Pressure: pressure = one.Words!; break;
            case What.StandsOnAList: outside = (line.Now, one.Words == "on"); break;
        }
    }

    static ContactChannel? ChannelOf(Candidate candidate) => candidate.Content.Kind switch
    {
        ContactKind.Email => ContactChannel.Email,
        ContactKind.Sms => ContactChannel.Sms,
        ContactKind.Call => ContactChannel.Call,
        ContactKind.Letter => ContactChannel.Letter,
        ContactKind.Ads => ContactChannel.Ad,
        _ => null,
    };

    HashSet<Gate> Against(Decision decision, Instant now)
    {
        var candidate = decision.Candidate;
        var (channel, isService) = (ChannelOf(candidate), candidate.Topic == "service");
        var against = new HashSet<Gate>();
        void If(bool holds, Gate gate)
        {
            if (holds) against.Add(gate);
        }
        If(isErased, Gate.Erased);
        If(now >= candidate.ExpiresAt, Gate.Expired);
        If(!hasAddresses && candidate.Content.Kind != ContactKind.Webhook, Gate.Address);
        If(HasLeft(candidate, now), Gate.Exit);
        If(!isService && Conflicts(candidate, now), Gate.Conflict);
        If(enrollments.Any(one => one.EndedAt is null && GoesBefore(one, candidate)), Gate.Conflict);
        if (channel is not { } by) return against;
        If(suppressed.Contains(by), Gate.Suppression);
        If(!MayAsk(by, candidate.Topic, isService), Gate.Consent);
        If(world.Set.Channels.Channels.All(one => one.Channel != by), Gate.Channel);
        If(world.Set.Policies.Hours.Any(one => one.Channels.Contains(by) && !IsOpen(one.Open, now)), Gate.ContactHours);
        If(Laws(by, now).Any(law => law.Open is { } open && !IsOpen(open, now)), Gate.Law);
        if (isService) return against;
        If(Laws(by, now).Any(law => IsAgainst(law, by, candidate.Topic, now)), Gate.Law);
        Offers(decision, now, If);
        foreach (var policy in world.Set.Policies.Frequency) Caps(policy, by, candidate.Topic, now, against);
        return against;
    }

    bool Conflicts(Candidate candidate, Instant now) =>
        candidate.Strategy.After.Any(after => IsTooSoonBehind(after, now));

    bool GoesBefore(SeenEnrollment other, Candidate candidate)
    {
        if (!NeverWith(candidate.Strategy.Name, other.Strategy)) return false;
        var (mine, theirs) = (candidate.Strategy.Priority, StrategyOf(other.Strategy).Priority);
        if (mine != theirs) return theirs > mine;
        return other.EnteredAt != candidate.Enrollment.EnteredAt ? other.EnteredAt < candidate.Enrollment.EnteredAt
            : string.CompareOrdinal(other.Strategy, candidate.Strategy.Name) < 0;
    }

    bool HasLeft(Candidate candidate, Instant now)
    {
        var entered = candidate.Enrollment.EnteredAt;
        bool Since((Instant At, Instant Known) fact) => fact.At <= now && (fact.At > entered
            || (fact.Known > entered && fact.At.UnixMs >= entered.UnixMs - 7 * 86_400_000L));
        var exits = candidate.Strategy.Exits.Select(one => one.Written).ToList();
        return (exits.Contains("has order since entry") && orders.Any(Since))
            || (exits.Contains("has reply since entry") && replies.Any(Since));
    }

    bool? LastWord(ContactChannel channel, string topic)
    {
        var words = said.Where(one => one.Channel == channel && one.Topic == topic).ToList();
        return words.Count == 0 ? null : words.OrderBy(one => one.At).ThenByDescending(one => one.IsYes).Last().IsYes;
    }

    bool HasYes(ContactChannel channel, string topic) =>
        LastWord(channel, "") == true || LastWord(channel, topic) == true;

    bool MayAsk(ContactChannel channel, string topic, bool isService)
    {
        if (LastWord(channel, "") == false || LastWord(channel, topic) == false) return false;
        var needs = channel switch
        {
            ContactChannel.Email => world.Options.EmailNeedsConsent,
            ContactChannel.Sms => world.Options.SmsNeedsConsent,
            ContactChannel.Call => world.Options.CallNeedsConsent,
            ContactChannel.Letter => world.Options.LetterNeedsConsent,
            _ => world.Options.AdNeedsConsent,
        };
        return isService || !needs || HasYes(channel, topic);
    }

    bool IsOpen(OpenHours open, Instant now) => person.Zones.All(zone =>
    {
        var local = NodaTime.Instant.FromUnixTimeMilliseconds(now.UnixMs)
            .InZone(NodaTime.DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
        var day = new DateOnly(local.Year, local.Month, local.Day);
        if (((int)open.Days >> (int)day.DayOfWeek) % 2 == 0) return false;
        if (!open.OnHolidays && DrawnWorld.Holidays.Any(one => one == (person.Country!, day))) return false;
        var second = local.TimeOfDay.TickOfDay / (double)NodaTime.NodaConstants.TicksPerSecond;
        return open.Hours.Any(range => second >= range.FromMinute * 60 && second < range.ToMinute * 60);
    });

    // Of whom nobody knows in which state they are every state's law holds; of several zones each has its day.
    IEnumerable<ContactLaw> Laws(ContactChannel channel, Instant now) => world.Set.Policies.Law.Where(law =>
        law.Channels.Contains(channel) && person.Country is { } country && law.Countries.Contains(country)
        && person.Zones.Any(zone =>
        {
            var local = NodaTime.Instant.FromUnixTimeMilliseconds(now.UnixMs)
                .InZone(NodaTime.DateTimeZoneProviders.Tzdb[zone]).Date;
            var day = new DateOnly(local.Year, local.Month, local.Day);
            return (law.From is null || law.From <= day) && (law.Until is null || law.Until >= day);
        }));

    bool IsAgainst(ContactLaw law, ContactChannel channel, string topic, Instant now)
    {
        var isExcepted = law.Except is not null && orders.Any(one => one.At <= now);
        var needs = law.Consent is LawConsent.Needed or LawConsent.NeededInWriting;
        if (needs && !isExcepted && !HasYes(channel, topic)) return true;
        if (law.Consent == LawConsent.NeededInWriting && !isExcepted
            && !said.Any(one => one.Channel == channel && one.IsYes && one.IsWritten)) return true;
        if (law.List is not null && !isExcepted && (outside is not { } list || list.IsOn
            || now.UnixMs - list.AsOf.UnixMs > law.List.AtMost.Days * 86_400_000L)) return true;
        if (law.Most.Any(cap => IsFull(cap, cap.Most, channel, now, one => law.Channels.Contains(one.Channel))))
            return true;
        if (law.AfterANo is not { } silence) return false;
        var noes = said.Where(one => !one.IsYes && one.Topic.Length == 0 && law.Channels.Contains(one.Channel))
            .Select(one => one.At).ToList();
        if (law.Channels.Contains(ContactChannel.Call))
            noes.AddRange(outcomes.Where(one => one.Words == "not interested").Select(one => one.At));
        return noes.Any(no => now.UnixMs - no.UnixMs < silence.Days * 86_400_000L);
    }

    void Caps(FrequencyPolicy policy, ContactChannel channel, string topic, Instant now, HashSet<Gate> against)
    {
        if (policy.Topics.Count > 0 && !policy.Topics.Contains(topic)) return;
        if (!Speaks(policy, channel)) return;
        if (policy.AppliesTo.Written != "everybody" && !orders.Any(one => one.At <= now)) return;
        bool Counted(SeenContact one) => (policy.ServiceCounts || one.Topic != "service") && Speaks(policy, one.Channel)
            && (policy.Topics.Count == 0 || one.Topic is null || policy.Topics.Contains(one.Topic));
        foreach (var cap in policy.Most)
        {
            var most = (pressure, world.Set.Policies.Pressure.Over) switch
            {
                ("over", OverPressure.Halve) => cap.Most / 2,
                ("over", OverPressure.Block) => 0,
                ("under", _) => cap.Most + world.Set.Policies.Pressure.UnderAdds,
                _ => cap.Most,
            };
            if (!IsFull(cap, most, channel, now, Counted)) continue;
            against.Add(IsFull(cap, cap.Most, channel, now, Counted) ? Gate.Frequency : Gate.Pressure);
            if (most > cap.Most) against.Add(Gate.Frequency);
        }
        if (policy.Gap is { } gap && contacts.Any(one => Counted(one) && !ReachedNobody(one)
            && IsWithin(one.At, now, LengthMs(gap)))) against.Add(Gate.Frequency);
    }

    static bool Speaks(FrequencyPolicy policy, ContactChannel channel) => policy.Channels.Count > 0
        ? policy.Channels.Contains(channel) : policy.AdsCount || channel != ContactChannel.Ad;

    bool IsFull(Cap cap, int most, ContactChannel channel, Instant now, Func<SeenContact, bool> isCounted)
    {
        ContactChannel? only = cap.Unit switch
        {
            CapUnit.Email => ContactChannel.Email,
            CapUnit.Sms => ContactChannel.Sms,
            CapUnit.Calls or CapUnit.Dials => ContactChannel.Call,
            _ => null,
        };
        if (only is { } one && channel != one) return false;
        return contacts.Count(each => (only is null || each.Channel == only) && isCounted(each)
            && (cap.Unit == CapUnit.Dials || !ReachedNobody(each))
            && IsWithin(each.At, now, LengthMs(cap.Window!.Value))) >= most;
    }

    // A clock that was set back shows what was done as to come; it was done all the same.
    static bool IsWithin(Instant at, Instant now, long ms) => Math.Abs(now.UnixMs - at.UnixMs) < ms;

    static long LengthMs(Core.Segments.Rules.TimeLength length) =>
        length.Minutes >= 0 ? length.Minutes * 60_000 : length.Days * 86_400_000L;

    // An outcome is that of the last call before it; what is told of a call once it has one changes nothing.
    bool ReachedNobody(SeenContact call)
    {
        if (call.Channel != ContactChannel.Call || call.IsPhantom) return false;
        bool IsOfIt((Instant At, string Words, int Line) outcome)
        {
            var before = contacts.Where(one => one.Channel == ContactChannel.Call && !one.IsPhantom
                && (one.At < outcome.At || (one.At == outcome.At && one.Line < outcome.Line))).ToList();
            return before.Count > 0 && before.OrderBy(one => one.At).ThenBy(one => one.Line).Last() == call;
        }
        var first = outcomes.Where(IsOfIt).OrderBy(one => one.At).ThenBy(one => one.Line).FirstOrDefault();
        return first.Words == "no answer";
    }
}
