namespace Perennial.Core.Demo;

/// <summary>A block of telephone numbers that no subscriber will ever have.</summary>
/// <param name="Prefix">What every number of the block begins with, in international form with blanks.</param>
/// <param name="Digits">How many digits follow.</param>
/// <param name="Pattern">How they are grouped: a 9 for each digit, other characters as they are.</param>
/// <param name="Count">How many numbers there are, from <paramref name="First"/>.</param>
/// <param name="First">The first of them, as a number.</param>
sealed record PhoneRange(string Prefix, int Digits, string Pattern, int Count, int First = 0)
{
    /// <summary>The n-th number of the block in an order that does not look counted. Numbers 0..Count-1 are all
    /// different; after that they repeat.</summary>
    public string Number(int n)
    {
        // Each step is about 0.618 of the block and shares no factor with its size (a power of ten), so the walk
        // meets every number once and neighbours look unrelated.
        var step = Count switch { 100 => 61, 1000 => 617, _ => 6181 };
        var digits = (First + (int)((n % Count + 7L) * step % Count)).ToString($"D{Digits}");
        var text = new char[Prefix.Length + Pattern.Length];
        Prefix.CopyTo(text);
        var next = 0;
        for (var i = 0; i < Pattern.Length; i++)
            text[Prefix.Length + i] = Pattern[i] == '9' ? digits[next++] : Pattern[i];
        return new string(text);
    }
}

/// <summary>Telephone numbers reserved for films, books and demonstrations: calling one reaches nobody.</summary>
/// <remarks>
/// Sources: United States, NANPA, 555-0100 to 555-0199 of every area code; United Kingdom, Ofcom, "Telephone numbers
/// for use in TV and radio drama programmes"; France, Arcep decision 2018-0881, annex 1, section 2.5.12 (01 99 00,
/// 02 61 91, 03 53 01, 04 65 71, 05 36 49, 06 39 98); Germany, Bundesnetzagentur, notice 148/2021, official gazette
/// 7/2021, five local networks with 1,000 numbers each.
/// </remarks>
static class PhoneNumbers
{
    /// <summary>French mobile numbers.</summary>
    public static readonly PhoneRange FrenchMobile = France("+33 6 39 98 ");

    /// <summary>British mobile numbers.</summary>
    public static readonly PhoneRange BritishMobile = new("+44 7700 900", 3, "999", 1000);

    /// <summary>British numbers of no particular town.</summary>
    public static readonly PhoneRange BritishAnywhere = new("+44 1632 960", 3, "999", 1000);

    /// <summary>A French landline block by its region's digit, 1..5.</summary>
    public static PhoneRange FrenchLandline(int region) => frenchLandlines[region - 1];

    /// <summary>London.</summary>
    public static readonly PhoneRange London = new("+44 20 7946 0", 3, "999", 1000);

    /// <summary>Berlin, Hamburg, Munich, Cologne and Frankfurt, by area code without the zero.</summary>
    public static PhoneRange German(int areaCode) => germanTowns.First(range => range.AreaCode == areaCode).Range;

    /// <summary>A large British town, by its area code without the zero: 113 to 118, 121, 131, 141, 151, 161.</summary>
    public static PhoneRange British(int areaCode) => britishTowns.First(range => range.AreaCode == areaCode).Range;

    /// <summary>An area code of the North American plan.</summary>
    public static PhoneRange American(int areaCode) => new($"+1 {areaCode}-555-", 4, "9999", 100, First: 100);

    static PhoneRange France(string prefix) => new(prefix, 4, "99 99", 10_000);

    static readonly PhoneRange[] frenchLandlines =
    [
        France("+33 1 99 00 "), France("+33 2 61 91 "), France("+33 3 53 01 "), France("+33 4 65 71 "),
        France("+33 5 36 49 "),
    ];

    static readonly (int AreaCode, PhoneRange Range)[] germanTowns =
    [
        (30, new("+49 30 23125 ", 3, "999", 1000)), (40, new("+49 40 66969 ", 3, "999", 1000)),
        (89, new("+49 89 99998 ", 3, "999", 1000)), (221, new("+49 221 4710 ", 3, "999", 1000)),
        (69, new("+49 69 90009 ", 3, "999", 1000)),
    ];

    static readonly (int AreaCode, PhoneRange Range)[] britishTowns =
    [
        .. new[] { 113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161 }
            .Select(code => (code, new PhoneRange($"+44 {code} 496 0", 3, "999", 1000))),
    ];
}
