using Perennial.Channels.Files;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake.Formats;

/// <summary>What the rows of a file are.</summary>
enum Subject
{
    /// <summary>One order each.</summary>
    Orders,

    /// <summary>One line of an order each.</summary>
    OrderLines,

    /// <summary>One customer each.</summary>
    Customers,

    /// <summary>One product each.</summary>
    Products,

    /// <summary>One day each on which a customer buys for somebody else.</summary>
    Dates,

    /// <summary>One thing each that a customer did besides buying.</summary>
    Activities,

    /// <summary>One rating, review or answer to a survey each.</summary>
    Feedback,

    /// <summary>One ticket of a help desk each, with what became of it.</summary>
    Tickets,

    /// <summary>One contact each, perhaps with what came of it.</summary>
    Contacts,

    /// <summary>One response each.</summary>
    Responses,
}

/// <summary>What is peculiar to the rows of a format.</summary>
sealed record RowRules
{
    /// <summary>By which columns customers are known, the best first.</summary>
    public Target[] CustomerKeys { get; init; } = [Target.CustomerId, Target.Email, Target.Phone];

    /// <summary>A row without a customer is left out rather than rejected: the source has such rows.</summary>
    public bool CustomerMayBeUnknown { get; init; }

    /// <summary>Customer numbers went through a spreadsheet: "17850.0" is 17850.</summary>
    public bool CustomerHasPointZero { get; init; }

    /// <summary>Order numbers that begin so are cancellations of other orders; '\0' if none do.</summary>
    public char CancellationPrefix { get; init; }

    /// <summary>Order numbers that begin so are adjustments of the books; '\0' if none do.</summary>
    public char AdjustmentPrefix { get; init; }

    /// <summary>Status words, besides the usual ones, of orders that never became purchases.</summary>
    public string[] NotPlaced { get; init; } = [];

    /// <summary>Lines with a price of zero or less are left out.</summary>
    public bool LeaveOutFree { get; init; }
}

/// <summary>How one file is laid out: what its rows are, where its columns stand, what is peculiar to it.</summary>
/// <param name="Format">Name of the format.</param>
/// <param name="Source">Who numbered the orders.</param>
/// <param name="Subject">What a row is.</param>
/// <param name="Mapping">The columns.</param>
/// <param name="Rules">Peculiarities.</param>
sealed record FileLayout(string Format, string Source, Subject Subject, HeaderMapping Mapping, RowRules Rules)
{
    /// <summary>The column whose dates tell how the file writes dates.</summary>
    public Target DateTarget => Subject switch
    {
        Subject.Customers => Mapping.Has(Target.CustomerSince) ? Target.CustomerSince : Target.Birthday,
        Subject.Dates => Target.Day,
        Subject.Activities or Subject.Contacts or Subject.Responses or Subject.Feedback or Subject.Tickets => Target.At,
        _ => Target.OrderedAt,
    };

    /// <summary>The date style where the format prescribes it.</summary>
    public DateStyle? Dates { get; init; }

    /// <summary>The decimal mark where the format prescribes it.</summary>
    public DecimalMark? Decimal { get; init; }

    /// <summary>The currency where the format prescribes it.</summary>
    public string? Currency { get; init; }

    /// <summary>In a file of lines: whether a total is the order's by the format, however few lines its orders have.
    /// </summary>
    public bool TotalIsOfOrder { get; init; }
}

/// <summary>A file that was opened to see what it is.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Csv">How it is delimited.</param>
/// <param name="Header">Names of its columns; empty if it has no header.</param>
/// <param name="FirstRow">Its first row.</param>
/// <param name="Map">Columns the user mapped.</param>
sealed record FileLook(
    string Path, CsvFormat Csv, IReadOnlyList<string> Header, IReadOnlyList<string> FirstRow,
    IReadOnlyDictionary<string, string> Map)
{
    readonly HashSet<string> names = [.. Header.Select(HeaderName.Normalise)];

    /// <summary>Whether the header has all of these columns.</summary>
    public bool HasColumns(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
            if (!names.Contains(HeaderName.Normalise(column))) return false;
        return true;
    }
}

/// <summary>A format that is known by name.</summary>
/// <param name="Name">Its name in <c>--format</c>.</param>
/// <param name="Recognises">Whether a file is in this format.</param>
/// <param name="Lay">Finds the file's columns.</param>
sealed record FileFormat(string Name, Func<FileLook, bool> Recognises, Func<FileLook, FileLayout> Lay)
{
    /// <summary>All formats, the most particular first.</summary>
    public static readonly FileFormat[] All =
    [
        Shopify.Orders, Shopify.Customers, WooCommerce.Analytics, WooCommerce.Orders, OnlineRetail.Format, Cdnow.Format,
        BehaviourFormats.Contacts, BehaviourFormats.Responses, BehaviourFormats.Activities,
        FeedbackFormats.Tickets, FeedbackFormats.Feedback, OtherDates.Format,
        Generic.Orders, Generic.Customers, Generic.Products,
    ];

    /// <summary>The format of that name, or the one that recognises the file; the generic one at the last.</summary>
    /// <exception cref="BadInputException">There is no format of that name.</exception>
    public static FileLayout Find(FileLook look, string? name)
    {
        if (name is null) return Array.Find(All, format => format.Recognises(look))?.Lay(look) ?? Generic.Lay(look);
        if (name.Equals("csv", StringComparison.OrdinalIgnoreCase)) return Generic.Lay(look);
        var named = Array.Find(All, format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (named is not null) return named.Lay(look);
        throw new BadInputException(
            "--format", $"'{name}' is no format known here.",
            $"Say csv, {string.Join(", ", All.Select(format => format.Name).Distinct())}, or leave it out.");
    }
}
