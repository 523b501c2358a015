
namespace Perennial.Channels.Intake.Formats;

/// <summary>Files of activities, contacts and responses: what trackers, mail and call tools export.</summary>
static class BehaviourFormats
{
    const string Source = "csv";

    /// <summary>Whose it is.</summary>
    public static readonly Target[] Person =
    [
        Target.CustomerId, Target.Email, Target.Phone, Target.FirstName, Target.LastName, Target.FullName, Target.City,
        Target.Country,
    ];

    static readonly Target[] Answers =
    [
        Target.DeliveredAt, Target.OpenedAt, Target.ClickedAt, Target.RepliedAt, Target.BouncedAt, Target.ComplainedAt,
        Target.UnsubscribedAt,
    ];

    /// <summary>What feedback and tickets say.</summary>
    public static readonly Target[] Said =
        [Target.Rating, Target.RatingScale, Target.Comment, Target.About, Target.Thread];

    static readonly Target[] ActivityTargets =
    [
        Target.At, Target.Kind, Target.Sku, Target.ProductName, Target.Category, Target.DurationSeconds, Target.FactId,
        Target.Page, Target.Properties, .. Said, .. Person,
    ];

    static readonly Target[] ContactTargets =
    [
        Target.At, Target.Channel, Target.Strategy, Target.StrategyVersion, Target.Step, Target.Arm, Target.Topic,
        Target.Offer, Target.Cost, Target.Touch, Target.Tool, Target.ContactId, Target.Disposition, .. Answers,
        .. Person,
    ];

    static readonly Target[] ResponseTargets =
    [
        Target.At, Target.Kind, Target.Channel, Target.ContactId, Target.FactId, Target.Disposition, Target.Topic,
        Target.Comment, .. Person,
    ];

    public static readonly FileFormat Activities = new("activities", IsActivities, look =>
        Lay(look, "activities", Subject.Activities, ActivityTargets, Target.Kind));

    public static readonly FileFormat Contacts = new("contacts", IsContacts, look =>
        Lay(look, "contacts", Subject.Contacts, ContactTargets, null));

    public static readonly FileFormat Responses = new("responses", IsResponses, look =>
        Lay(look, "responses", Subject.Responses, ResponseTargets, Target.Kind));

    /// <summary>Finds the columns of a file of behaviour.</summary>
    /// <exception cref="Core.BadInputException">Whose, when, or what is needed besides is in no column.</exception>
    public static FileLayout Lay(FileLook look, string name, Subject subject, Target[] targets, Target? needed)
    {
        var mapping = HeaderMapping.Resolve(look.Path, look.Header, look.Map, targets);
        var missing = new List<string>();
        var example = needed ?? Target.At;
        if (!mapping.HasAny(Target.CustomerId, Target.Email, Target.Phone))
        {
            missing.Add("customer_id (or email, or phone)");
            example = Target.CustomerId;
        }
        if (!mapping.Has(Target.At)) missing.Add("at");
        var isCallLog = subject == Subject.Responses && mapping.Has(Target.Disposition);
        if (needed is { } target && !mapping.Has(target) && !isCallLog) missing.Add(target.Name());
        if (missing.Count > 0) throw mapping.Missing(string.Join(" and as ", missing), example);
        return new FileLayout(name, Source, subject, mapping, new RowRules());
    }

    static bool IsActivities(FileLook look) => !IsContacts(look) && Word(look) is { } word
        && (KindWords.Activity(word) is not null || KindWords.IsOrder(word)) && !IsResponses(look);

    /// <summary>"click" may be either: beside a channel or a contact it is a response.</summary>
    static bool IsResponses(FileLook look) => Word(look) is { } word && KindWords.Response(word) is not null
        && (KindWords.Activity(word) is null || Has(look, Target.Channel) || Has(look, Target.ContactId));

    /// <summary>A time of sending beside a channel, a strategy or what came of it.</summary>
    static bool IsContacts(FileLook look) => HasPerson(look)
        && look.Header.Any(name => Synonyms.IsSending(HeaderName.Normalise(name)))
        && (Has(look, Target.Channel) || Has(look, Target.Strategy) || Array.Exists(Answers, each => Has(look, each)));

    /// <summary>The kind in the first row, where the file has such a column and says whose it is.</summary>
    static string? Word(FileLook look)
    {
        var column = look.Map.ContainsKey(Target.Kind.Name()) ? -1 : Column(look, Target.Kind);
        return column >= 0 && column < look.FirstRow.Count && HasPerson(look) ? look.FirstRow[column] : null;
    }

    /// <summary>Whether the file says whose its rows are.</summary>
    public static bool HasPerson(FileLook look) =>
        Has(look, Target.CustomerId) || Has(look, Target.Email) || Has(look, Target.Phone);

    /// <summary>Whether a column is surely this one.</summary>
    public static bool Has(FileLook look, Target target) =>
        look.Map.ContainsKey(target.Name()) || Column(look, target) >= 0;

    /// <summary>A column that is surely this one: by a name of the best rank; whose it is, by any. −1 without.
    /// </summary>
    static int Column(FileLook look, Target target)
    {
        var worstRank = Person.Contains(target) ? int.MaxValue : 0;
        for (var i = 0; i < look.Header.Count; i++)
        {
            var rank = Synonyms.Rank(target, HeaderName.Normalise(look.Header[i]));
            if (rank >= 0 && rank <= worstRank) return i;
        }
        return -1;
    }
}
