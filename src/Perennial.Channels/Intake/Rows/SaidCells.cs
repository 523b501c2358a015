using System.Globalization;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>What a row says in words and numbers. Its scale may follow from the whole file.</summary>
/// <param name="Rating">The rating as it stands there; null where there is none.</param>
/// <param name="About">A review's title, a survey's question, a ticket's subject.</param>
/// <param name="Text">What was written.</param>
/// <param name="Thread">The ticket, or the review's number.</param>
sealed record SaidRow(RatingText? Rating, string? About, string? Text, string? Thread)
{
    /// <summary>As the store takes it.</summary>
    /// <param name="scale">The best of the file's scale, where the row does not say.</param>
    public ActivityDetail ToDetail(int scale) => new()
    {
        Rating = Rating is { } given ? Core.History.Rating.Of(given.Value, given.Scale ?? scale) : null,
        Text = Text,
        Thread = Thread,
    };
}

/// <summary>Reads what rows say in words and numbers.</summary>
sealed class SaidCells(Cells cells)
{
    readonly bool isNps = FeedbackFormats.IsNps(cells.Mapping.ColumnName(cells.Mapping[Target.Rating]));

    /// <summary>Reads the current record.</summary>
    public bool TryRead(out SaidRow said)
    {
        said = new SaidRow(null, SaidText.Name(cells.Text(Target.About)), SaidText.Of(cells.Text(Target.Comment)),
            SaidText.Name(cells.Text(Target.Thread)));
        if (cells.Text(Target.Rating) is not { } text || IsNone(text)) return true;
        if (RatingText.Parse(text) is not { } rating) return Bad(Target.Rating);
        if (rating.Scale is null && cells.Text(Target.RatingScale) is { } scale)
        {
            if (!int.TryParse(scale, NumberStyles.None, CultureInfo.InvariantCulture, out var best))
                return Bad(Target.RatingScale);
            rating = rating with { Scale = best };
        }
        else if (isNps) rating = rating with { Scale = rating.Scale ?? 10 };
        if (Rating.Of(rating.Value, rating.Scale) is null) return Bad(Target.Rating);
        said = said with { Rating = rating };
        return true;
    }

    bool Bad(Target target) => cells.Fail(new Fault(Reason.BadRating, cells.Mapping[target]));

    // What help desks write where nobody has answered.
    static bool IsNone(string text) => text.ToLowerInvariant() is "-" or "offered" or "unoffered" or "not offered";
}
