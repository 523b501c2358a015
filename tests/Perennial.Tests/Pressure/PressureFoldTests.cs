using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using static Perennial.Tests.Pressure.SomeBehaviour;

namespace Perennial.Tests.Pressure;

public class PressureFoldTests
{
    static Contact Email(string at, ulong id = 0) => new(Some.At(at), ContactChannel.Email, id);

    static Response To(string at, ResponseKind kind, ulong contact = 0) =>
        new(Some.At(at), kind, ContactChannel.Email, contact);

    [Fact]
    public void Contacts_are_counted_by_channel_over_rolling_windows()
    {
        var table = Profile(Some.At("2026-06-30"),
        [
            Email("2026-06-29"), new(Some.At("2026-06-24"), ContactChannel.Sms),
            new(Some.At("2026-06-10"), ContactChannel.Call), new(Some.At("2026-06-09"), ContactChannel.Letter),
            new(Some.At("2026-06-08"), ContactChannel.Ad), Email("2026-05-01"), Email("2025-01-01"),
        ]);
        Column<int>[] columns =
        [
            PressureColumns.Contacts7d, PressureColumns.Contacts30d, PressureColumns.Contacts90d,
            PressureColumns.Contacts, PressureColumns.Emails30d,
            PressureColumns.Sms30d, PressureColumns.Calls30d, PressureColumns.Letters30d, PressureColumns.Ads30d,
        ];
        Assert.Equal([2, 5, 6, 7, 1, 1, 1, 1, 1], columns.Select(column => table.Values(column)[0]));
        Assert.Equal(Some.At("2026-06-29"), table.Values(PressureColumns.LastContactAt)[0]);
    }

    [Fact]
    public void A_contact_leaves_a_window_after_so_many_times_24_hours()
    {
        Contact[] one = [Email("2026-03-28T12:00")];
        var before = Profile(Some.At("2026-04-04T11:59:59.999"), one);
        Assert.Equal(1, before.Values(PressureColumns.Contacts7d)[0]);
        Assert.Equal(Some.At("2026-04-04T12:00"), before.NextChangeAt[0]);
        var after = Profile(Some.At("2026-04-04T12:00"), one);
        Assert.Equal(0, after.Values(PressureColumns.Contacts7d)[0]);
        Assert.Equal(1, after.Values(PressureColumns.Contacts30d)[0]);
        Assert.Equal(Some.At("2026-04-27T12:00"), after.NextChangeAt[0]);
        Assert.Equal(Instant.Never, Profile(Some.At("2026-09-01"), one).NextChangeAt[0]);
    }

    [Fact]
    public void What_bounced_was_not_received()
    {
        var table = Profile(Some.At("2026-06-30"), [Email("2026-06-01", 1), Email("2026-06-29", 2)],
            [To("2026-06-29", ResponseKind.Bounce, 2)]);
        Assert.Equal(1, table.Values(PressureColumns.Contacts30d)[0]);
        Assert.Equal(1, table.Values(PressureColumns.EmailsDelivered)[0]);
        Assert.Equal(1, table.Values(PressureColumns.Bounces)[0]);
        Assert.Equal(Some.At("2026-06-01"), table.Values(PressureColumns.LastContactAt)[0]);
        Assert.Equal(.5 * Math.Pow(2, -2.9), table.Values(PressureColumns.Index)[0], 1e-12);
    }

    [Fact]
    public void A_response_answers_the_contact_it_names_or_else_the_last_of_its_channel()
    {
        Contact[] contacts =
        [
            Email("2026-06-01", 1), Email("2026-06-05", 2), new(Some.At("2026-06-06"), ContactChannel.Sms, 3),
            Email("2026-06-10", 4),
        ];
        var table = Profile(Some.At("2026-06-30"), contacts,
        [
            To("2026-06-07", ResponseKind.Open),        // e-mail 2: the text message came by another channel
            To("2026-06-08", ResponseKind.Open, 2),     // once more: one e-mail opened
            To("2026-06-09", ResponseKind.Click, 1),
            To("2026-06-09", ResponseKind.Open, 4),     // before it was sent: a clock was wrong
            To("2026-06-09", ResponseKind.Click, 77),   // a contact that nobody knows
            To("2026-05-01", ResponseKind.Reply),       // before any e-mail
        ]);
        Assert.Equal(3, table.Values(PressureColumns.EmailsDelivered)[0]);
        Assert.Equal(1, table.Values(PressureColumns.EmailsOpened)[0]);
        Assert.Equal(1, table.Values(PressureColumns.EmailsClicked)[0]);
        Assert.Equal(0, table.Values(PressureColumns.EmailsReplied)[0]);
        Assert.Equal(3, table.Values(PressureColumns.Opens90d)[0]);
        Assert.Equal(2, table.Values(PressureColumns.Clicks90d)[0]);
        Assert.Equal(Some.At("2026-06-09"), table.Values(PressureColumns.LastResponseAt)[0]);
    }

    [Theory]
    [InlineData(1UL, 2UL)]
    [InlineData(2UL, 1UL)]
    public void Of_several_contacts_at_one_instant_the_one_with_the_greatest_id_is_answered(ulong first, ulong second)
    {
        var table = Profile(Some.At("2026-06-30"), [Email("2026-06-01", first), Email("2026-06-01", second)],
            [To("2026-06-02", ResponseKind.Open), To("2026-06-03", ResponseKind.Open, 2)]);
        // The one that is named is the one that is not: one e-mail was opened, twice.
        Assert.Equal(2, table.Values(PressureColumns.EmailsDelivered)[0]);
        Assert.Equal(1, table.Values(PressureColumns.EmailsOpened)[0]);
    }

    [Fact]
    public void What_bounced_presses_on_nobody_whatever_came_after_it()
    {
        var table = Profile(Some.At("2026-06-30"), [Email("2026-06-20", 1), Email("2026-06-30", 2)],
            [To("2026-06-20", ResponseKind.Bounce, 1)]);
        Assert.Equal(.5, table.Values(PressureColumns.Index)[0], 1e-12);
    }

    [Fact]
    public void What_is_known_and_still_to_come_is_due_at_its_instant()
    {
        var contact = Profile(Some.At("2026-06-30"), [Email("2026-07-01T08:00")]);
        Assert.Equal(0, contact.Values(PressureColumns.Contacts)[0]);
        Assert.Equal(Some.At("2026-07-01T08:00"), contact.NextChangeAt[0]);
        var response = Profile(Some.At("2026-06-30"), responses: [To("2026-07-02", ResponseKind.Unsubscribe)]);
        Assert.Equal((0, Some.At("2026-07-02")),
            (response.Values(PressureColumns.Unsubscribes)[0], response.NextChangeAt[0]));
    }

    [Fact]
    public void The_index_halves_with_every_half_life()
    {
        Contact[] contacts =
        [
            new(Some.At("2026-06-10"), ContactChannel.Call), new(Some.At("2026-06-20"), ContactChannel.Sms),
            Email("2026-06-30"),
        ];
        var table = Profile(Some.At("2026-06-30"), contacts);
        var now = 3.0 / 4 + 1.5 / 2 + .5;
        Assert.Equal(now, table.Values(PressureColumns.Index)[0], 1e-12);
        table.ReadAt(Some.At("2026-07-10"), ShopCalendar.Utc);
        Assert.Equal(now / 2, table.Values(PressureColumns.Index)[0], 1e-12);
        var weekly = new ProfileSettings { Pressure = new() { HalfLifeDays = 5, CallWeight = 8 } };
        var other = Profile(Some.At("2026-07-05"), contacts, settings: weekly);
        Assert.Equal((8.0 / 16 + 1.5 / 4 + .5) / 2, other.Values(PressureColumns.Index)[0], 1e-12);
    }

    [Fact]
    public void The_index_read_later_is_the_index_folded_later()
    {
        Contact[] contacts = [Email("2026-06-01"), Email("2026-06-11T07:00"), Email("2026-06-19T23:00")];
        var folded = Profile(Some.At("2026-08-01"), contacts);
        var read = Profile(Some.At("2026-06-20"), contacts);
        read.ReadAt(Some.At("2026-08-01"), ShopCalendar.Utc);
        Assert.Equal(folded.Values(PressureColumns.Index)[0], read.Values(PressureColumns.Index)[0], 1e-15);
    }

    [Fact]
    public void Nobody_contacted_is_under_no_pressure()
    {
        var table = Profile(Some.At("2026-06-30"));
        Assert.Equal(0, table.Values(PressureColumns.Contacts90d)[0]);
        Assert.Equal(0.0, table.Values(PressureColumns.Index)[0]);
        Assert.Equal(Instant.None, table.Values(PressureColumns.LastContactAt)[0]);
        Assert.Equal(Instant.Never, table.NextChangeAt[0]);
    }

    [Fact]
    public void Messages_are_counted_up_to_the_one_that_was_too_many()
    {
        var table = Profile(Some.At("2026-06-30"),
            [Email("2026-06-01"), Email("2026-06-02"), Email("2026-06-03"), Email("2026-06-20")],
            [To("2026-06-03", ResponseKind.Unsubscribe), To("2026-06-21", ResponseKind.Complaint)]);
        Assert.Equal(3, table.Values(PressureColumns.MessagesHeard)[0]);
        Assert.Equal((1, 1), (table.Values(PressureColumns.Unsubscribes)[0],
            table.Values(PressureColumns.Complaints)[0]));
    }

    [Fact]
    public void Very_many_contacts_are_no_different()
    {
        var start = Some.At("2026-01-01").UnixMs;
        Contact[] contacts = [.. Enumerable.Range(0, 3_000)
            .Select(i => new Contact(new(start + i * 3_600_000L), ContactChannel.Email, (ulong)i + 1))];
        Response[] responses = [.. contacts.Where((_, i) => i % 3 == 0)
            .Select(contact => new Response(contact.At, ResponseKind.Open, ContactChannel.Email, contact.Id))];
        var table = Profile(Some.At("2026-12-31"), contacts, responses);
        Assert.Equal((3_000, 1_000),
            (table.Values(PressureColumns.EmailsDelivered)[0], table.Values(PressureColumns.EmailsOpened)[0]));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<BadInputException>(() => new PressureOptions { HalfLifeDays = 0 }.Check());
        Assert.Throws<BadInputException>(() => new PressureOptions { SmsWeight = double.NaN }.Check());
        Assert.Throws<BadInputException>(() => new PressureArms { Share = 1.5 }.Check());
        Assert.Throws<BadInputException>(() => new PressureArms { WeeklyCaps = [1, 1] }.Check());
        Assert.Throws<BadInputException>(() => new PressureCosts { ContactCents = -1 }.Check());
    }
}
