using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Files with one rating, review or answer to a survey in each row.</summary>
sealed class FeedbackRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
    : BehaviourRows(layout, cells, tally, rejects, currencies)
{
    readonly LineCollector products = new();
    readonly SaidCells said = new(cells);
    readonly bool isSurvey = FeedbackFormats.IsSurvey(layout.Mapping.Header);

    protected override void TakeAt(Instant at)
    {
        if (!said.TryRead(out var row)) Reject();
        else if (row is { Rating: null, Text: null, About: null } || Kind(row) is not { } kind)
            Reject(new Fault(Reason.NoKind, Cells.Mapping[Target.Rating]));
        else
        {
            Count(Facts.AddActivity(
                Customer(at), at, kind, products.ProductNumber(Cells), 0, Cells[Target.FactId], row));
        }
    }

    ActivityKind? Kind(SaidRow row)
    {
        if (KindWords.Activity(Cells.Text(Target.Kind)) is { } named && named.IsFeedback()) return named;
        if (isSurvey) return ActivityKind.SurveyAnswer;
        return row.Text is null && row.About is null ? ActivityKind.Rating : ActivityKind.Review;
    }

    public override FactBatch Finish(string source, string? currency) => Finish(source, products);
}

/// <summary>Files with one ticket in each row: when it was opened, and what became of it.</summary>
sealed class TicketRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
    : BehaviourRows(layout, cells, tally, rejects, currencies)
{
    readonly SaidCells said = new(cells);
    readonly List<(ActivityKind Kind, Instant At)> became = [];

    protected override void TakeAt(Instant at)
    {
        if (!said.TryRead(out var row) || !TryBecame(at))
        {
            Reject();
            return;
        }
        var customer = Customer(at);
        // Of one number the first row counts, as with orders.
        var isNew = Facts.IsNewTicket(customer, Cells[Target.Thread]);
        Count(isNew);
        if (!isNew) return;
        Facts.AddActivity(customer, at, ActivityKind.SupportOpened, -1, 0, [], row with { Rating = null });
        foreach (var (kind, when) in became)
            Facts.AddActivity(customer, when, kind, -1, 0, [], row with { Rating = null, Text = null });
        if (row.Rating is null) return;
        var rated = became.Count == 0 ? at : became.Max(one => one.At);
        Facts.AddActivity(customer, rated, ActivityKind.Rating, -1, 0, [], row with { Text = null });
    }

    bool TryBecame(Instant openedAt)
    {
        became.Clear();
        if (!Add(Target.AnsweredAt, ActivityKind.SupportAnswered)
            || !Add(Target.ResolvedAt, ActivityKind.SupportResolved)
            || !Add(Target.ReopenedAt, ActivityKind.SupportReopened)) return false;
        var isSettled = Cells.Text(Target.Status)?.ToLowerInvariant() is "solved" or "resolved" or "closed"
            or "gelöst" or "geschlossen" or "résolu" or "fermé" or "resuelto" or "cerrado" or "opgelost" or "gesloten";
        // The export says that it is over and not when: at the latest when it was last touched.
        if (isSettled && !became.Exists(one => one.Kind == ActivityKind.SupportResolved))
        {
            became.Add((ActivityKind.SupportResolved,
                Cells.Text(Target.UpdatedAt) is not null && Cells.TryInstant(Target.UpdatedAt, out var at)
                    ? at : openedAt));
        }
        return true;
    }

    bool Add(Target target, ActivityKind kind)
    {
        if (Cells.Text(target) is null or "-" or "0") return true;
        if (!Cells.TryInstant(target, out var at)) return false;
        became.Add((kind, at));
        return true;
    }
}
