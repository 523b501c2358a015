using System.Text;

namespace Perennial.Core.Segments.Rules.Parsing;

enum TokenKind
{
    Word,
    Number,
    Text,
    Sign,
    End,
}

/// <summary>One word, number, quoted text or sign of a rule.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Text">As written; a quoted text without its quotes.</param>
/// <param name="At">Where it starts in the rule's text.</param>
readonly record struct Token(TokenKind Kind, string Text, int At)
{
    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Sign
        && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the rule",
        TokenKind.Text => $"'{Text}'",
        _ => $"\"{Text}\"",
    };
}

/// <summary>Cuts a rule's text into tokens.</summary>
sealed class RuleLexer(string text, string place, Func<int, string>? placeAt)
{
    static readonly string[] signs = ["<=", ">=", "!=", "<>", "=", "<", ">", "(", ")", ",", "-"];

    int at;

    public List<Token> Tokens()
    {
        var tokens = new List<Token>();
        while (true)
        {
            SkipBlanks();
            var token = Next();
            tokens.Add(token);
            if (token.Kind == TokenKind.End) return tokens;
        }
    }

    /// <summary>An error at a place in the text.</summary>
    public BadInputException Error(int where, string problem, string remedy)
    {
        if (placeAt is not null) return new BadInputException(placeAt(where), problem, remedy);
        var before = text.AsSpan(0, Math.Min(where, text.Length));
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        return new BadInputException($"{place} line {line}, column {column}", problem, remedy);
    }

    // From '#' to the end of its line is a comment.
    void SkipBlanks()
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '#'))
        {
            if (text[at] == '#')
                while (at < text.Length && text[at] != '\n') at++;
            else at++;
        }
    }

    Token Next()
    {
        if (at >= text.Length) return new(TokenKind.End, "", at);
        var start = at;
        if (text[at] is '\'' or '"') return Quoted(start, text[at]);
        if (char.IsAsciiDigit(text[at])) return Number(start);
        if (char.IsLetter(text[at]) || text[at] == '_')
        {
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_' || IsDotWithin())) at++;
            return new(TokenKind.Word, text[start..at], start);
        }
        foreach (var sign in signs)
        {
            if (!text.AsSpan(at).StartsWith(sign)) continue;
            at += sign.Length;
            return new(TokenKind.Sign, sign == "<>" ? "!=" : sign, start);
        }
        throw Error(start, $"\"{text[at]}\" means nothing here.",
            "Rules are made of names, numbers, texts in '…', and = != < <= > >= ( ) ,");
    }

    // attributes.shoe_size is one name, and attribtues.shoe_size one that is misspelt.
    bool IsDotWithin() => text[at] == '.' && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    // Digits, perhaps with a decimal point, and a unit right behind: 30, 4.5, 12%, 7d, 2w, 24h.
    Token Number(int start)
    {
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '.' or '_')) at++;
        if (at < text.Length && text[at] == '%') at++;
        return new(TokenKind.Number, text[start..at], start);
    }

    // A quote within a text is doubled: 'Mother''s Day'.
    Token Quoted(int start, char quote)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != quote) value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == quote)
            {
                value.Append(quote);
                at++;
            }
            else
            {
                at++;
                return new(TokenKind.Text, value.ToString(), start);
            }
        }
        throw Error(start, $"The text that starts here has no end.", $"Close it with {quote}.");
    }
}
