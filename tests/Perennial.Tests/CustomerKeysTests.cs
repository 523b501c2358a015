using Perennial.Core;

namespace Perennial.Tests;

public class CustomerKeysTests
{
    [Fact]
    public void Keys_come_back_as_they_went_in()
    {
        string[] keys = ["anna", "", "Zoë", "12 345", "客户"];
        var table = CustomerKeys.From(keys);
        Assert.Equal(keys.Length, table.Count);
        Assert.Equal(keys, Enumerable.Range(0, table.Count).Select(table.Text));
        Assert.Equal("Zoë"u8.ToArray(), table[2].ToArray());
    }

    [Fact]
    public void Order_is_that_of_bytes_not_of_a_language()
    {
        var table = CustomerKeys.From(["B", "a", "ab", "é", "z"]);
        Assert.True(table.Compare(0, 1) < 0);     // capitals first
        Assert.True(table.Compare(1, 2) < 0);     // a prefix first
        Assert.True(table.Compare(4, 3) < 0);     // é is two bytes above z
        Assert.Equal(0, table.Compare(3, 3));
    }

    [Fact]
    public void No_keys_are_a_table_too() => Assert.Equal(0, CustomerKeys.From([]).Count);

    [Fact]
    public void Starts_outside_the_text_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CustomerKeys([1, 2], []));
        Assert.Throws<ArgumentException>(() => new CustomerKeys([1, 2], [0, 3]));
    }
}
