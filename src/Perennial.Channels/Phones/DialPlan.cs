using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Perennial.Core;
using Perennial.Core.Intake;
using PhoneNumbers;

namespace Perennial.Channels.Phones;

/// <summary>How a shop reads telephone numbers: in international form (E.164), national ones as its own country's.
/// </summary>
/// <remarks>
/// Numbering plans are libphonenumber's. A number counts by how many digits its country's numbers have, not by the
/// blocks that are in use: those change with each release, and whose a number is must not. Safe for several threads.
/// </remarks>
public sealed class DialPlan
{
    // Most rows of a file repeat a number that was read before.
    const int MostKept = 50_000;

    static readonly ConcurrentDictionary<string, DialPlan> plans = new(StringComparer.OrdinalIgnoreCase);

    readonly ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);
    int kept;

    DialPlan(string? country) => Country = country;

    /// <summary>Reads numbers that say their country themselves, and leaves others as they are.</summary>
    public static DialPlan Anywhere { get; } = new(null);

    /// <summary>The plan of a shop.</summary>
    /// <param name="country">ISO 3166 code of two letters whose national numbers are read; null for none.</param>
    public static DialPlan Of(string? country) =>
        country is null ? Anywhere : plans.GetOrAdd(country, code => new DialPlan(code.ToUpperInvariant()));

    /// <summary>Whether national numbers of a country can be read.</summary>
    /// <param name="code">ISO 3166, two letters.</param>
    public static bool Has(string code) => Library.GetSupportedRegions().Contains(code.ToUpperInvariant());

    /// <summary>The country whose national numbers are read; null for none.</summary>
    public string? Country { get; }

    // Loaded with the first number: most commands see none.
    static PhoneNumberUtil Library => PhoneNumberUtil.GetInstance();

    /// <summary>The number that a text holds, in international form. The text itself where that cannot be told: of
    /// another length than its country's numbers, national where no country is known, a placeholder, or with an
    /// extension, which alone tells apart who share a switchboard.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Number(string? text)
    {
        if (text is null) return null;
        if (known.TryGetValue(text, out var number)) return number;
        number = TryRead(text, out var found) ? Library.Format(found, PhoneNumberFormat.E164) : text;
        if (Interlocked.Increment(ref kept) > MostKept)
        {
            known.Clear();
            kept = 0;
        }
        known.TryAdd(text, number);
        return number;
    }

    /// <summary>An event with its telephone numbers in international form.</summary>
    public IncomingEvent Numbered(IncomingEvent one)
    {
        var (who, details) = (one.Who, one.Details);
        if (who.Phone is null && details?.Phone is null) return one;
        return one with
        {
            Who = who.Phone is null ? who : Numbered(who),
            Details = details?.Phone is null ? details : details with { Phone = Number(details.Phone) },
        };
    }

    /// <summary>Keys with the telephone number in international form.</summary>
    public CustomerKeySet Numbered(CustomerKeySet who) =>
        who.Phone is null ? who : who with { Phone = Number(who.Phone) };

    /// <summary>A number as people write it, with blanks; a text that is no number in international form as it is.
    /// </summary>
    public static string Shown(string number) => TryInternational(number, out var found)
        ? Library.Format(found, PhoneNumberFormat.INTERNATIONAL) : number;

    /// <summary>The other texts of digits for which a number in international form was taken before numbers were read
    /// by their country; none for any other text.</summary>
    public static IReadOnlyList<string> Former(string number)
    {
        if (!TryInternational(number, out var found)) return [];
        var digits = number[1..];
        var significant = Library.GetNationalSignificantNumber(found);
        var region = Library.GetRegionCodeForCountryCode(found.CountryCode);
        var trunk = Library.GetNddPrefixForRegion(region, stripNonDigits: true) ?? "";
        string[] all =
        [
            digits, $"00{digits}", significant, trunk + significant,
            $"+{found.CountryCode}{trunk}{significant}", $"{found.CountryCode}{trunk}{significant}",
        ];
        return [.. all.Where(text => text != number).Distinct()];
    }

    /// <summary>ISO 3166 code of the country of a number; null where that cannot be told, as of a number that is of no
    /// country.</summary>
    public static string? CountryOf(string number) => TryInternational(number, out var found)
        && Library.GetRegionCodeForNumber(found) is { Length: 2 } code && code != "ZZ" ? code : null;

    /// <summary>The IANA names of the time zones in which a number may be; none where that cannot be told.</summary>
    public static IReadOnlyList<string> ZonesOf(string number)
    {
        if (!TryInternational(number, out var found)) return [];
        var mapper = PhoneNumberToTimeZonesMapper.GetInstance();
        var zones = mapper.GetTimeZonesForNumber(found);
        return zones is [var one] && one == mapper.GetUnknownTimeZone() ? [] : [.. zones];
    }

    static bool TryInternational(string number, [NotNullWhen(true)] out PhoneNumber? found)
    {
        found = null;
        return number.StartsWith('+') && !number.AsSpan(1).ContainsAnyExceptInRange('0', '9')
            && TryParse(number, null, out found);
    }

    bool TryRead(string text, [NotNullWhen(true)] out PhoneNumber? found)
    {
        found = null;
        if (KeyText.Written(CustomerKeyKind.Phone, text) is not { } written) return false;
        // Who has no country to call from still writes the call sign of the international network.
        if (Country is null && !written.Contains('+') && written.StartsWith("00", StringComparison.Ordinal))
            written = $"+{written.AsSpan(2)}";
        // Words beside the number would be read as the letters of its keys.
        return HasWords(written) ? TryFind(written, out found) : TryParse(written, Country, out found);
    }

    static bool HasWords(string text)
    {
        foreach (var c in text)
            if (char.IsLetter(c)) return true;
        return false;
    }

    bool TryFind(string text, [NotNullWhen(true)] out PhoneNumber? found)
    {
        found = Library.FindNumbers(text, Country ?? "ZZ", PhoneNumberUtil.Leniency.POSSIBLE, 1)
            .FirstOrDefault()?.Number;
        return found is not null && IsWhole(found);
    }

    static bool TryParse(string text, string? country, [NotNullWhen(true)] out PhoneNumber? found)
    {
        try
        {
            found = Library.Parse(text, country ?? "ZZ");
            return IsWhole(found);
        }
        catch (NumberParseException)
        {
            found = null;
            return false;
        }
    }

    // "Possible" alone would take what can be dialled within a town only. A nought at the front belongs to the numbers
    // of few countries; elsewhere a digit is missing.
    static bool IsWhole(PhoneNumber number) => !number.HasExtension
        && Library.IsPossibleNumberWithReason(number) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE
        && !(number.HasNumberOfLeadingZeros && !Library.IsValidNumber(number));
}
