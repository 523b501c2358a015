using System.Collections.Frozen;

namespace Perennial.Core.Attributes;

/// <summary>The languages that are written down by two letters (ISO 639-1), and those of their forms that are told
/// apart.</summary>
public static class Languages
{
    // Code, English name, and what else the languages of many shops are called: in the language itself, and by three
    // letters.
    static readonly FrozenDictionary<string, string[]> names = (
        "aa Afar|ab Abkhazian|ae Avestan|af Afrikaans|ak Akan|am Amharic|an Aragonese|ar Arabic ara|as Assamese|"
        + "av Avaric|ay Aymara|az Azerbaijani|ba Bashkir|be Belarusian|bg Bulgarian bul|bi Bislama|bm Bambara|"
        + "bn Bengali|bo Tibetan|br Breton|bs Bosnian bosanski|ca Catalan català cat|ce Chechen|ch Chamorro|"
        + "co Corsican|cr Cree|cs Czech čeština ces cze|cu Slavonic|cv Chuvash|cy Welsh|da Danish dansk dan|"
        + "de German Deutsch deu ger|dv Divehi|dz Dzongkha|ee Ewe|el Greek ell gre|en English eng|eo Esperanto|"
        + "es Spanish español castellano spa|et Estonian eesti est|eu Basque|fa Persian|ff Fulah|"
        + "fi Finnish suomi fin|fj Fijian|fo Faroese|fr French français fra fre|fy Frisian|ga Irish|gd Gaelic|"
        + "gl Galician|gn Guarani|gu Gujarati|gv Manx|ha Hausa|he Hebrew heb|hi Hindi hin|ho Hiri|"
        + "hr Croatian hrvatski hrv|ht Haitian|hu Hungarian magyar hun|hy Armenian|hz Herero|ia Interlingua|"
        + "id Indonesian|ie Interlingue|ig Igbo|ii Sichuan|ik Inupiaq|io Ido|is Icelandic|it Italian italiano ita|"
        + "iu Inuktitut|ja Japanese jpn|jv Javanese|ka Georgian|kg Kongo|ki Kikuyu|kj Kuanyama|kk Kazakh|"
        + "kl Kalaallisut|km Khmer|kn Kannada|ko Korean kor|kr Kanuri|ks Kashmiri|ku Kurdish|kv Komi|kw Cornish|"
        + "ky Kirghiz|la Latin|lb Luxembourgish|lg Ganda|li Limburgish|ln Lingala|lo Lao|lt Lithuanian lit|lu Luba|"
        + "lv Latvian lav|mg Malagasy|mh Marshallese|mi Maori|mk Macedonian|ml Malayalam|mn Mongolian|mr Marathi|"
        + "ms Malay|mt Maltese|my Burmese|na Nauru|nb Bokmal nob|nd Ndebele|ne Nepali|ng Ndonga|"
        + "nl Dutch Nederlands nld dut|nn Nynorsk nno|no Norwegian norsk nor|nr Ndebele|nv Navajo|ny Chichewa|"
        + "oc Occitan|oj Ojibwa|om Oromo|or Oriya|os Ossetian|pa Punjabi|pi Pali|pl Polish polski pol|ps Pushto|"
        + "pt Portuguese português por|qu Quechua|rm Romansh|rn Rundi|ro Romanian română ron rum|ru Russian rus|"
        + "rw Kinyarwanda|sa Sanskrit|sc Sardinian|sd Sindhi|se Sami|sg Sango|si Sinhala|"
        + "sk Slovak slovenčina slk slo|sl Slovenian slovenščina slv|sm Samoan|sn Shona|so Somali|sq Albanian|"
        + "sr Serbian srpski srp|ss Swati|st Sotho|su Sundanese|sv Swedish svenska swe|sw Swahili|ta Tamil|te Telugu|"
        + "tg Tajik|th Thai tha|ti Tigrinya|tk Turkmen|tl Tagalog|tn Tswana|to Tonga|tr Turkish türkçe tur|ts Tsonga|"
        + "tt Tatar|tw Twi|ty Tahitian|ug Uighur|uk Ukrainian ukr|ur Urdu|uz Uzbek|ve Venda|vi Vietnamese vie|"
        + "vo Volapuk|wa Walloon|wo Wolof|xh Xhosa|yi Yiddish|yo Yoruba|za Zhuang|zh Chinese zho chi|zu Zulu|"
        + "pt-BR Brazilian|zh-TW Taiwanese|zh-HK Cantonese|en-US American|en-GB British")
        .Split('|').Select(line => line.Split(' ')).ToFrozenDictionary(words => words[0], words => words[1..]);

    /// <summary>Their codes, as they are kept: <c>fr</c>, <c>pt-BR</c>.</summary>
    public static IReadOnlySet<string> All { get; } = names.Keys.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a text may be the code of a language that has no two letters: <c>gsw</c>.</summary>
    public static bool IsRare(string text) =>
        text.Length == 3 && text.All(char.IsAsciiLetterLower) && !names.Values.Any(words => words.Contains(text));

    /// <summary>The code that a language has now: some programs write the one it had before 1989.</summary>
    public static string Now(string code) => code switch { "iw" => "he", "in" => "id", "ji" => "yi", _ => code };

    /// <summary>The two letters of a language that is written by three (<c>fra</c>, <c>ger</c>); the text itself where
    /// it is no such code.</summary>
    public static string OfThree(string code) => code.Length != 3 ? code
        : names.FirstOrDefault(one => one.Value.Contains(code)).Key ?? code;

    /// <summary>What somebody should write who wrote what is no code: the code of the language that they named, or of
    /// the tag; of those alike, or how one is written.</summary>
    /// <param name="wrong">A text that is none of <see cref="All"/>.</param>
    public static string Remedy(string wrong)
    {
        if (AttributeSet.LanguageTag(wrong.Trim()) is { } tag && All.Contains(tag))
            return NearestNames.Remedy(tag, [tag]);
        var near = NearestNames.Of(wrong.Trim(), names.Values.SelectMany(words => words));
        string[] codes = [.. near.Take(1)
            .SelectMany(word => names.Where(one => one.Value.Contains(word)).Select(one => one.Key))];
        return codes.Length > 0 ? NearestNames.Remedy(codes[0], codes)
            : "Write the two letters of ISO 639, such as 'fr' or 'de'.";
    }
}
