using Perennial.Core.Profiles;

namespace Perennial.Core.Pressure;

/// <summary>The columns of marketing pressure.</summary>
public static class PressureColumns
{
    const string Own = "Perennial";
    const string PressureSource = "Perennial; randomised caps after Pinterest (KDD 2018)";
    const string ShrinkSource = "Beta-Binomial, empirical Bayes";

    /// <summary>Contacts received in the last 7 days.</summary>
    public static Column<int> Contacts7d { get; } = new()
    {
        Name = "contacts_7d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "contacts",
        Formula = "Contacts of the last 7 times 24 hours, on any channel; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>Contacts received in the last 30 days.</summary>
    public static Column<int> Contacts30d { get; } = new()
    {
        Name = "contacts_30d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "contacts",
        Formula = "Contacts of the last 30 times 24 hours, on any channel; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>Contacts received in the last 90 days.</summary>
    public static Column<int> Contacts90d { get; } = new()
    {
        Name = "contacts_90d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "contacts",
        Formula = "Contacts of the last 90 times 24 hours, on any channel; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>E-mails of the last 30 days.</summary>
    public static Column<int> Emails30d { get; } = new()
    {
        Name = "emails_30d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "contacts",
        Formula = "E-mails of the last 30 times 24 hours; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>Text messages of the last 30 days.</summary>
    public static Column<int> Sms30d { get; } = new()
    {
        Name = "sms_30d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "contacts",
        Formula = "Text messages of the last 30 times 24 hours; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>Calls by staff of the last 30 days.</summary>
    public static Column<int> Calls30d { get; } = new()
    {
        Name = "calls_30d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "contacts",
        Formula = "Calls by staff of the last 30 times 24 hours; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>Letters of the last 30 days.</summary>
    public static Column<int> Letters30d { get; } = new()
    {
        Name = "letters_30d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "contacts",
        Formula = "Letters of the last 30 times 24 hours; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>Advertisements shown of the last 30 days.</summary>
    public static Column<int> Ads30d { get; } = new()
    {
        Name = "ads_30d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "contacts",
        Formula = "Advertisements shown of the last 30 times 24 hours; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>Contacts received so far.</summary>
    public static Column<int> Contacts { get; } = new()
    {
        Name = "contacts", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "contacts",
        Formula = "All contacts so far, on any channel; those that bounced do not count.",
        Source = Own,
    };

    /// <summary>Instant of the last contact received.</summary>
    public static Column<Instant> LastContactAt { get; } = new()
    {
        Name = "last_contact_at", Type = ColumnType.Instant, Kind = ColumnKind.Fact, Unit = "UTC",
        Formula = "When the last contact was made that did not bounce.",
        Source = Own,
    };

    /// <summary>Instant of the last open, click or reply.</summary>
    public static Column<Instant> LastResponseAt { get; } = new()
    {
        Name = "last_response_at", Type = ColumnType.Instant, Kind = ColumnKind.Fact, Unit = "UTC",
        Formula = "When the customer last opened, clicked or replied.",
        Source = Own,
    };

    /// <summary>Opens of the last 90 days.</summary>
    public static Column<int> Opens90d { get; } = new()
    {
        Name = "opens_90d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "responses",
        Formula = "Opens of the last 90 times 24 hours.",
        Source = Own,
    };

    /// <summary>Clicks of the last 90 days.</summary>
    public static Column<int> Clicks90d { get; } = new()
    {
        Name = "clicks_90d", Type = ColumnType.Count, Kind = ColumnKind.Status, Unit = "responses",
        Formula = "Clicks of the last 90 times 24 hours.",
        Source = Own,
    };

    /// <summary>Unsubscriptions so far.</summary>
    public static Column<int> Unsubscribes { get; } = new()
    {
        Name = "unsubscribes", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "responses",
        Formula = "How often the customer unsubscribed.",
        Source = Own,
    };

    /// <summary>Complaints so far.</summary>
    public static Column<int> Complaints { get; } = new()
    {
        Name = "complaints", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "responses",
        Formula = "How often the customer marked a message as spam.",
        Source = Own,
    };

    /// <summary>Bounces so far.</summary>
    public static Column<int> Bounces { get; } = new()
    {
        Name = "bounces", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "responses",
        Formula = "How many contacts could not be delivered.",
        Source = Own,
    };

    /// <summary>The decaying sum of contacts.</summary>
    public static Column<double> Index { get; } = new()
    {
        Name = "pressure_index", Type = ColumnType.Number, Kind = ColumnKind.Clock, Unit = "weighted contacts",
        Formula = "Sum over all contacts of the weight of the channel, halved with every half-life (10 days) since.",
        Source = PressureSource,
        ReadAt = (table, asOf, _) => DecayingPressure.ReadAt(table, asOf),
    };

    /// <summary>Weekly cap of the arm the customer was drawn into.</summary>
    public static Column<int> Arm { get; } = new()
    {
        Name = "pressure_arm", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "contacts a week at most",
        Formula = "The weekly cap that the customer was drawn for at random, to measure what contacts do; no value "
            + "for the others.",
        Source = PressureSource,
    };

    /// <summary>Probability that an e-mail is opened.</summary>
    public static Column<double> POpen { get; } = new()
    {
        Name = "p_open", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "probability 0..1",
        Formula = "Share of the customer's e-mails that were opened, drawn towards everybody's share while they "
            + "are few; no value before the first.",
        Source = ShrinkSource,
    };

    /// <summary>Probability that an e-mail is clicked.</summary>
    public static Column<double> PClick { get; } = new()
    {
        Name = "p_click", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "probability 0..1",
        Formula = "Share of the customer's e-mails that were clicked, drawn towards everybody's share while they "
            + "are few; no value before the first.",
        Source = ShrinkSource,
    };

    /// <summary>Probability that a message makes the customer unsubscribe.</summary>
    public static Column<double> PUnsubscribe { get; } = new()
    {
        Name = "p_unsubscribe", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun,
        Unit = "probability 0..1",
        Formula = "Chance of unsubscribing or complaining at one message: everybody's, hardly moved by one's own "
            + "messages survived.",
        Source = ShrinkSource,
    };

    /// <summary>Contacts received compared with peers.</summary>
    public static Column<double> Ratio { get; } = new()
    {
        Name = "pressure_ratio", Type = ColumnType.Number, Kind = ColumnKind.Status,
        Unit = "times the contacts of peers",
        Formula = "Contacts of 30 days divided by those of peers (same value, lifecycle stage and channels), drawn "
            + "towards 1 while they are few.",
        Source = PressureSource, Modelled = true,
    };

    /// <summary>Whether the customer is contacted more or less than peers.</summary>
    public static Column<byte> Status { get; } = new()
    {
        Name = "pressure_status", Type = ColumnType.Label, Kind = ColumnKind.Status, Unit = "name",
        Formula = "Over if more than 1.5 times the contacts of peers with 90 % certainty, under if less than 0.67 "
            + "times, else on target.",
        Source = PressureSource, Modelled = true, Labels = PressureStatuses.Names,
    };

    /// <summary>What one more contact is worth.</summary>
    public static Column<double> NextContactValue { get; } = new()
    {
        Name = "next_contact_value", Type = ColumnType.Number, Kind = ColumnKind.Status, Unit = "currency",
        Formula = "Margin that one more contact adds within 90 days, minus its cost and the risk of an "
            + "unsubscription; only where randomised caps have measured it.",
        Source = PressureSource, Modelled = true,
    };

    /// <summary>Whether the last contact earned more than it cost.</summary>
    public static Column<byte> ContactPays { get; } = new()
    {
        Name = "contact_pays", Type = ColumnType.Label, Kind = ColumnKind.Status, Unit = "name",
        Formula = "Whether the last contact of the 90 days added more margin than it cost (without one: the next), 95 "
            + "of 100 sure; \"not measured\" where nobody can say, as without randomised caps.",
        Source = PressureSource, Modelled = true, Labels = ContactVerdicts.Names,
    };

    /// <summary>E-mails that did not bounce.</summary>
    public static Column<int> EmailsDelivered { get; } = new()
    {
        Name = "emails_delivered", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "contacts",
        Formula = "E-mails so far that did not bounce.",
        Source = Own, Shown = false,
    };

    /// <summary>E-mails opened at least once.</summary>
    public static Column<int> EmailsOpened { get; } = new()
    {
        Name = "emails_opened", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "contacts",
        Formula = "E-mails that did not bounce and were opened.",
        Source = Own, Shown = false,
    };

    /// <summary>E-mails clicked at least once.</summary>
    public static Column<int> EmailsClicked { get; } = new()
    {
        Name = "emails_clicked", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "contacts",
        Formula = "E-mails that did not bounce and were clicked.",
        Source = Own, Shown = false,
    };

    /// <summary>E-mails replied to.</summary>
    public static Column<int> EmailsReplied { get; } = new()
    {
        Name = "emails_replied", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "contacts",
        Formula = "E-mails that did not bounce and were replied to.",
        Source = Own, Shown = false,
    };

    /// <summary>E-mails and text messages up to the first unsubscription.</summary>
    public static Column<int> MessagesHeard { get; } = new()
    {
        Name = "messages_heard", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "contacts",
        Formula = "E-mails and text messages up to and with the one that made the customer unsubscribe or complain.",
        Source = Own, Shown = false,
    };

    /// <summary>Channels by which the customer was reached.</summary>
    public static Column<int> ChannelsReached { get; } = new()
    {
        Name = "channels_reached", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "bits",
        Formula = "One bit for each channel on which a contact was received.",
        Source = Own, Shown = false,
    };

    /// <summary>The index at the instant of the last contact.</summary>
    public static Column<double> AtLastContact { get; } = new()
    {
        Name = "pressure_at_last_contact", Type = ColumnType.Number, Kind = ColumnKind.Fact,
        Unit = "weighted contacts",
        Formula = "The pressure index at the last contact.",
        Source = Own, Shown = false,
    };

    /// <summary>When the index will be half of what it was at the last contact.</summary>
    public static Column<Instant> HalvesAt { get; } = new()
    {
        Name = "pressure_halves_at", Type = ColumnType.Instant, Kind = ColumnKind.Fact, Unit = "UTC",
        Formula = "One half-life after the last contact.",
        Source = Own, Shown = false,
    };

    /// <summary>All of them, in the order of files and screens.</summary>
    internal static IReadOnlyList<Column> All =>
    [
        Contacts7d, Contacts30d, Contacts90d, Emails30d, Sms30d, Calls30d, Letters30d, Ads30d, Contacts,
        LastContactAt, LastResponseAt, Opens90d, Clicks90d, Unsubscribes, Complaints, Bounces,
        Index, Arm, POpen, PClick, PUnsubscribe, Ratio, Status,
        NextContactValue, ContactPays, EmailsDelivered, EmailsOpened, EmailsClicked, EmailsReplied,
        MessagesHeard, ChannelsReached, AtLastContact, HalvesAt,
    ];
}
