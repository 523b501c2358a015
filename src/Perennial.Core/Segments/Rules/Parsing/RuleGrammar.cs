using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>The rule language as data, from which the reference is written.</summary>
public static class RuleGrammar
{
    /// <summary>The grammar: [ ] may be left out, { } may be repeated, | separates choices.</summary>
    public const string Text = """
        rule       = all { or all }
        all        = one { and one }
        one        = { not } test
        test       = ( rule ) | everybody | [ not ] in segment 'name' | facts
                   | column comparison | attribute comparison | flag | instant window
                   | was in segment 'name' { limit } | bought 'product' { limit }
                   | column of 'category' ( comparison | window ) | score of 'sort' comparison
                   | top 200 of ( rule ) by column
                   | consents [ to 'topic' ] by channel
                   | consent_expires_in_days [ by channel ] comparison
                   | birthday within length | date 'label' within length | date 'label' is known
        comparison = sign value | [ not ] in ( value { , value } ) | between value and value
                   | starts with 'text' | is known | is unknown | is not known
        sign       = = | != | < | <= | > | >=
        facts      = ( has [ count ] | no ) fact [ where condition { and condition } ] { limit }
        count      = at least 2 | at most 2 | exactly 2 | more than 2 | fewer than 2
        condition  = field comparison | property 'name' comparison | flag
        limit      = within length | before length | since 'day' | before 'day'
                   | since entry | since last contact [ of this strategy ]
        window     = within length [ before length ] | before length | within next length
        length     = 30d | 4w | 24h | 30min | 30 days | 4 weeks | 24 hours | 30 minutes
        """;

    /// <summary>Kinds of values: how they are written, and which comparisons they take.</summary>
    public static IReadOnlyList<(ValueKind Kind, string Holds, string Written, string Comparisons)> Values { get; } =
    [
        (ValueKind.Whole, "whole number", "`3`", Ordered), (ValueKind.Days, "days", "`30`, `30d`, `4w`", Ordered),
        (ValueKind.Number, "number, share", "`1.5`, `30%`", Ordered),
        (ValueKind.Decimal, "decimal", "`4`, `4.5`, at most two decimals", Ordered),
        (ValueKind.Money, "money", "`500`, `12.50`, in the shop's currency", Ordered),
        (ValueKind.Date, "instant", "`'2026-11-01'`: that whole day in the shop's time zone", Ordered + ", windows"),
        (ValueKind.Score, "score", "`4`, from 1 to the highest", Ordered),
        (ValueKind.Code, "code", "`555`, or `'5-4-10'` where a score can be 10", Listed),
        (ValueKind.Label, "name", "`'late'`, one of the column's names", Listed),
        (ValueKind.Flag, "yes or no", "the name alone, `= yes`, `= no`", "`=` `!=`"),
        (ValueKind.Text, "text", "`'Lyon'`, letter by letter; a quote is doubled: `'L''Aquila'`",
            Listed + ", `starts with`"),
    ];

    const string Ordered = "`=` `!=` `<` `<=` `>` `>=` `in` `not in` `between`, `is known`";

    const string Listed = "`=` `!=` `in` `not in`, `is known`";

    /// <summary>What has to be known besides the grammar, one sentence or two each.</summary>
    public static IReadOnlyList<string> Meaning { get; } =
    [
        "A rule is true or false of every customer, never unknown. A comparison with a value that is not known is "
            + "false; `!=`, `not in`, `is unknown` and `not …` are true exactly where their opposite is false. So "
            + "`r != 5` finds prospects too, who have no score; write `r < 5` or `r != 5 and r is known` to leave them "
            + "out.",
        "`not` binds tighter than `and`, `and` tighter than `or`; parentheses decide otherwise. Words are read in any "
            + "case. From `#` to the end of its line is a comment.",
        "Days are the shop's calendar days, as in `recency_days`: today is 0 days ago, whatever the hour. `within 7d` "
            + "is today and the seven days before it; `before 7d` is everything earlier. The two share the past "
            + "between them, so that `within 400d before 330d` is 331 to 400 days ago. A week is 7 days. Hours and "
            + "minutes are spans, back from the moment of asking.",
        "`since '2026-01-01'` is that day and later, `before '2026-01-01'` is earlier than that day.",
        "In a strategy's exits and steps `since entry` is what happened later than the customer's entry, and `since "
            + "last contact` later than the last contact of that way through the strategy, or than the entry while "
            + "there is none. What happened up to seven days before the entry and was heard of only after it counts as "
            + "since entry.",
        "Nothing after the moment of asking is seen. `within next 7d`, for columns of instants only, is the rest of "
            + "today and the seven days after it.",
        "`order` means an order that was not fully returned, as `orders` counts them.",
        "In a `where`, conditions on `category`, `product` and `quantity` speak of one and the same line of the order. "
            + "The `where` goes on behind `and` as long as what follows is something that such facts have.",
        "`has form where name = 'wedding'` asks what its source calls it, `has page_view where page = '/prices'` on "
            + "which page it was (its path), `has activity where property 'plan' = 'gold'` anything else that was said "
            + "of it: texts, compared letter by letter. Of each activity at most 30 properties of 200 letters are "
            + "kept.",
        "`email`, `phone` and `birthday` can only be asked for: `email is known`. `has email` asks whether one was "
            + "sent.",
        "`owner` is what was said of a customer last; the shop's own attributes stand "
            + "behind `attributes.` and are compared by what they hold: `attributes.shoe_size > 42`, `attributes.vip`. "
            + "Of a list it is enough that one of its texts fits.",
        "`language` and `time_zone` are what was said of a customer last, else what the country of the address allows, "
            + "else the country of the telephone number, else the shop's own. Of several that an address allows it is "
            + "enough that one fits: of Switzerland `language = 'fr'` holds, and so does `language = 'de'`. Languages "
            + "are written by the two letters of ISO 639, time zones by their IANA names; others are refused.",
        "Segments may refer to segments, but not in a circle.",
        "`was in segment` is true of whoever is in it now, too. Who was in it is written down of segments that are "
            + "watched, and a rule of your own that asks has it watched.",
        "`top 200 of (…) by revenue` is whoever of those has at least as much as the 200th: a level, found over "
            + "everybody after each scoring run, and no quota. More is better; `priority_score` is revenue times "
            + "orders.",
        "`cycle_status of 'roses'` is where the customer stands in the cycle of that category of products; so are "
            + "`cycle_days`, `cycle_days_low`, `cycle_days_high`, `cycle_position`, `next_order_expected_at`, "
            + "`p_buy_30d` and `p_buy_90d`, the chances as of the scoring run or of the last purchase, not calibrated. "
            + "Whoever bought nothing of it has no value.",
        "`r of 'support'` is another way to write `support_r`; so `f of 'visits'` and `m of 'feedback'`; `rfm of "
            + "'support' = 512` asks all three.",
        "`consents to 'offers' by email` is true of whoever may be contacted so: what they said, suppressions, what "
            + "the law of their country asks, and an address that is known. `consent_expires_in_days` is of the "
            + "consent that ends first.",
        "`birthday within 10d` is today and the ten days after it; February 29th is the 28th where there is none. "
            + "`date 'anniversary' within 10d` asks so of the days of people that a customer buys for.",
        "A strategy, step, topic, offer, disposition, category, product or date that the shop does not have is an "
            + "error where the rule is written.",
        "`pressure_index` decays from moment to moment and cannot be used; `contacts_7d` and `contacts_30d` can.",
        "A comparison that can hold of nobody (`r > 5` of five scores, a name that is none, `r = 1 and r > 3`, "
            + "`refund_rate > 30` for 30 %) or of every value (`r < 9`) is an error, with its line, its column and the "
            + "nearest valid names. All mistakes of a rule are told at once.",
    ];

    /// <summary>Rules to begin with.</summary>
    public static IReadOnlyList<string> Examples { get; } =
    [
        "r in (1, 2) and fxm in (5, 6)",
        "cycle_status in ('late', 'very late') and pressure_status != 'over'",
        "has product_view within 7d and no order within 7d",
        "has order where category = 'roses' within 400d before 330d and country = 'FR'",
        "has at least 3 orders where total >= 50 within 365d",
        "top 200 of (orders >= 1 and consents by call) by revenue",
        "orders >= 2 and not (recency_days <= 30 or in segment 'Subscribers')",
    ];
}
