using System.Buffers;
using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Pressure;

/// <summary>The fact and status columns of marketing pressure: contacts by channel over rolling windows, what came
/// back, and the state from which the decaying index follows.</summary>
/// <remarks>
/// Windows are made of whole days of 24 hours before the instant, not of calendar days: a contact leaves the 30-day
/// window exactly 720 hours after it was made. Contacts that bounced were not received and count nowhere, save in
/// <c>bounces</c>.
/// </remarks>
sealed class PressureFold : IProfilePart
{
    readonly Instant asOf;
    readonly DecayingPressure decay;
    readonly ProfileTable into;
    readonly int[] within7, within30, within90, total, opens, clicks, unsubscribes, bounces, complaints;
    readonly int[] emailsDelivered, emailsOpened, emailsClicked, emailsReplied, messagesHeard, channelsReached, arm;
    readonly int[][] byChannel;
    readonly Instant[] lastContactAt, lastResponseAt, halvesAt;
    readonly double[] state;

    public PressureFold(Instant asOf, PressureOptions options, ProfileTable into)
    {
        options.Check();
        this.asOf = asOf;
        this.into = into;
        decay = new DecayingPressure(options);
        within7 = into.Values(PressureColumns.Contacts7d);
        within30 = into.Values(PressureColumns.Contacts30d);
        within90 = into.Values(PressureColumns.Contacts90d);
        byChannel =
        [
            into.Values(PressureColumns.Emails30d), into.Values(PressureColumns.Sms30d),
            into.Values(PressureColumns.Calls30d),
            into.Values(PressureColumns.Letters30d), into.Values(PressureColumns.Ads30d),
        ];
        total = into.Values(PressureColumns.Contacts);
        lastContactAt = into.Values(PressureColumns.LastContactAt);
        lastResponseAt = into.Values(PressureColumns.LastResponseAt);
        opens = into.Values(PressureColumns.Opens90d);
        clicks = into.Values(PressureColumns.Clicks90d);
        unsubscribes = into.Values(PressureColumns.Unsubscribes);
        bounces = into.Values(PressureColumns.Bounces);
        complaints = into.Values(PressureColumns.Complaints);
        emailsDelivered = into.Values(PressureColumns.EmailsDelivered);
        emailsOpened = into.Values(PressureColumns.EmailsOpened);
        emailsClicked = into.Values(PressureColumns.EmailsClicked);
        emailsReplied = into.Values(PressureColumns.EmailsReplied);
        messagesHeard = into.Values(PressureColumns.MessagesHeard);
        channelsReached = into.Values(PressureColumns.ChannelsReached);
        state = into.Values(PressureColumns.AtLastContact);
        halvesAt = into.Values(PressureColumns.HalvesAt);
        arm = into.Values(PressureColumns.Arm);
    }

    public Instant Fold(CustomerHistory history, int row)
    {
        var contacts = history.Contacts;
        var responses = history.Responses;
        var seen = TimeOrder.UpTo(contacts.At, asOf);
        var heard = TimeOrder.UpTo(responses.At, asOf);
        const int fewContacts = 512;
        var rented = seen > fewContacts ? ArrayPool<Answers>.Shared.Rent(seen) : null;
        Span<Answers> answers = rented is not null ? rented : stackalloc Answers[seen];
        answers = answers[..seen];
        answers.Clear();
        AnsweredContacts.Mark(contacts, responses, heard, answers);

        var leave = WriteWindows(contacts, answers, row);
        var quiet = WriteResponses(responses, heard, row, out var stoppedAt);
        WriteTotals(contacts, answers, stoppedAt, row);
        WriteState(contacts, answers, row);
        if (rented is not null) ArrayPool<Answers>.Shared.Return(rented);
        // Chance decided that once, and it stands in no history.
        arm[row] = PressureColumns.Arm.NoValue;

        var next = leave < quiet ? leave : quiet;
        if (seen < contacts.Count && contacts.At[seen] < next) next = contacts.At[seen];
        for (var i = heard; i < responses.Count; i++)
        {
            if (responses.Kind[i] is ResponseKind.Delivered or ResponseKind.Disposition) continue;
            return responses.At[i] < next ? responses.At[i] : next;
        }
        return next;
    }

    // Returns when the first contact leaves a window.
    Instant WriteWindows(ContactSlice contacts, ReadOnlySpan<Answers> answers, int row)
    {
        Window week = new(asOf, 7), month = new(asOf, 30), quarter = new(asOf, 90);
        foreach (var counts in byChannel) counts[row] = 0;
        var at = contacts.At;
        var channel = contacts.Channel;
        for (var i = answers.Length - 1; i >= 0 && quarter.Holds(at[i]); i--)
        {
            if ((answers[i] & Answers.Bounced) != 0) continue;
            week.Add(at[i]);
            quarter.Add(at[i]);
            if (month.Add(at[i]) && (int)channel[i] is >= 1 and <= 5) byChannel[(int)channel[i] - 1][row]++;
        }
        within7[row] = week.Count;
        within30[row] = month.Count;
        within90[row] = quarter.Count;
        return Window.FirstToLeave(week, Window.FirstToLeave(month, quarter));
    }

    // Returns when the first open or click leaves its window; and when the customer first asked for no more.
    Instant WriteResponses(ResponseSlice responses, int heard, int row, out Instant stoppedAt)
    {
        Window opened = new(asOf, 90), clicked = new(asOf, 90);
        var (unsubscribed, bounced, complained) = (0, 0, 0);
        var last = Instant.None;
        stoppedAt = Instant.Never;
        var at = responses.At;
        var kind = responses.Kind;
        for (var i = heard - 1; i >= 0; i--)
        {
            if (kind[i] == ResponseKind.Open) opened.Add(at[i]);
            if (kind[i] == ResponseKind.Click) clicked.Add(at[i]);
            if (kind[i] is ResponseKind.Open or ResponseKind.Click or ResponseKind.Reply && !last.HasValue)
                last = at[i];
            if (kind[i] == ResponseKind.Unsubscribe) unsubscribed++;
            if (kind[i] == ResponseKind.Complaint) complained++;
            if (kind[i] == ResponseKind.Bounce) bounced++;
            if (kind[i] is ResponseKind.Unsubscribe or ResponseKind.Complaint) stoppedAt = at[i];
        }
        opens[row] = opened.Count;
        clicks[row] = clicked.Count;
        unsubscribes[row] = unsubscribed;
        bounces[row] = bounced;
        complaints[row] = complained;
        lastResponseAt[row] = last;
        return Window.FirstToLeave(opened, clicked);
    }

    void WriteTotals(ContactSlice contacts, ReadOnlySpan<Answers> answers, Instant stoppedAt, int row)
    {
        var (received, messages, reached) = (0, 0, 0);
        var (delivered, opened, clicked, replied) = (0, 0, 0, 0);
        var at = contacts.At;
        var channel = contacts.Channel;
        for (var i = 0; i < answers.Length; i++)
        {
            if ((answers[i] & Answers.Bounced) != 0) continue;
            received++;
            reached |= 1 << (int)channel[i];
            if (channel[i] is ContactChannel.Email or ContactChannel.Sms && at[i] <= stoppedAt) messages++;
            if (channel[i] != ContactChannel.Email) continue;
            delivered++;
            opened += (answers[i] & Answers.Opened) != 0 ? 1 : 0;
            clicked += (answers[i] & Answers.Clicked) != 0 ? 1 : 0;
            replied += (answers[i] & Answers.Replied) != 0 ? 1 : 0;
        }
        total[row] = received;
        channelsReached[row] = reached;
        emailsDelivered[row] = delivered;
        emailsOpened[row] = opened;
        emailsClicked[row] = clicked;
        emailsReplied[row] = replied;
        // Who unsubscribed had a message, though it may not be known.
        messagesHeard[row] = Math.Max(messages, stoppedAt.HasValue ? 1 : 0);
    }

    void WriteState(ContactSlice contacts, ReadOnlySpan<Answers> answers, int row)
    {
        var last = answers.Length - 1;
        while (last >= 0 && (answers[last] & Answers.Bounced) != 0) last--;
        lastContactAt[row] = last < 0 ? Instant.None : contacts.At[last];
        halvesAt[row] = last < 0 ? Instant.None : decay.HalvedAt(contacts.At[last]);
        state[row] = last < 0 ? double.NaN : decay.AtLast(contacts, answers[..(last + 1)]);
    }
}
