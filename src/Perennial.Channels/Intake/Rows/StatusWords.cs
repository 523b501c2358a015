using Perennial.Channels.Intake.Formats;
using Perennial.Core;

namespace Perennial.Channels.Intake.Rows;

/// <summary>What an order's status means for its customer's history.</summary>
enum Standing
{
    /// <summary>A purchase.</summary>
    Placed,

    /// <summary>Cancelled, voided or refunded: kept with its whole value given back, so that an order imported
    /// earlier as a purchase ceases to count.</summary>
    TakenBack,

    /// <summary>Never became a purchase.</summary>
    NotPlaced,
}

/// <summary>Reads the words in status columns.</summary>
sealed class StatusWords
{
    static readonly HashSet<string> TakenBackWords =
    [
        "cancelled", "canceled", "void", "voided", "refunded", "storniert", "abgebrochen", "annule", "annulee",
        "rembourse", "remboursee", "cancelado", "cancelada", "reembolsado", "geannuleerd", "terugbetaald", "returned",
    ];

    static readonly HashSet<string> NotPlacedWords =
    [
        "failed", "draft", "checkoutdraft", "autodraft", "trash", "expired", "abandoned", "declined", "fehlgeschlagen",
        "entwurf", "echoue", "echouee", "fallido", "mislukt",
    ];

    readonly HashSet<string> notPlaced;
    byte[] lastCell = [];
    Standing last;

    /// <param name="alsoNotPlaced">Further words for orders that never became purchases.</param>
    public StatusWords(IEnumerable<string> alsoNotPlaced) => notPlaced = [.. NotPlacedWords, .. alsoNotPlaced];

    /// <summary>When what the current record's order gave back was given back; None where it does not say, or says a
    /// day that has not come.</summary>
    public static Instant BackAt(Cells cells, Standing standing)
    {
        var cancelled = standing == Standing.TakenBack ? cells.Past(cells.Text(Target.CancelledAt)) : null;
        return cancelled ?? cells.Past(cells.Text(Target.RefundedAt)) ?? Instant.None;
    }

    /// <summary>What the current record's status and date of cancellation say.</summary>
    public Standing Read(Cells cells)
    {
        var cancelled = cells[Target.CancelledAt];
        if (!cancelled.IsEmpty && Cells.YesNo(cells.Text(Target.CancelledAt)) != false) return Standing.TakenBack;
        var cell = cells[Target.Status];
        if (cell.IsEmpty || cell.SequenceEqual(lastCell)) return cell.IsEmpty ? Standing.Placed : last;
        lastCell = cell.ToArray();
        var word = HeaderName.Normalise(cells.Text(Target.Status)!);
        if (word.StartsWith("wc", StringComparison.Ordinal)) word = word[2..];
        last = TakenBackWords.Contains(word) ? Standing.TakenBack
            : notPlaced.Contains(word) ? Standing.NotPlaced : Standing.Placed;
        return last;
    }
}
