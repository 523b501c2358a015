using System.Globalization;
using System.Text;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>What somebody who answers a text message wants of the sender.</summary>
enum TextWish
{
    /// <summary>Nothing that has a word of its own.</summary>
    None,

    /// <summary>No more messages.</summary>
    Stop,

    /// <summary>Messages again.</summary>
    Start,

    /// <summary>To know who writes.</summary>
    Help,
}

/// <summary>The words that carriers and regulators made up for it, in the languages of the shops, and what people write
/// instead.</summary>
static class OptOutWords
{
    // Letters without their accents, without blanks and marks.
    static readonly HashSet<string> StopWords =
    [
        "STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT", "CANCEL", "REMOVE", "TD",
        "ARRET", "ARRETER", "ARRETE", "ARRETEZ", "DESABONNER", "DESINSCRIRE", "STOPP", "STOPPEN", "ABMELDEN",
        "ABBESTELLEN", "AFMELDEN", "UITSCHRIJVEN", "BAJA", "ALTO", "PARAR", "CANCELAR", "DARDEBAJA", "SAIR", "REMOVER",
        "ANNULLA", "CANCELLA", "DISISCRIVI", "BASTA", "AVSLUTA", "AFMELD", "LOPETA", "REZYGNUJE", "WYPISZ",
    ];

    // Twilio takes YES for it where the number had stopped, and says so itself; else it answers a question.
    static readonly HashSet<string> StartWords = ["START", "UNSTOP"];

    static readonly HashSet<string> HelpWords = ["HELP", "INFO", "AIDE", "HILFE", "AYUDA", "AIUTO", "AJUDA"];

    // What is asked for in a sentence counts as much as the word.
    static readonly string[] StopSentences =
    [
        "STOP TEXTING", "STOP SENDING", "STOP MESSAGING", "STOP CONTACTING", "STOP THESE", "STOP THE TEXTS",
        "PLEASE STOP", "STOP PLEASE", "UNSUBSCRIBE ME", "OPT OUT", "OPT ME OUT", "REMOVE ME", "TAKE ME OFF",
        "DONT TEXT", "DO NOT TEXT",
        "DONT CONTACT", "DO NOT CONTACT", "DONT MESSAGE", "DO NOT MESSAGE", "LEAVE ME ALONE", "NO MORE TEXTS",
        "NO MORE MESSAGES", "NE PLUS RECEVOIR", "PLUS DE SMS", "PLUS DE MESSAGES", "KEINE SMS MEHR",
        "KEINE NACHRICHTEN MEHR", "NO QUIERO MENSAJES", "NO MAS MENSAJES", "GEEN BERICHTEN MEER",
    ];

    /// <summary>What a message asks for.</summary>
    /// <param name="body">The message.</param>
    /// <param name="said">What Twilio has made of it already (<c>OptOutType</c>), or null.</param>
    public static TextWish Of(string body, string? said)
    {
        switch (said?.ToUpperInvariant())
        {
            case "STOP": return TextWish.Stop;
            case "START": return TextWish.Start;
            case "HELP": return TextWish.Help;
            default: break;
        }
        var words = Words(body);
        var whole = words.Replace(" ", "");
        if (StopWords.Contains(whole)) return TextWish.Stop;
        if (StartWords.Contains(whole)) return TextWish.Start;
        if (HelpWords.Contains(whole)) return TextWish.Help;
        var sentence = $" {words} ";
        return StopSentences.Any(wish => sentence.Contains($" {wish} ", StringComparison.Ordinal))
            ? TextWish.Stop : TextWish.None;
    }

    // Letters with the accents that the words above have, and those without. The program runs in the invariant culture,
    // which takes no letter apart.
    const string Accented = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ";
    const string Plain = "AAAAAACEEEEIIIINOOOOOOUUUUY";

    // Capital letters without accents, one blank between words, apostrophes gone.
    static string Words(string body)
    {
        var text = new StringBuilder();
        foreach (var c in body)
        {
            if (char.IsLetterOrDigit(c))
            {
                var capital = char.ToUpperInvariant(c);
                var at = Accented.IndexOf(capital);
                text.Append(at < 0 ? capital : Plain[at]);
            }
            else if (c is '\'' or '’' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            else if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
        }
        return text.ToString().TrimEnd();
    }
}
