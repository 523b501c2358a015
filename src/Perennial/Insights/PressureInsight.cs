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

    /// <summary>What each further contact brings, costs and loses; empty where the arms cannot be compared.</summary>
    public required IReadOnlyList<ContactWorth> Values { get; init; }

    /// <summary>Contacts of 90 days that customers usually receive; null where nobody does.</summary>
    public required double? UsualContacts { get; init; }

    /// <summary>What one more contact does than customers usually receive; null where that is not known.</summary>
    public ContactWorth? Next => Values.Count == 0 ? null
        : Values[Math.Min((int)Math.Round(UsualContacts ?? 0) + 1, Values.Count) - 1];

    /// <summary>Customers whose last contact paid, lost, or was not measured.</summary>
    public required IReadOnlyList<Part> Pays { get; init; }

    /// <summary>Customers contacted more than their peers.</summary>
    public int Over => Statuses[(int)PressureStatus.Over - 1].Status.Customers;

    /// <summary>Contacts of 90 days up to which each further one surely pays; null where not measured.</summary>
    public int? PaysUpTo => !IsMeasured ? null
        : Values.TakeWhile(value => value.Verdict == ContactVerdict.Pays).LastOrDefault()?.Contacts ?? 0;

    /// <summary>The contact of 90 days from which on each surely costs more than it brings; null for none.</summary>
    public int? LosesFrom => !IsMeasured ? null
        : Values.FirstOrDefault(value => value.Verdict == ContactVerdict.Loses)?.Contacts;

    /// <summary>Some of the contacts for a table: the first, the usual one, what the arms received.</summary>
    internal static IReadOnlyList<ContactWorth> Shown(PressureInsight pressure) => [.. pressure.Arms
        .Select(arm => (int)Math.Round(arm.Contacts)).Append(1).Append(pressure.Next?.Contacts ?? 1)
        .Select(contacts => Math.Clamp(contacts, 1, pressure.Values.Count)).Distinct().Order()
        .Select(contacts => pressure.Values[contacts - 1])];

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
            Arms = model is null ? [] : model.Arms.Count > 0 ? model.Arms : model.Dose?.Arms ?? [],
            Values = model?.Worth ?? [],
            UsualContacts = model?.UsualContacts,
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

    internal static int[] CountLabels(ProfileTable table, Column<byte> column)
    {
        var counts = new int[column.Labels.Count];
        foreach (var label in table.Values(column)) if (label > 0) counts[label - 1]++;
        return counts;
    }
}
