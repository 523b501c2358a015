using Perennial.Core.Purchases;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Rules;

/// <summary>What follows from a rule is kept with it; of a copy that is changed it is found out anew.</summary>
public class RuleCopies
{
    [Fact]
    public void A_test_of_another_column_needs_what_that_column_needs()
    {
        var orders = Assert.IsType<ColumnTest>(RuleParser.Parse("orders >= 2"));
        Assert.False(orders.UsesTime);

        var days = orders with { Column = PurchaseColumns.RecencyDays };

        Assert.True(days.UsesTime);
        Assert.False(orders.UsesTime);
    }

    [Fact]
    public void Another_operator_has_other_ranges()
    {
        var few = new Comparison(ComparisonOperator.Less, [new RuleValue("3", Whole: 3, Number: 3)]);
        Assert.Equal([new WholeRange(long.MinValue, 2)], few.WholeRanges());
        Assert.True(few.NumberRanges()[0].Contains(2.5));

        var many = few with { Operator = ComparisonOperator.GreaterOrEqual };

        Assert.Equal([new WholeRange(3, long.MaxValue)], many.WholeRanges());
        Assert.False(many.NumberRanges()[0].Contains(2.5));
    }

    [Fact]
    public void Whether_it_was_asked_what_it_needs_makes_no_rule_another()
    {
        var rule = Assert.IsType<ColumnTest>(RuleParser.Parse("orders >= 2"));
        var same = rule with { };
        _ = (rule.UsesFacts, rule.Comparison.WholeRanges());

        Assert.Equal(same, rule);
        Assert.Equal(same.GetHashCode(), rule.GetHashCode());
        Assert.NotEqual<Rule>(rule, new NotRule(rule));
    }
}
