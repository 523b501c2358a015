using System.Text;
using Perennial.Core.Measurement;

namespace Perennial.Tests.Measurement;

public class AssignmentTests
{
    // Computed with another program (Python's hashlib) over the same definition.
    [Theory]
    [InlineData("holdout-2026", "1", .8990086012303360)]
    [InlineData("holdout-2026", "42", .8654478131694601)]
    [InlineData("campaign-7", "42", .9247228975575558)]
    [InlineData("campaign-7", "C-000123", .3298072590301650)]
    [InlineData("pressure", "42", .9146712213278338)]
    public void The_number_of_a_customer_is_that_of_the_definition(string salt, string key, double expected)
    {
        Assert.Equal(expected, Assignment.Uniform(salt, key), 1e-15);
        Assert.Equal(expected, Assignment.Uniform(salt, Encoding.UTF8.GetBytes(key)), 1e-15);
    }

    [Fact]
    public void Customers_spread_evenly_and_two_salts_are_independent()
    {
        const int customers = 50_000;
        var both = new int[10, 10];
        for (var i = 0; i < customers; i++)
        {
            var key = $"C-{i}";
            both[(int)(Assignment.Uniform("one", key) * 10), (int)(Assignment.Uniform("other", key) * 10)]++;
        }

        // 100 cells, 99 degrees of freedom: above 148 once in a thousand salts.
        var expected = customers / 100.0;
        var chiSquared = both.Cast<int>().Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(chiSquared, 50, 148);
    }

    [Fact]
    public void Long_keys_are_hashed_whole()
    {
        var key = new string('x', 1000);

        Assert.NotEqual(Assignment.Uniform("salt", key), Assignment.Uniform("salt", key + "y"));
    }
}
