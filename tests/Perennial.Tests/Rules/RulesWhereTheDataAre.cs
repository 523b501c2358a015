using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Data.Rules;

namespace Perennial.Tests.Rules;

/// <summary>Every rule is answered by the database, and on the node where a customer's rows are.</summary>
public partial class RulesWhereTheDataAre
{
    const int Rules = 400;

    static readonly RuleMoment moment = RuleAgreement.Asked(SomeRuleShop.Now);

    static readonly Rule[] some =
        [.. SomeRules.Any.Sample(Rules).Select(text => RuleParser.Parse(text, SomeRuleShop.Context))];

    static string Sql(Rule rule) => RuleSql.Of(rule, moment, _ => 5).Text;

    // The only tables that stand whole on every node.
    static readonly string[] reference = ["product"];

    [Fact]
    public void Every_table_is_asked_for_the_shard_and_the_customer_of_the_profile()
    {
        foreach (var rule in some)
        {
            var sql = Sql(rule);
            foreach (Match named in Tables().Matches(sql))
            {
                var (table, name) = (named.Groups[1].Value, named.Groups[2].Value);
                if (reference.Contains(table)) continue;
                Assert.Matches($@"\b{name}\.shard = [a-z]\.shard\b", sql);
                Assert.Matches($@"\b{name}\.customer_id = [a-z]\.customer_id\b", sql);
            }
        }
    }

    [Fact]
    public void Every_kind_of_test_is_among_those_that_are_compared()
    {
        var kinds = typeof(Rule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Rule)));
        Assert.Empty(kinds.Except(some.SelectMany(All).Select(rule => rule.GetType())).Select(type => type.Name));

        static IEnumerable<Rule> All(Rule rule) => rule.Inner.SelectMany(All).Prepend(rule);
    }

    [Fact]
    public void A_test_that_no_database_can_answer_is_an_error() =>
        Assert.Throws<ArgumentException>(() => Sql(new Unheard()));

    sealed record Unheard : Rule;

    [GeneratedRegex(@"\b(?:from|join) ([a-z_]+) ([a-z])\b")]
    private static partial Regex Tables();
}
