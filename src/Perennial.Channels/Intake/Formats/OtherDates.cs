namespace Perennial.Channels.Intake.Formats;

/// <summary>Files of days on which customers buy for somebody else: birthdays of friends, anniversaries of
/// parents.</summary>
static class OtherDates
{
    static readonly Target[] targets =
    [
        Target.CustomerId, Target.Email, Target.Phone, Target.Day, Target.Label, Target.Recipient, Target.Yearly,
        Target.NotThisOccasion,
    ];

    public static readonly FileFormat Format = new("dates", IsDates, Lay);

    static bool IsDates(FileLook look) => look.HasColumns("date", "label")
        && (look.HasColumns("customer") || look.HasColumns("customer_id") || look.HasColumns("email"))
        && (look.HasColumns("yearly") || look.HasColumns("recipient") || look.HasColumns("not_this_occasion"));

    static FileLayout Lay(FileLook look)
    {
        var mapping = HeaderMapping.Resolve(look.Path, look.Header, look.Map, targets);
        if (!mapping.HasAny(Target.CustomerId, Target.Email, Target.Phone))
            throw mapping.Missing("customer_id (or email, or phone)", Target.CustomerId);
        if (!mapping.Has(Target.Label)) throw mapping.Missing("label", Target.Label);
        if (!mapping.HasAny(Target.Day, Target.NotThisOccasion)) throw mapping.Missing("day", Target.Day);
        return new FileLayout("dates", "csv", Subject.Dates, mapping, new RowRules());
    }
}
