namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>Reads a rule's tokens one after the other.</summary>
sealed class TokenReader
{
    const int MostMistakes = 20;

    readonly RuleLexer lexer;
    readonly List<Token> tokens;
    int next;

    public TokenReader(string text, RuleContext context)
    {
        lexer = new RuleLexer(text, context.Place, context.PlaceAt);
        tokens = lexer.Tokens();
    }

    /// <summary>Mistakes that did not keep anybody from reading on.</summary>
    public List<BadInputException> Mistakes { get; } = [];

    /// <summary>Whether no more mistakes are told than there are.</summary>
    public bool HasEnoughMistakes => Mistakes.Count >= MostMistakes;

    public Token Current => tokens[next];

    /// <summary>The place of the current token, to come back to.</summary>
    public int Place => next;

    public Token Peek(int ahead) => tokens[Math.Min(next + ahead, tokens.Count - 1)];

    public void GoBackTo(int place) => next = place;

    /// <summary>Whether a word was read since a token.</summary>
    public bool HasRead(string word, Token first) =>
        tokens.Take(next).Reverse().TakeWhile(token => token != first).Any(token => token.Is(word));

    /// <summary>Notes a mistake behind which reading goes on.</summary>
    public void Note(BadInputException mistake)
    {
        if (HasEnoughMistakes) throw mistake;
        Mistakes.Add(mistake);
    }

    public Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End) next++;
        return token;
    }

    public bool Skip(string word)
    {
        if (!Current.Is(word)) return false;
        next++;
        return true;
    }

    /// <summary>The tokens from one to the one taken last, as they were written but for the blanks between them.
    /// </summary>
    public string TextFrom(Token first)
    {
        var start = tokens.IndexOf(first);
        return string.Join(' ', tokens[start..next].Select(token =>
            token.Kind == TokenKind.Text ? $"'{token.Text.Replace("'", "''")}'" : token.Text));
    }

    public void Expect(string word, string remedy)
    {
        if (!Skip(word)) throw Error($"Here \"{word}\" is expected, and not {Current}.", remedy);
    }

    public Token TakeText(string remedy) => Current.Kind == TokenKind.Text
        ? Take() : throw Error($"Here a text in quotes is expected, and not {Current}.", remedy);

    /// <summary>An error at the current token.</summary>
    public BadInputException Error(string problem, string remedy) => Error(Current, problem, remedy);

    /// <summary>An error at a token.</summary>
    public BadInputException Error(Token at, string problem, string remedy) => lexer.Error(at.At, problem, remedy);
}
