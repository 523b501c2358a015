namespace Perennial.Channels.Intake.Formats;

/// <summary>Files of what customers say: reviews, ratings and surveys, and the tickets of a help desk.</summary>
static class FeedbackFormats
{
    static readonly string[] surveyWords =
        ["survey", "question", "answer", "nps", "csat", "umfrage", "enquete", "encuesta"];

    public static readonly FileFormat Feedback = new("feedback", IsFeedback, look =>
    {
        var layout = BehaviourFormats.Lay(look, "feedback", Subject.Feedback,
        [
            Target.At, Target.Kind, Target.Sku, Target.ProductName, Target.Category, Target.FactId,
            .. BehaviourFormats.Said, .. BehaviourFormats.Person,
        ], null);
        // A review's title is no product's.
        var mapping = layout.Mapping;
        if (!mapping.Has(Target.About)
            && HeaderName.Normalise(mapping.ColumnName(mapping[Target.ProductName])) == "title")
            mapping.Move(Target.ProductName, Target.About);
        return layout;
    });

    public static readonly FileFormat Tickets = new("tickets", IsTickets, look => BehaviourFormats.Lay(
        look, "tickets", Subject.Tickets,
        [
            Target.At, Target.AnsweredAt, Target.ResolvedAt, Target.ReopenedAt, Target.UpdatedAt, Target.Status,
            .. BehaviourFormats.Said, .. BehaviourFormats.Person,
        ], Target.Thread));

    /// <summary>Whether a file's columns are those of a survey, and not of reviews.</summary>
    public static bool IsSurvey(IReadOnlyList<string> header) => header.Any(name =>
        Array.Exists(surveyWords, word => HeaderName.Normalise(name).StartsWith(word, StringComparison.Ordinal)));

    /// <summary>Whether the column of ratings holds the answers to "would you recommend us?", 0 to 10.</summary>
    public static bool IsNps(string column) =>
        HeaderName.Normalise(column).StartsWith("nps", StringComparison.Ordinal);

    // An order may have a comment, and a customer a score: a file of feedback says when each was said, and nothing of
    // what was bought.
    static bool IsFeedback(FileLook look) => BehaviourFormats.HasPerson(look)
        && (BehaviourFormats.Has(look, Target.Rating) || BehaviourFormats.Has(look, Target.Comment))
        && !SaysWhatWasBought(look) && !IsTickets(look)
        && (HasDate(look, 1) || (HasDate(look, int.MaxValue)
            && (IsSurvey(look.Header) || look.Header.Any(name =>
                HeaderName.Normalise(name).StartsWith("review", StringComparison.Ordinal)))));

    static bool IsTickets(FileLook look) => BehaviourFormats.HasPerson(look) && !SaysWhatWasBought(look)
        && HasDate(look, int.MaxValue) && (IsTicketNumber(look)
            || (look.HasColumns("subject", "status") && BehaviourFormats.Has(look, Target.ResolvedAt)));

    static bool IsTicketNumber(FileLook look) => look.Header.Any(name =>
        HeaderName.Normalise(name) is "ticketid" or "ticketnumber" or "ticketno" or "ticket" or "caseid" or "casenumber"
            or "ticketnummer" or "numeroticket") && !BehaviourFormats.Has(look, Target.Kind);

    static bool SaysWhatWasBought(FileLook look) => BehaviourFormats.Has(look, Target.OrderId)
        || BehaviourFormats.Has(look, Target.Total) || BehaviourFormats.Has(look, Target.Quantity)
        || BehaviourFormats.Has(look, Target.UnitPrice);

    static bool HasDate(FileLook look, int worstRank) => look.Map.ContainsKey(Target.At.Name())
        || look.Header.Any(name => Synonyms.Rank(Target.At, HeaderName.Normalise(name)) is >= 0 and var rank
            && rank <= worstRank);
}
