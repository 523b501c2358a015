using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Profiles;
using static Perennial.Core.Segments.Rules.ComparisonOperator;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>Reads the tests that begin with a word of their own.</summary>
/// <param name="tokens">The rule.</param>
/// <param name="values">Reads what is compared.</param>
/// <param name="context">What it may speak of.</param>
sealed class SpecialReader(TokenReader tokens, ValueReader values, RuleContext context)
{
    const int MostOfTop = 100_000_000;

    readonly NameReader names = new(tokens, context);

    /// <summary>The words.</summary>
    public static IReadOnlyList<string> Words { get; } =
        ["top", "consents", ExpiryTest.Name, "birthday", "date", "was", "bought"];

    /// <summary>Whether a test that starts here is one of these, whatever stands there else.</summary>
    public static bool Starts(Token first, Token second) => first.Kind == TokenKind.Word && (first.Is(ExpiryTest.Name)
        || first.Is("top") || first.Is("was") || first.Is("consents") || first.Is("bought") || first.Is("date")
        || (first.Is("birthday") && second.Is("within")));

    /// <summary>The test.</summary>
    /// <param name="nested">Reads a whole rule.</param>
    /// <param name="segment">The rule of a segment that is named here.</param>
    public Rule Read(Func<Rule> nested, Func<Token, InSegment> segment)
    {
        var word = tokens.Take();
        if (word.Is("top")) return Top(word, nested);
        if (word.Is("consents")) return Consent();
        if (word.Is("birthday")) return new DateTest("", Within(most: DateTest.MostDays - 2));
        if (word.Is("date")) return Date();
        if (word.Is("was")) return Stay(segment);
        return word.Is("bought") ? Bought() : Expiry();
    }

    TopTest Top(Token first, Func<Rule> nested)
    {
        var number = tokens.Take();
        if (!int.TryParse(number.Text, out var most) || most is < 1 or > MostOfTop)
            throw tokens.Error(number, $"{number} is no number of customers.", "Write: top 200 of (…) by revenue.");
        const string form = "Write: top 200 of (orders >= 1) by revenue.";
        tokens.Expect("of", form);
        tokens.Expect("(", form);
        var of = nested();
        tokens.Expect(")", "Close the parenthesis.");
        tokens.Expect("by", form);
        var name = tokens.Take();
        if (of.UsesEntry)
            throw tokens.Error(first, "A top is found over everybody, and not everybody has entered.",
                "Ask for what is since entry beside it.");
        var all = RuleNames.Columns.Where(TopTest.CanOrderBy).ToList();
        if (all.FirstOrDefault(column => column.Name.Equals(name.Text, StringComparison.OrdinalIgnoreCase)) is { } by)
            return new TopTest(most, of, by, tokens.TextFrom(first));
        if (RuleNames.Column(name.Text) is null)
            throw tokens.Error(name, $"There is no column {name}.",
                NearestNames.Remedy(name.Text, all.Select(column => column.Name)));
        throw tokens.Error(name, $"Nobody has most of {name.Text}.",
            name.Is("priority_rank") || name.Is("priority_tier") ? "Write: by priority_score."
                : "Write a column of numbers or money that does not change by the day: revenue, orders, p_buy_30d.");
    }

    ConsentTest Consent()
    {
        const string form = "Write: consents to 'offers' by email, or consents by email.";
        var topic = tokens.Skip("to") ? Topic.Of(names.Read(NameKind.Topic, form)) : Topic.Everything;
        return new ConsentTest(By(form)!.Value, topic, context.Contact);
    }

    ContactChannel? By(string form)
    {
        tokens.Expect("by", form);
        var name = tokens.Take();
        for (var i = 0; i < FactWord.Channels.Count; i++)
            if (name.Kind is TokenKind.Word or TokenKind.Text
                && name.Text.Equals(FactWord.Channels[i], StringComparison.OrdinalIgnoreCase))
                return (ContactChannel)(i + 1);
        throw tokens.Error(name, $"{name} is no channel.", NearestNames.Remedy(name.Text, FactWord.Channels));
    }

    ExpiryTest Expiry()
    {
        var channel = tokens.Current.Is("by") ? By($"Write: {ExpiryTest.Name} by email <= 30.") : null;
        return new ExpiryTest(channel, values.Comparison(new ValueSubject(ExpiryTest.Name, ValueKind.Days)));
    }

    DateTest Date()
    {
        var label = names.Read(NameKind.Date, "Write the label in quotes: date 'anniversary' within 10d.");
        if (tokens.Current.Is("within")) return new DateTest(label, Within(DateTest.MostDays));
        tokens.Expect("is", "Write: date 'anniversary' within 10d, or date 'anniversary' is known.");
        tokens.Expect("known", "Write: date 'anniversary' is known.");
        return new DateTest(label, null);
    }

    int Within(int most)
    {
        tokens.Expect("within", "Write: within 10d.");
        tokens.Skip("next");
        var at = tokens.Current;
        var length = values.Length();
        if (length.Days < 0) throw tokens.Error(at, "A day comes within days, and not hours.", "Write: within 10d.");
        if (length.Days <= most) return length.Days;
        throw tokens.Error(at, "Within a year every such day comes.", "Write fewer days: within 10d.");
    }

    StayTest Stay(Func<Token, InSegment> segment)
    {
        tokens.Expect("in", "Write: was in segment 'name'.");
        tokens.Expect("segment", "Write: was in segment 'name'.");
        var of = segment(tokens.TakeText("Write the segment's name in quotes: was in segment 'name'."));
        return new StayTest(of.Name, of.Definition, values.Window(column: false));
    }

    FactTest Bought()
    {
        var order = FactWord.Find("order")!;
        var product = order.Fields.First(field => field.Id == FactFieldId.Product);
        var id = names.Read(NameKind.Product, "Write the product's id in quotes: bought 'ROS-03'.");
        return new FactTest(order, [new(product, new(Equal, [new RuleValue(id, Text: id)]))],
            values.Window(column: false), new(1, long.MaxValue));
    }
}
