using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Rules;

/// <summary>Makes rules: every column, attribute and kind of fact, every operator, nested.</summary>
static class SomeRules
{
    public static Gen<string> Any => OfDepth(3, Test).Where(IsPossible);

    /// <summary>Rules whose answer changes with time.</summary>
    public static Gen<string> Timed => OfDepth(1, Gen.Frequency(
        (3, FactTest()), (3, SpecialTest()),
        (2, Comparison("recency_days", from number in Gen.Choose(0, 90) select $"{number}", ordered: true)),
        (1, from window in Length select $"last_order_at within {window}"),
        (1, from window in Length select $"first_order_at within next {window}"),
        (1, ColumnTest()))).Where(IsPossible);

    // Two random comparisons of one column may leave nothing; the parser says so.
    static bool IsPossible(string rule)
    {
        try
        {
            RuleParser.Parse(rule, SomeRuleShop.Context);
            return true;
        }
        catch (BadInputException error) when (
            error.Problem.Contains("is both") || error.Problem.Contains("not everybody has entered"))
        {
            return false;
        }
    }

    static Gen<string> OfDepth(int depth, Gen<string> test)
    {
        if (depth == 0) return test;
        var inner = OfDepth(depth - 1, test);
        return Gen.Frequency(
            (4, test),
            (2, from one in inner from other in inner select $"({one}) and ({other})"),
            (2, from one in inner from other in inner select $"({one}) or ({other})"),
            (1, from one in inner select $"not ({one})"),
            (1, Gen.Elements("in segment 'loyal'", "not in segment 'loyal'", "everybody")));
    }

    static Gen<string> Test => Gen.Frequency(
        (3, ColumnTest()), (1, AttributeTest()), (3, FactTest()), (2, SpecialTest()), (1, Top));

    static Gen<string> Top =>
        from most in Gen.Choose(1, 200)
        from of in Gen.OneOf(ColumnTest(), FactTest(), SpecialTest(), Gen.Constant("everybody"))
        from what in Gen.Elements(Columns.Shown.Where(TopTest.CanOrderBy).Select(column => column.Name).ToArray())
        select $"top {most} of ({of}) by {what}";

    static Gen<string> SpecialTest() => Gen.OneOf(
        from channel in Channel from topic in Gen.Elements("", "to 'offers' ", "to 'news' ")
        select $"consents {topic}by {channel}",
        Comparison("consent_expires_in_days", from days in Gen.Choose(0, 200) select $"{days}", ordered: true),
        CategoryTests, CategoryTests,
        from sort in Gen.Elements("support", "visits", "feedback") from score in Gen.Choose(1, 5)
        from letter in Gen.Elements("r", "f", "m") select $"{letter} of '{sort}' = {score}",
        from channel in Channel from days in Gen.Choose(0, 200) from sign in Gen.Elements("<", ">=", "!=")
        select $"consent_expires_in_days by {channel} {sign} {days}d",
        from days in Gen.Choose(0, 360) select $"birthday within {days}d",
        from label in Gen.Elements("anniversary", "name day") from days in Gen.Choose(0, 366)
        from next in Gen.Elements("", "next ") select $"date '{label}' within {next}{days}d",
        Gen.Elements("date 'anniversary' is known", "address is known", "not address is known"),
        from window in Gen.OneOf(Gen.Constant(""), Window) select $"was in segment 'loyal' {window}",
        from product in Gen.Elements("rose", "pot", "seed") from window in Window
        select $"bought '{product}' {window}");

    static Gen<string> CategoryTests =>
        from category in Quoted(["cut flowers", "pots", "gifts", "none"])
        from column in Gen.Elements(CategoryTest.Columns.ToArray())
        let name = $"{column.Name} of {category}"
        from test in column.Type == ColumnType.Label ? Comparison(name, Quoted(column.Labels), ordered: false)
            : column.Type == ColumnType.Instant ? Gen.OneOf(Comparison(name, Date, ordered: true),
                from span in Length from word in Gen.Elements("within", "within next", "before")
                select $"{name} {word} {span}")
            : column.Unit.Contains("0..1")
                ? Comparison(name, from share in Gen.Choose(1, 99) select $"{share}%", ordered: true)
            : Comparison(name, from number in Gen.Choose(0, 200) select $"{number / 4m}", ordered: true)
        select test;

    static Gen<string> Channel => Gen.Elements(FactWord.Channels.ToArray());

    static Gen<string> ColumnTest() => Gen.Elements(Columns.Shown.ToArray())
        .Where(column => column.Kind != ColumnKind.Clock || ClockForm.Of(column) is not null)
        .SelectMany(column => column.Type switch
        {
            ColumnType.Instant => Gen.OneOf(
                Comparison(column.Name, Date, ordered: true),
                from window in Gen.OneOf(Window, from span in Length select $"within next {span}")
                where window.Length > 0 && !window.Contains("since") && !window.Contains('\'')
                select $"{column.Name} {window}"),
            ColumnType.Label => Comparison(column.Name, Quoted(Names(column)), ordered: false),
            ColumnType.Score => Comparison(column.Name, Score(column), ordered: false),
            ColumnType.Code => Comparison(column.Name, Code(column), ordered: false),
            ColumnType.Flag => Gen.Elements(column.Name, $"{column.Name} = yes", $"{column.Name} != no"),
            ColumnType.Product => Gen.OneOf(
                Comparison(column.Name, Quoted(["rose", "lily", "card", "nothing"]), ordered: false),
                Gen.Constant($"{column.Name} starts with 'p'")),
            ColumnType.Number when column.Unit.Contains("0..1") =>
                Comparison(column.Name, from share in Gen.Choose(1, 99) select $"{share}%", ordered: true),
            ColumnType.Number => Comparison(
                column.Name, from number in Gen.Choose(0, 100) select $"{number / 4m}", ordered: true),
            ColumnType.Money => Comparison(
                column.Name, from number in Gen.Choose(-5, 300) select $"{number}", ordered: true),
            _ => Comparison(column.Name, from number in Gen.Choose(0, 60) select $"{number}", ordered: true),
        });

    static IReadOnlyList<string> Names(Column column) =>
        column.Labels.Count > 0 ? column.Labels : ["Best", "Asleep", "Others"];

    static Gen<string> Score(Column column) =>
        from score in Gen.Choose(1, column.Unit == "1..6" ? 6 : 5) select $"{score}";

    static Gen<string> Code(Column column) => Gen.Choose(1, 5).Three()
        .Select(scores => column.Name == "fm" ? $"{scores.Item1}{scores.Item2}"
            : $"{scores.Item1}{scores.Item2}{scores.Item3}");

    static Gen<string> AttributeTest() => Gen.OneOf(
        Comparison("country", Quoted(["FR", "DE", "XX"]), ordered: false),
        Comparison("city", Quoted(["Lyon", "Zürich", "L'Aquila"]), ordered: false),
        Comparison("source", Quoted(["test", "other"]), ordered: false),
        Comparison("language", Quoted(["fr", "de", "it", "xx"]), ordered: false),
        Comparison(
            "time_zone", Quoted(["Europe/Paris", "Europe/Zurich", "America/New_York", "Europe"]), ordered: false),
        Comparison("attributes.size", from number in Gen.Choose(68, 92) select $"{number / 2m}", ordered: true),
        Comparison("attributes.since", Date, ordered: true),
        Comparison("attributes.likes", Quoted(["roses", "Roses", "lilies", "a b"]), ordered: false),
        Gen.Elements("attributes.vip", "attributes.vip = no", "attributes.vip != yes", "attributes.vip is unknown",
            "attributes.likes starts with 'ro'", "attributes.likes is known", "attributes.size is not known"),
        Gen.Elements("postcode starts with '75'", "postcode starts with 'ÉÉ'", "region is known",
            "email is known", "phone is unknown", "birthday is not known"));

    static Gen<string> FactTest() =>
        from has in Gen.Frequency((3, Gen.Constant("has")), (2, Gen.Constant("no")), (2, Count))
        from word in Gen.Elements(FactWord.All.ToArray())
        from often in Gen.Elements("order", "orders", "refund", "activity", "contact", "response", "email")
        from common in Gen.Elements(true, false)
        let fact = common ? FactWord.Find(often)! : word
        from which in Gen.Frequency((1, Gen.Constant("")), (1, Conditions(fact)))
        from window in Gen.Frequency((1, Gen.Constant("")), (3, Window))
        select $"{has} {(has.Any(char.IsDigit) ? fact.Plural : fact.Name)} {which} {window}";

    static Gen<string> Count =>
        from words in Gen.Elements("at least", "at most", "exactly", "more than", "fewer than")
        from number in Gen.Choose(1, 4)
        select $"has {words} {number}";

    static Gen<string> Conditions(FactWord fact) =>
        from one in Condition(fact)
        from other in Gen.Frequency((2, Gen.Constant("")), (1, Condition(fact)))
        select other.Length == 0 ? $"where {one}" : $"where {one} and {other}";

    static Gen<string> Condition(FactWord fact) => Gen.Elements(fact.Fields.ToArray()).SelectMany(field =>
        field.Id switch
    {
        FactFieldId.Category => Comparison("category", Quoted(["cut flowers", "pots", "none"]), ordered: false),
        FactFieldId.Product => Comparison("product", Quoted(["rose", "lily", "seed"]), ordered: false),
        FactFieldId.Channel => Comparison("channel", Quoted(FactWord.Channels), ordered: false),
        FactFieldId.Strategy => Comparison("strategy", Quoted(["welcome", "win back"]), ordered: false),
        FactFieldId.Step => Comparison("step", Quoted(["first", "last"]), ordered: false),
        FactFieldId.Arm => Comparison("arm", Quoted(["gift", "plain"]), ordered: false),
        FactFieldId.Topic => Comparison("topic", Quoted(["offers", "news"]), ordered: false),
        FactFieldId.Offer => Comparison("offer", Quoted(["phone-20"]), ordered: false),
        FactFieldId.Tool => Comparison("tool", Quoted(["mailgun"]), ordered: false),
        FactFieldId.Value => Comparison("value", from n in Gen.Choose(0, 40) select $"{n / 4m}", ordered: true),
        FactFieldId.Score => Comparison("score", from n in Gen.Choose(0, 100) select $"{n}", ordered: true),
        FactFieldId.Name => Comparison("name", Quoted(["newsletter", "wedding", "Pricing"]), ordered: false),
        FactFieldId.Page => Texts("page", ["/prices", "/", "/weddings/roses"], "/w"),
        FactFieldId.Property => Texts("property 'plan'", ["gold", "Gold", "a=b"], "g"),
        FactFieldId.Disposition => Comparison("disposition", Quoted(["call back", "sold"]), ordered: false),
        FactFieldId.Subscription or FactFieldId.Gift => Gen.Elements(field.Name, $"{field.Name} = no"),
        FactFieldId.Quantity => Comparison(field.Name, from n in Gen.Choose(1, 4) select $"{n}", ordered: true),
        _ => Comparison(field.Name, from n in Gen.Choose(0, 80) select $"{n}", ordered: true),
    });

    static Gen<string> Texts(string name, IReadOnlyList<string> values, string start) => Gen.Frequency(
        (3, Comparison(name, Quoted(values), ordered: false)), (1, Gen.Constant($"{name} starts with '{start}'")));

    static Gen<string> Date =>
        from day in Gen.Choose(-700, 20)
        select $"'{ShopCalendar.Date(SomeRuleShop.Paris.DayOf(SomeRuleShop.Now) + day):yyyy-MM-dd}'";

    static Gen<string> Length => Gen.OneOf(
        from days in Gen.Choose(0, 400) select $"{days}d", from weeks in Gen.Choose(0, 60) select $"{weeks}w",
        from hours in Gen.Choose(0, 200) select $"{hours}h",
        from minutes in Gen.Choose(0, 9_000) select $"{minutes}min");

    static Gen<string> Window => Gen.OneOf(
        from within in Length select $"within {within}",
        from before in Length select $"before {before}",
        from days in Gen.Choose(0, 300) from more in Gen.Choose(1, 100) select $"within {days + more}d before {days}d",
        from since in Date select $"since {since}",
        Gen.Elements("since entry", "since last contact", "since last contact of this strategy"),
        from within in Length select $"since entry within {within}",
        from before in Date select $"before {before}");

    static Gen<string> Quoted(IReadOnlyList<string> names) =>
        Gen.Elements(names.ToArray()).Select(name => $"'{name.Replace("'", "''")}'");

    static Gen<string> Comparison(string name, Gen<string> value, bool ordered) => Gen.Frequency(
        (2, from one in value from sign in Gen.Elements("=", "!=") select $"{name} {sign} {one}"),
        (2, from list in value.ListOf() where list.Count > 0
            from word in Gen.Elements("in", "not in") select $"{name} {word} ({string.Join(", ", list)})"),
        (1, Gen.Elements($"{name} is known", $"{name} is unknown")),
        (ordered ? 6 : 0, from one in value from sign in Gen.Elements("<", "<=", ">", ">=")
            select $"{name} {sign} {one}"),
        (ordered ? 2 : 0, from one in value from other in value select Between(name, one, other)));

    // Written the right way round, whatever it is that is compared.
    static string Between(string name, string one, string other)
    {
        var swap = one.StartsWith('\'') ? string.CompareOrdinal(one, other) > 0
            : decimal.Parse(one.TrimEnd('%')) > decimal.Parse(other.TrimEnd('%'));
        return swap ? $"{name} between {other} and {one}" : $"{name} between {one} and {other}";
    }
}
