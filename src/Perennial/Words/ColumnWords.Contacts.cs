using Perennial.Core.Measurement;
using Perennial.Core.Profiles;

namespace Perennial.Words;

/// <summary>Words about marketing pressure and responses.</summary>
public sealed partial class ColumnWords
{
    /// <summary>"over: 9 contacts in 30 days, 1.9 times those of customers like this one; opened 4 of 20 e-mails".
    /// </summary>
    public string Pressure => Join(PressureStatus, Opened, Left);

    /// <summary>Whether one more contact pays; empty where nobody was ever contacted.</summary>
    public string NextContact => Label(Columns.ContactPays) switch
    {
        "pays" => $"one more contact is worth {Value(Columns.NextContactValue)}",
        "loses" => $"one more contact costs more than it brings ({Value(Columns.NextContactValue)})",
        "not measured" => Models?.Pressure?.DoseVerdict ?? "not measured",
        _ => "",
    };

    void AddPressure()
    {
        foreach (var (column, days) in new[]
        {
            (Columns.Contacts7d, 7), (Columns.Contacts30d, 30), (Columns.Contacts90d, 90), (Columns.Emails30d, 30),
            (Columns.Sms30d, 30), (Columns.Calls30d, 30), (Columns.Letters30d, 30), (Columns.Ads30d, 30),
            (Columns.Opens90d, 90), (Columns.Clicks90d, 90),
        })
            words[column] = () => Has(column) ? $"from {Show.Day(Today - days)} to {Show.Day(Today)}" : "";
        words[Columns.Contacts] = () => Has(Columns.LastContactAt)
            ? $"the last on {Ago(DayOf(Columns.LastContactAt))}" : "never contacted";
        words[Columns.LastContactAt] = () => Ago(DayOf(Columns.LastContactAt));
        words[Columns.LastResponseAt] = () => Ago(DayOf(Columns.LastResponseAt));
        words[Columns.Unsubscribes] = () => Often(Whole(Columns.Unsubscribes));
        words[Columns.Complaints] = () => Often(Whole(Columns.Complaints));
        words[Columns.Bounces] = () => Whole(Columns.Bounces) == 0 ? "every contact arrived, as far as is known"
            : $"besides {Times(Whole(Columns.Contacts), "contact that arrived", "contacts that arrived")}";
        words[Columns.PressureIndex] = () => Has(Columns.PressureIndex) && Whole(Columns.Contacts) > 0
            ? $"{Times(Whole(Columns.Contacts), "contact", "contacts")}, each weighing half as much every 10 days" : "";
        words[Columns.PressureArm] = () => Has(Columns.PressureArm) ? "" : "not drawn for a measurement";
        words[Columns.POpen] = () => Drawn(Columns.EmailsOpened, "opened", Models?.Pressure?.Open);
        words[Columns.PClick] = () => Drawn(Columns.EmailsClicked, "clicked", Models?.Pressure?.Click);
        words[Columns.PUnsubscribe] = () => Models?.Pressure?.Unsubscribe is not { } prior ? ""
            : $"{Times(Whole(Columns.MessagesHeard), "message", "messages")} heard; everybody's is {Rare(prior.Mean)}";
        words[Columns.PressureRatio] = () => PressureStatus;
        words[Columns.PressureStatus] = () => PressureStatus;
        words[Columns.NextContactValue] = () => NextContact;
        words[Columns.ContactPays] = () => NextContact;
    }

    string PressureStatus
    {
        get
        {
            if (Whole(Columns.Contacts) == 0) return "never contacted";
            var received = $"{Times(Whole(Columns.Contacts30d), "contact", "contacts")} in 30 days";
            if (!Has(Columns.PressureStatus)) return received;
            var status = $"{Label(Columns.PressureStatus)}: {received}";
            return Has(Columns.PressureRatio)
                ? $"{status}, {Number(Columns.PressureRatio):0.0} times those of customers like this one" : status;
        }
    }

    string Opened => Whole(Columns.EmailsDelivered) is 0 ? ""
        : $"opened {Whole(Columns.EmailsOpened):N0} of {Times(Whole(Columns.EmailsDelivered), "e-mail", "e-mails")}";

    string Left => Join(
        Whole(Columns.Unsubscribes) > 0 ? $"unsubscribed {Often(Whole(Columns.Unsubscribes))}" : "",
        Whole(Columns.Complaints) > 0 ? $"complained {Often(Whole(Columns.Complaints))}" : "");

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
        if (Whole(Columns.EmailsDelivered) is 0) return "no e-mail was delivered yet";
        var own = $"{Whole(seen):N0} of {Times(Whole(Columns.EmailsDelivered), "e-mail", "e-mails")} {verb}";
        return prior is null ? own : $"{own}, drawn towards everybody's {Show.Share(prior.Mean)}";
    }
}
