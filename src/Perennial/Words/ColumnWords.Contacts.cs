using Perennial.Core.Measurement;
using Perennial.Core.Pressure;

namespace Perennial.Words;

/// <summary>Words about marketing pressure and responses.</summary>
public sealed partial class ColumnWords
{
    /// <summary>"over: 9 contacts in 30 days, 1.9 times those of customers like this one; opened 4 of 20 e-mails".
    /// </summary>
    public string Pressure => Join(PressureStatus, Opened, Left);

    /// <summary>Whether one more contact pays; empty where nobody was ever contacted.</summary>
    public string NextContact => Label(PressureColumns.ContactPays) switch
    {
        "pays" => $"one more contact is worth {Value(PressureColumns.NextContactValue)}",
        "loses" => $"one more contact costs more than it brings ({Value(PressureColumns.NextContactValue)})",
        "not measured" => Models?.Pressure?.DoseVerdict ?? "not measured",
        _ => "",
    };

    void AddPressure()
    {
        foreach (var (column, days) in new[]
        {
            (PressureColumns.Contacts7d, 7), (PressureColumns.Contacts30d, 30), (PressureColumns.Contacts90d, 90),
            (PressureColumns.Emails30d, 30),
            (PressureColumns.Sms30d, 30), (PressureColumns.Calls30d, 30), (PressureColumns.Letters30d, 30),
            (PressureColumns.Ads30d, 30),
            (PressureColumns.Opens90d, 90), (PressureColumns.Clicks90d, 90),
        })
            words[column] = () => Has(column) ? $"from {Show.Day(Today - days)} to {Show.Day(Today)}" : "";
        words[PressureColumns.Contacts] = () => Has(PressureColumns.LastContactAt)
            ? $"the last on {Ago(DayOf(PressureColumns.LastContactAt))}" : "never contacted";
        words[PressureColumns.LastContactAt] = () => Ago(DayOf(PressureColumns.LastContactAt));
        words[PressureColumns.LastResponseAt] = () => Ago(DayOf(PressureColumns.LastResponseAt));
        words[PressureColumns.Unsubscribes] = () => Often(Whole(PressureColumns.Unsubscribes));
        words[PressureColumns.Complaints] = () => Often(Whole(PressureColumns.Complaints));
        words[PressureColumns.Bounces] = () => Whole(PressureColumns.Bounces) == 0
            ? "every contact arrived, as far as is known"
            : $"besides {Times(Whole(PressureColumns.Contacts), "contact that arrived", "contacts that arrived")}";
        words[PressureColumns.Index] = () => Has(PressureColumns.Index) && Whole(PressureColumns.Contacts) > 0
            ? $"{Times(Whole(PressureColumns.Contacts), "contact", "contacts")}, "
                + "each weighing half as much every 10 days" : "";
        words[PressureColumns.Arm] = () => Has(PressureColumns.Arm) ? "" : "not drawn for a measurement";
        words[PressureColumns.POpen] = () => Drawn(PressureColumns.EmailsOpened, "opened", Models?.Pressure?.Open);
        words[PressureColumns.PClick] = () => Drawn(PressureColumns.EmailsClicked, "clicked", Models?.Pressure?.Click);
        words[PressureColumns.PUnsubscribe] = () => Models?.Pressure?.Unsubscribe is not { } prior ? ""
            : $"{Times(Whole(PressureColumns.MessagesHeard), "message", "messages")} heard; "
                + $"everybody's is {Rare(prior.Mean)}";
        words[PressureColumns.Ratio] = () => PressureStatus;
        words[PressureColumns.Status] = () => PressureStatus;
        words[PressureColumns.NextContactValue] = () => NextContact;
        words[PressureColumns.ContactPays] = () => NextContact;
    }

    string PressureStatus
    {
        get
        {
            if (Whole(PressureColumns.Contacts) == 0) return "never contacted";
            var received = $"{Times(Whole(PressureColumns.Contacts30d), "contact", "contacts")} in 30 days";
            if (!Has(PressureColumns.Status)) return received;
            var status = $"{Label(PressureColumns.Status)}: {received}";
            return Has(PressureColumns.Ratio)
                ? $"{status}, {Number(PressureColumns.Ratio):0.0} times those of customers like this one" : status;
        }
    }

    string Opened => Whole(PressureColumns.EmailsDelivered) is 0 ? ""
        : $"opened {Whole(PressureColumns.EmailsOpened):N0} of "
            + $"{Times(Whole(PressureColumns.EmailsDelivered), "e-mail", "e-mails")}";

    string Left => Join(
        Whole(PressureColumns.Unsubscribes) > 0 ? $"unsubscribed {Often(Whole(PressureColumns.Unsubscribes))}" : "",
        Whole(PressureColumns.Complaints) > 0 ? $"complained {Often(Whole(PressureColumns.Complaints))}" : "");

    static string Often(int count) => count switch
    {
        0 => "never",
        1 => "once",
        2 => "twice",
        _ => $"{count:N0} times",
    };

    static string Rare(double share) => share < 0.01 ? $"{share:0.00 %}" : Show.Share(share);

    string Drawn(Core.Profiles.Column<int> seen, string verb, BetaPrior? prior)
    {
        if (Whole(PressureColumns.EmailsDelivered) is 0) return "no e-mail was delivered yet";
        var own = $"{Whole(seen):N0} of {Times(Whole(PressureColumns.EmailsDelivered), "e-mail", "e-mails")} {verb}";
        return prior is null ? own : $"{own}, drawn towards everybody's {Show.Share(prior.Mean)}";
    }
}
