using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Files with one activity, contact or response in each row. Whoever they speak of becomes a customer.
/// </summary>
abstract class BehaviourRows : FileRows
{
    readonly CustomerCollector customers;

    protected BehaviourRows(
        FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
        : base(layout, cells, tally, rejects, currencies) => customers = new CustomerCollector(cells, layout.Rules);

    /// <summary>Takes what the rows say.</summary>
    protected BehaviourCollector Facts { get; } = new();

    public sealed override void Take()
    {
        if (!Cells.HasOnlyNamedCells()) Reject();
        else if (!customers.TryIdentify()) Reject(NoCustomer(customers));
        else if (!Cells.TryInstant(Target.At, out var at)) Reject();
        else TakeAt(at);
    }

    /// <summary>Takes the current record, whose customer and instant are known.</summary>
    protected abstract void TakeAt(Instant at);

    /// <summary>Numbers the customer, once nothing is wrong with the record, and keeps what it says of them.</summary>
    protected int Customer(Instant at)
    {
        var customer = customers.Number();
        customers.Note(customer, at, Facts.Begin(customer));
        return customer;
    }

    /// <summary>Counts a record that was understood.</summary>
    protected void Count(bool isNew)
    {
        if (isNew) Tally.Import(0);
        else Tally.Add(Reason.Again);
    }

    /// <summary>The channel that the record names, or the usual one where it names none.</summary>
    protected bool TryChannel(ContactChannel usual, out ContactChannel channel)
    {
        var word = Cells.Text(Target.Channel);
        channel = word is null ? usual : KindWords.Channel(word) ?? 0;
        return channel != 0 || Cells.Fail(new Fault(Reason.BadChannel, Cells.Mapping[Target.Channel]));
    }

    public override FactBatch Finish(string source, string? currency) => Finish(source, products: null);

    /// <summary>The batch with the products that the facts name.</summary>
    protected FactBatch Finish(string source, LineCollector? products)
    {
        customers.Warn(Warnings);
        return Facts.Finish(source, customers, products);
    }
}

/// <summary>Files with one activity in each row.</summary>
sealed class ActivityRows(
    FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
    : BehaviourRows(layout, cells, tally, rejects, currencies)
{
    const int MostWordsListed = 8;

    readonly LineCollector products = new();
    readonly SaidCells said = new(cells);
    readonly SortedSet<string> unknown = new(StringComparer.Ordinal);

    readonly double unitSeconds =
        DurationText.UnitOf(layout.Mapping.ColumnName(layout.Mapping[Target.DurationSeconds]));

    protected override void TakeAt(Instant at)
    {
        var word = Cells.Text(Target.Kind);
        if (word is null) Reject(new Fault(Reason.NoKind, Cells.Mapping[Target.Kind]));
        else if (KindWords.IsOrder(word)) Tally.Add(Reason.OrderElsewhere);
        else if (!TryDuration(out var seconds))
            Reject(new Fault(Reason.BadDuration, Cells.Mapping[Target.DurationSeconds]));
        else TakeKind(at, word, seconds);
    }

    void TakeKind(Instant at, string word, int seconds)
    {
        var kind = KindWords.Activity(word);
        SaidRow? row = null;
        if (kind is { } named && named.HasDetail() && !said.TryRead(out row))
        {
            Reject();
            return;
        }
        var product = products.ProductNumber(Cells);
        Count(Facts.AddActivity(
            Customer(at), at, KindOf(kind, word, product), product, seconds, Cells[Target.FactId], row,
            kind?.HasDetail() == true ? null : SaidText.Name(Cells.Text(Target.About)),
            PropertiesText.Of(Cells.Text(Target.Properties), Cells.Text(Target.Page))));
    }

    bool TryDuration(out int seconds)
    {
        seconds = 0;
        return Cells.Text(Target.DurationSeconds) is not { } text
            || DurationText.TryParse(text, unitSeconds, out seconds);
    }

    ActivityKind KindOf(ActivityKind? known, string word, int product)
    {
        if (known is not { } kind)
        {
            if (unknown.Count < MostWordsListed) unknown.Add(word);
            return ActivityKind.Other;
        }
        // "view" with a product is a view of it.
        return kind == ActivityKind.PageView && product >= 0 ? ActivityKind.ProductView : kind;
    }

    public override FactBatch Finish(string source, string? currency)
    {
        if (unknown.Count > 0)
            Warnings.Add($"Kinds not known here are kept as other activities: {string.Join(", ", unknown)}.");
        return Finish(source, products);
    }
}

/// <summary>Files with one contact in each row, perhaps with what came of it in further columns, as mail tools export
/// them.</summary>
sealed class ContactRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
    : BehaviourRows(layout, cells, tally, rejects, currencies)
{
    static readonly (Target Target, ResponseKind Kind)[] Columns =
    [
        (Target.DeliveredAt, ResponseKind.Delivered), (Target.OpenedAt, ResponseKind.Open),
        (Target.ClickedAt, ResponseKind.Click), (Target.RepliedAt, ResponseKind.Reply),
        (Target.BouncedAt, ResponseKind.Bounce), (Target.ComplainedAt, ResponseKind.Complaint),
        (Target.UnsubscribedAt, ResponseKind.Unsubscribe),
    ];

    readonly (Target Target, ResponseKind Kind)[] answers =
        [.. Columns.Where(column => layout.Mapping.Has(column.Target))];

    readonly List<(Instant At, ResponseKind Kind)> came = [];
    readonly ContactChannel usual = layout.Mapping.Has(Target.Disposition) && !layout.Mapping.Has(Target.OpenedAt)
        ? ContactChannel.Call : ContactChannel.Email;

    protected override void TakeAt(Instant at)
    {
        if (!TryChannel(usual, out var channel) || !TryAnswers() || !TryContext(out var context))
        {
            Reject();
            return;
        }
        var strategy = Cells.Text(Target.Strategy);
        var contact = Facts.AddContact(Customer(at), at, channel, strategy, context, Cells[Target.ContactId]);
        Count(contact >= 0);
        if (contact < 0) return;
        foreach (var (answeredAt, kind) in came) Facts.AddResponse(contact, answeredAt, kind, null);
        if (Cells.Text(Target.Disposition) is { } disposition)
            Facts.AddResponse(contact, at, ResponseKind.Disposition, disposition);
    }

    bool TryContext(out ContactContext? context)
    {
        context = null;
        if (!TryWhole(Target.StrategyVersion, out var version) || !TryWhole(Target.Touch, out var touch)
            || !Cells.TryCents(Target.Cost, Currencies, out var cost)) return false;
        if (cost < 0) return Cells.Fail(new Fault(Reason.BadAmount, Cells.Mapping[Target.Cost]));
        context = new ContactContext
        {
            Version = version, Step = Cells.Text(Target.Step), Arm = Cells.Text(Target.Arm),
            Topic = Cells.Text(Target.Topic), Offer = Cells.Text(Target.Offer),
            CostCents = Cells[Target.Cost].IsEmpty ? null : cost, Touch = touch, Tool = Cells.Text(Target.Tool),
        }.OrNothing;
        return true;
    }

    bool TryWhole(Target target, out int? number)
    {
        var isGood = true;
        number = ContactFields.Whole(target.Name(), Cells.Text(target), _ => isGood = false);
        return isGood || Cells.Fail(new Fault(Reason.BadNumber, Cells.Mapping[target]));
    }

    bool TryAnswers()
    {
        came.Clear();
        foreach (var (target, kind) in answers)
        {
            var text = Cells.Text(target);
            // Tools that only count write 0 or no where nothing came.
            if (text is null or "-" || Cells.YesNo(text) == false) continue;
            if (!Cells.TryInstant(target, out var at)) return false;
            came.Add((at, kind));
        }
        return true;
    }
}

/// <summary>Files with one response in each row.</summary>
sealed class ResponseRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
    : BehaviourRows(layout, cells, tally, rejects, currencies)
{
    protected override void TakeAt(Instant at)
    {
        var disposition = Cells.Text(Target.Disposition);
        var word = Cells.Text(Target.Kind);
        var kind = word is null && disposition is not null ? ResponseKind.Disposition : KindWords.Response(word);
        if (word is null && kind is null) Reject(new Fault(Reason.NoKind, Cells.Mapping[Target.Kind]));
        else if (kind is not { } known) Reject(new Fault(Reason.BadKind, Cells.Mapping[Target.Kind]));
        else if (!TryChannel(UsualOf(known), out var by)) Reject();
        else
            Count(Facts.AddResponse(
                Customer(at), at, known, by, Cells[Target.ContactId], disposition, Cells[Target.FactId],
                known == ResponseKind.Unsubscribe ? Cells.Text(Target.Topic) : null,
                known == ResponseKind.Reply ? SaidText.Of(Cells.Text(Target.Comment)) : null));
    }

    static ContactChannel UsualOf(ResponseKind kind) =>
        kind == ResponseKind.Disposition ? ContactChannel.Call : ContactChannel.Email;
}
