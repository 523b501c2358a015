using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>Contacts of 30 days on one channel.</summary>
/// <param name="Channel">Which.</param>
/// <param name="Customers">Customers who received one.</param>
/// <param name="Contacts">How many they received.</param>
/// <param name="Rule">The rule that finds them.</param>
public sealed record ChannelRow(string Channel, int Customers, long Contacts, string Rule);

/// <summary>Customers of one pressure status.</summary>
/// <param name="Status">How many.</param>
/// <param name="Contacts30d">Mean contacts of 30 days; null without anybody.</param>
/// <param name="RevenueCents">Their revenue so far.</param>
public sealed record PressureRow(Part Status, double? Contacts30d, long RevenueCents);

/// <summary>What one more contact of 90 days is worth.</summary>
/// <param name="Contacts">The contact: 1 is the first.</param>
/// <param name="ValueCents">Margin it adds minus its cost, at everybody's chance of unsubscribing.</param>
public sealed record ContactValue(int Contacts, double ValueCents);

/// <summary>How much customers are contacted, how they answer, and what a contact is worth.</summary>
public sealed record PressureInsight
{
    static readonly int[] contactEdges = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30];

    /// <summary>Whether anybody was ever contacted.</summary>
    public required bool IsFitted { get; init; }

    /// <summary>What could be learnt, in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>Customers by contacts of the last 30 days, on all channels together.</summary>
    public required Distribution Contacts30d { get; init; }

    /// <summary>Every status.</summary>
    public required IReadOnlyList<PressureRow> Statuses { get; init; }

    /// <summary>By channel, the most contacts first.</summary>
    public required IReadOnlyList<ChannelRow> Channels { get; init; }

    /// <summary>The spread of p_open.</summary>
    public required Distribution Open { get; init; }

    /// <summary>The spread of p_click.</summary>
    public required Distribution Click { get; init; }

    /// <summary>The spread of p_unsubscribe.</summary>
    public required Distribution Unsubscribe { get; init; }

    /// <summary>Whether the effect of contacts was measured by randomised caps.</summary>
    public required bool IsMeasured { get; init; }

    /// <summary>Whether and how it was measured, in words.</summary>
    public required string ValueVerdict { get; init; }

    /// <summary>What each arm of the caps received and ordered.</summary>
    public required IReadOnlyList<DoseArm> Arms { get; init; }

    /// <summary>What each further contact is worth; empty where not measured.</summary>
    public required IReadOnlyList<ContactValue> Values { get; init; }

    /// <summary>Customers whose last contact paid, lost, or was not measured.</summary>
    public required IReadOnlyList<Part> Pays { get; init; }

    /// <summary>Customers contacted more than their peers.</summary>
    public int Over => Statuses[(int)PressureStatus.Over - 1].Status.Customers;

    /// <summary>Contacts of 90 days up to which each further one still pays; null where not measured.</summary>
    public int? PaysUpTo => !IsMeasured ? null
        : Values.TakeWhile(value => value.ValueCents > 0).LastOrDefault()?.Contacts ?? 0;

    internal static PressureInsight Of(ShopView view)
    {
        var model = view.ScoringRun?.Models.Pressure;
        var table = view.Table;
        var contacts = table.Values(PressureColumns.Contacts30d);
        var ever = table.Values(PressureColumns.Contacts);
        double[] received = [.. contacts.Where((count, row) => ever[row] > 0).Select(count => (double)count).Order()];
        var most = received.Length == 0 ? 0 : received[^1];
        return new PressureInsight
        {
            IsFitted = model is not null,
            Verdict = model?.Verdict ?? "Nobody was ever contacted.",
            Contacts30d = Distribution.Of(PressureColumns.Contacts30d.Name, received,
                [.. contactEdges.Where(edge => edge == 0 || edge <= most).Select(edge => (double)edge)]),
            Statuses = StatusesOf(table),
            Channels = ChannelsOf(table),
            Open = Distribution.Of(PressureColumns.POpen.Name, table.Values(PressureColumns.POpen)),
            Click = Distribution.Of(PressureColumns.PClick.Name, table.Values(PressureColumns.PClick)),
            Unsubscribe = Distribution.Of(PressureColumns.PUnsubscribe.Name,
                table.Values(PressureColumns.PUnsubscribe)),
            IsMeasured = model?.Dose is not null,
            ValueVerdict = model?.DoseVerdict ?? "not measured: nobody was ever contacted",
            Arms = model?.Dose?.Arms ?? [],
            Values = ValuesOf(model),
            Pays = Part.Of(ContactVerdicts.Names, CountLabels(table, PressureColumns.ContactPays),
                name => RuleText.Is(PressureColumns.ContactPays.Name, name)),
        };
    }

    static IReadOnlyList<PressureRow> StatusesOf(ProfileTable table)
    {
        var status = table.Values(PressureColumns.Status);
        var (contacts, revenue) = (table.Values(PressureColumns.Contacts30d), table.Values(PurchaseColumns.Revenue));
        var (means, cents) = (new Mean[PressureStatuses.Names.Count], new long[PressureStatuses.Names.Count]);
        for (var row = 0; row < status.Length; row++)
        {
            if (status[row] == 0) continue;
            means[status[row] - 1].Add(Math.Max(0, contacts[row]));
            cents[status[row] - 1] += Math.Max(0, revenue[row]);
        }
        return [.. Part.Of(PressureStatuses.Names, CountLabels(table, PressureColumns.Status),
            name => RuleText.Is(PressureColumns.Status.Name, name))
            .Select((part, i) => new PressureRow(part, means[i].Value, cents[i]))];
    }

    static IReadOnlyList<ChannelRow> ChannelsOf(ProfileTable table)
    {
        (string Name, Column<int> Column)[] channels =
        [
            ("e-mail", PressureColumns.Emails30d), ("text message", PressureColumns.Sms30d),
            ("call", PressureColumns.Calls30d),
            ("letter", PressureColumns.Letters30d), ("advertisement", PressureColumns.Ads30d),
        ];
        return [.. channels.Select(channel =>
        {
            var counts = table.Values(channel.Column);
            return new ChannelRow(channel.Name, counts.Count(count => count > 0),
                counts.Sum(count => (long)Math.Max(0, count)), $"{channel.Column.Name} > 0");
        }).OrderByDescending(row => row.Contacts)];
    }

    static IReadOnlyList<ContactValue> ValuesOf(PressureModel? model)
    {
        if (model?.Dose is not { } dose) return [];
        var most = Math.Clamp((int)Math.Ceiling(dose.Arms.Max(arm => arm.Contacts)), 1, 60);
        var unsubscribes = model.Unsubscribe?.Mean ?? 0;
        return [.. Enumerable.Range(1, most).Select(contact =>
            new ContactValue(contact, model.ValueCents(contact, unsubscribes) ?? 0))];
    }

    internal static int[] CountLabels(ProfileTable table, Column<byte> column)
    {
        var counts = new int[column.Labels.Count];
        foreach (var label in table.Values(column)) if (label > 0) counts[label - 1]++;
        return counts;
    }
}
