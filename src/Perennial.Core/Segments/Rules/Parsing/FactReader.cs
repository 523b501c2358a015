using Perennial.Core.History;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>Reads a test of facts: <c>has at least 2 orders where category = 'roses' within 90d</c>.</summary>
/// <param name="tokens">The rule.</param>
/// <param name="values">Reads what is compared.</param>
/// <param name="startsTest">Whether behind the current "and" stands what can be nothing but another test.</param>
sealed class FactReader(TokenReader tokens, ValueReader values, Func<bool> startsTest)
{
    const int MostFacts = 1_000_000_000;

    public FactTest Read()
    {
        var count = tokens.Take().Is("no") ? new WholeRange(0, 0) : Count();
        var word = tokens.Take();
        if (word.Kind == TokenKind.Number)
        {
            throw tokens.Error(word, $"\"has {word.Text}\" may mean exactly or at least {word.Text}.",
                $"Write: has at least {word.Text} or has exactly {word.Text}.");
        }
        var fact = word.Kind == TokenKind.Word ? FactWord.Find(word.Text) : null;
        if (fact is null)
        {
            throw tokens.Error(word, $"{word} is no kind of fact.",
                NearestNames.Remedy(word.Text, FactWord.All.SelectMany(known => new[] { known.Name, known.Plural })));
        }
        return new FactTest(fact, tokens.Skip("where") ? Conditions(fact) : [], values.Window(column: false), count);
    }

    List<FactCondition> Conditions(FactWord fact)
    {
        var conditions = new List<FactCondition>();
        var isRight = true;
        do
        {
            var first = tokens.Place;
            try
            {
                conditions.Add(Condition(fact));
            }
            catch (BadInputException mistake)
            {
                tokens.Note(mistake);
                isRight = false;
                GoOnBehind(first);
            }
        }
        while (AnotherCondition(fact, isRight));
        return conditions;
    }

    // Where the condition that begins at a place ends.
    void GoOnBehind(int first)
    {
        tokens.GoBackTo(first);
        tokens.Take();
        var isBetween = false;
        for (var open = 0; tokens.Current.Kind != TokenKind.End; tokens.Take())
        {
            var at = tokens.Current;
            if (at.Is("(")) open++;
            else if (at.Is(")") && open-- == 0) return;
            else if (at.Is("between")) isBetween = true;
            else if (isBetween && at.Is("and")) isBetween = false;
            else if (open == 0 && ends.Any(at.Is)) return;
        }
    }

    static readonly string[] ends = ["and", "or", "within", "before", "since"];

    WholeRange Count()
    {
        var at = tokens.Current;
        if (tokens.Skip("at"))
        {
            if (tokens.Skip("least")) return new(Number(at, 1), long.MaxValue);
            tokens.Expect("most", "Write: at least 2, or at most 2.");
            return new(0, Number(at, 0));
        }
        if (tokens.Skip("exactly"))
        {
            var number = Number(at, 0);
            return new(number, number);
        }
        if (tokens.Skip("more"))
        {
            tokens.Expect("than", "Write: more than 2.");
            return new(Number(at, 0) + 1, long.MaxValue);
        }
        if (!tokens.Skip("fewer") && !tokens.Skip("less")) return new(1, long.MaxValue);
        tokens.Expect("than", "Write: fewer than 2.");
        return new(0, Number(at, 1) - 1);
    }

    long Number(Token at, int lowest)
    {
        var token = tokens.Take();
        if (token.Kind == TokenKind.Number && int.TryParse(token.Text, out var number) && number <= MostFacts)
        {
            if (number >= lowest) return number;
            throw tokens.Error(at, "That is true of everybody, or of nobody.", $"Start from {lowest}.");
        }
        throw tokens.Error(token, $"{token} is no number of facts.", "Write a whole number: has at least 2 orders.");
    }

    FactCondition Condition(FactWord fact)
    {
        var name = tokens.Take();
        if (Field(fact, name) is { } field)
        {
            if (field.Id == FactFieldId.Property) field = Property(field);
            return new FactCondition(field, values.Comparison(ValueSubject.Of(field)));
        }
        throw tokens.Error(name, $"Nothing called {name} is known of {fact.Plural.Replace('_', ' ')}.",
            NearestNames.Remedy(name.Text, fact.Fields.Select(known => known.Name)));
    }

    FactField Property(FactField field)
    {
        var name = tokens.TakeText("Write the property's name in quotes: property 'plan' = 'gold'.");
        if (EventProperties.IsName(name.Text))
            return field with { Name = $"property '{name.Text}'", Property = name.Text };
        throw tokens.Error(name, $"'{name.Text}' is no property's name.",
            $"Write one without =, of at most {EventProperties.LongestName} letters.");
    }

    // An "and" goes on within the where as long as what follows it is something that facts of this kind have, or seems
    // to be meant for it.
    bool AnotherCondition(FactWord fact, bool isRight)
    {
        var name = tokens.Peek(1);
        if (!tokens.Current.Is("and") || (Field(fact, name) is null && !IsMeant(fact, name, isRight))) return false;
        tokens.Take();
        return true;
    }

    bool IsMeant(FactWord fact, Token name, bool isRight) => name.Kind == TokenKind.Word && !startsTest()
        && (!isRight || NearestNames.Of(name.Text, fact.Fields.Select(known => known.Name)).Count > 0);

    static FactField? Field(FactWord fact, Token name) => name.Kind != TokenKind.Word ? null
        : fact.Fields.FirstOrDefault(field => field.Name.Equals(name.Text, StringComparison.OrdinalIgnoreCase));
}
