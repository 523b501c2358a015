using FsCheck;
using FsCheck.Fluent;
using Perennial.Core.Recommendations;

namespace Perennial.Tests.Recommendations;

public sealed class CoOccurrenceTests
{
    const int Products = 8, Customers = 5;

    // A change: which customer, and the products the customer has from then on, as bits.
    static readonly Gen<(int Customer, int[] Products)[]> Changes =
        Gen.ArrayOf(from customer in Gen.Choose(0, Customers - 1)
                    from bits in Gen.Choose(0, (1 << Products) - 1)
                    select (customer, Enumerable.Range(0, Products).Where(p => (bits >> p & 1) == 1).ToArray()));

    [Fact]
    public void After_any_changes_the_counts_equal_those_counted_anew() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(Changes), changes =>
        {
            var (counts, has) = (new CoOccurrence(), new int[Customers][]);
            Array.Fill(has, []);
            foreach (var (customer, products) in changes)
            {
                counts.Change(has[customer], products);
                has[customer] = products;
            }
            return SomeCounts.Text(counts, Products) == SomeCounts.Text(SomeCounts.Of(has), Products);
        }));

    [Fact]
    public void Erasing_everybody_leaves_nothing() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Arb.From(Changes), changes =>
        {
            var counts = SomeCounts.Of([.. changes.Select(change => change.Products)]);
            foreach (var (_, products) in changes.Reverse()) counts.Change(products, []);
            return SomeCounts.Text(counts, Products) == SomeCounts.Text(new CoOccurrence(), Products)
                && Enumerable.Range(0, Products).All(product => counts.PairsOf(product) is null or { Count: 0 });
        }));

    [Fact]
    public void Only_what_changed_has_to_be_stored()
    {
        var counts = SomeCounts.Of([[0, 1, 2], [1, 3]]);
        counts.AcceptChanges();
        counts.Change([1, 3], [1, 3, 4]);
        // Product 4 has a new customer and new pairs with 1 and 3, which stand with the higher number.
        Assert.Equal([4], counts.Changed);
        counts.AcceptChanges();
        counts.Change([0, 1, 2], [1, 2]);
        Assert.Equal([0, 1, 2], counts.Changed.Order());
    }

    [Fact]
    public void Taking_away_what_was_never_counted_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => SomeCounts.Of([[0, 1]]).Change([2], []));

    [Fact]
    public void Similar_products_put_first_what_may_be_said_and_leave_chance_behind()
    {
        // 0 and 1 were bought together by six of eight; 2 and 3 once, by the only customer of both.
        int[][] customers =
            [.. Enumerable.Repeat<int[]>([0, 1], 6), [0], [1], [0, 2, 3], .. Enumerable.Repeat<int[]>([4], 60)];
        var options = new RecommendationOptions();
        var similar = SimilarProducts.Of(SomeCounts.Of(customers), options);
        Assert.Equal(1, similar[0][0].Product);
        Assert.Equal((6, 6 / 9.0), (similar[0][0].Customers, similar[0][0].Jaccard));
        Assert.True(similar[0][0].IsSayable(options));
        Assert.Equal([3, 0], similar[2].Select(other => other.Product));
        Assert.False(similar[2][0].IsSayable(options));
        Assert.Empty(similar[4]);
        Assert.Empty(similar[99]);
    }
}
