using System.CommandLine;
using System.Globalization;
using System.Text;
using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Settings;

namespace Perennial.Cli.Import;

/// <summary>How to read a file, as options of a verb. What is not said is detected, and shown.</summary>
sealed class IntakeArguments
{
    readonly Option<string?> format = Text("--format", null,
        $"What kind of file it is: {string.Join(", ", FileIntake.FormatNames)}. Default: seen from its header.");

    readonly Option<string?> map = Text("--map", "TARGET=COLUMN,…",
        "Which column holds what: order_id=Number,total=Sum; #3 is the third column.");

    readonly Option<string?> dateFormat = Text("--date-format", "STYLE", $"{DateStyles.Accepted}.");

    readonly Option<string?> decimalMark = Text("--decimal", "MARK", "The decimal mark of amounts: . or ,");

    readonly Option<string?> delimiter = Text("--delimiter", "CHAR", "What stands between fields: , ; | tab");

    readonly Option<string?> encoding = Text("--encoding", "NAME", "utf-8, utf-16, windows-1252 or latin1.");

    readonly Option<string?> currency = Text("--currency", "CODE", "ISO 4217 code of all amounts, e.g. EUR.");

    readonly Option<string?> timeZone = Text("--time-zone", "ZONE",
        "The shop's time zone, e.g. Europe/Paris. Default: UTC.");

    readonly Option<string?> rejects = Text("--rejects", "FILE",
        "Where rejected rows go; none only counts them. Default: beside the file.");

    readonly Option<string?> maxRejects = Text("--max-rejects", "P%",
        "Stop, changing nothing, when more than this share of the rows is rejected. Default: 5%.");

    readonly Option<string?> source = Text("--source", "NAME",
        "Name of the system the file comes from, where two number their orders alike.");

    public IntakeArguments(Command command)
    {
        Option[] all =
        [
            format, map, dateFormat, decimalMark, delimiter, encoding, currency, timeZone, rejects, maxRejects, source,
        ];
        foreach (var option in all) command.Options.Add(option);
    }

    static Option<string?> Text(string name, string? helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    public string? TimeZone(ParseResult parsed) => parsed.GetValue(timeZone);

    public string? Currency(ParseResult parsed) => parsed.GetValue(currency)?.ToUpperInvariant();

    /// <summary>What the command line asks for.</summary>
    /// <exception cref="BadInputException">A value cannot be read.</exception>
    public IntakeOptions Read(ParseResult parsed, ShopCalendar calendar, Instant now, string? shopCurrency) => new()
    {
        Format = parsed.GetValue(format),
        Map = parsed.GetValue(map) is { } text ? IntakeOptions.ParseMap(text) : new Dictionary<string, string>(),
        DateFormat = parsed.GetValue(dateFormat) is { } style ? DateStyles.Parse(style) : null,
        Decimal = Mark(parsed.GetValue(decimalMark)),
        Delimiter = Character(parsed.GetValue(delimiter)),
        Encoding = EncodingOf(parsed.GetValue(encoding)),
        Calendar = parsed.GetValue(timeZone) is { } zone ? ShopCalendars.Of(zone) : calendar,
        Now = now,
        Currency = Currency(parsed) ?? shopCurrency,
        RejectsPath = parsed.GetValue(rejects),
        MaxRejectShare = Share(parsed.GetValue(maxRejects)),
        Source = parsed.GetValue(source),
    };

    static DecimalMark? Mark(string? text) => text switch
    {
        null => null,
        "." or "point" => DecimalMark.Point,
        "," or "comma" => DecimalMark.Comma,
        _ => throw new BadInputException("--decimal", $"'{text}' is no decimal mark.", "Write . or ,"),
    };

    static char? Character(string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        { Length: 1 } => text[0],
        _ => throw new BadInputException("--delimiter", $"'{text}' is not one character.", "Write , or ; or | or tab."),
    };

    static Encoding? EncodingOf(string? name)
    {
        if (name is null) return null;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new BadInputException("--encoding", $"'{name}' is no encoding.",
                "Use utf-8, utf-16, windows-1252 or latin1.");
        }
    }

    static double Share(string? text)
    {
        if (text is null) return new IntakeOptions { Now = default }.MaxRejectShare;
        var number = text.TrimEnd('%');
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100)
            return text.EndsWith('%') ? percent / 100 : percent;
        throw new BadInputException("--max-rejects", $"'{text}' is no share.", "Write for example 5%.");
    }
}
