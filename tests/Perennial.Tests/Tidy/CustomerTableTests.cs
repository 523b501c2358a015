using Perennial.Data.Customers;

namespace Perennial.Tests.Tidy;

/// <summary>What becomes of a customer's rows is said for every table that has some.</summary>
public class CustomerTableTests
{
    [Fact]
    public void Every_table_about_customers_says_what_joining_and_erasing_do_to_its_rows()
    {
        var complaints = new Complaints();
        foreach (var table in CustomerTables.Every.Where(table => CustomerTables.RuleOf(table) is null))
            complaints.Add($"{table.Name} has a customer and stands in no line of {nameof(CustomerTableRule)}");
        foreach (var rule in CustomerTableRule.All)
        {
            if (CustomerTables.Every.All(table => table.Name != rule.Table))
                complaints.Add($"{rule.Table} stands in {nameof(CustomerTableRule)} and is no table with a customer");
            if (rule.Why.Length == 0 && (rule.Merged != WhenMerged.Ends || rule.Erased == WhenErased.ByName))
                complaints.Add($"{rule.Table} does not say why, or by which rule two customers' rows become one's");
        }
        complaints.AssertNone();
    }
}
