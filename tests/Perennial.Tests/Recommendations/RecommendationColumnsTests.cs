using Perennial.Channels.Files;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;

namespace Perennial.Tests.Recommendations;

public sealed class RecommendationColumnsTests : IDisposable
{
    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("perennial-");

    [Fact]
    public void What_was_bought_since_leaves_the_lists_and_the_rest_moves_up()
    {
        var table = Table(discover: [0, 1, 2, 3], rebuy: [5, 7, 8], viewed: [1, 9]);
        // Before the run product 3 and 7, after it 1 and 8, after the instant 0.
        var history = SomeBuyers.History([new(0, 3, 50), new(0, 7, 40), new(0, 1, 5), new(0, 8, 4), new(0, 0, -1)], 1);

        for (var again = 0; again < 2; again++)
        {
            RecommendationRows.DropBought(history, table, SomeBuyers.At(10), Some.Now);
            Assert.Equal(["p0", "p2", "", "", "", ""], Ids(table, RecommendationColumns.Discover));
            Assert.Equal(["p5", "p7", ""], Ids(table, RecommendationColumns.Rebuy));
            Assert.Equal(["p9", ""], Ids(table, RecommendationColumns.Viewed));
        }
    }

    [Fact]
    public void What_was_bought_at_the_instant_of_the_run_the_run_knew_of()
    {
        var table = Table(discover: [1, 2], rebuy: [1, 7], viewed: [1, 9]);
        var history = SomeBuyers.History([new(0, 1, 10)], 1);
        RecommendationRows.DropBought(history, table, SomeBuyers.At(10), Some.Now);
        Assert.Equal("p2", Ids(table, RecommendationColumns.Discover).First());
        Assert.Equal(["p1", "p7", ""], Ids(table, RecommendationColumns.Rebuy));
        Assert.Equal(["p1", "p9"], Ids(table, RecommendationColumns.Viewed));
    }

    [Fact]
    public void A_product_is_written_with_all_that_a_letter_needs()
    {
        var table = Table(discover: [1, 3], rebuy: [], viewed: []);
        var path = Path.Combine(directory.FullName, "out.csv");
        var cancel = TestContext.Current.CancellationToken;
        ProfileCsv.Write(path, table, new[] { 0 }, 5,
            [RecommendationColumns.Discover1, RecommendationColumns.Discover3], cancel,
            SomeBuyers.Catalogue);
        Assert.Equal(
        [
            "customer_id,discover_1_id,discover_1_name,discover_1_category,discover_1_price,discover_1_image,"
                + "discover_1_description,discover_3_id,discover_3_name,discover_3_category,discover_3_price,"
                + "discover_3_image,discover_3_description",
            "c0,p1,Product 1,category 1,2.00,,,,,,,,",
        ], File.ReadAllLines(path));

        ProfileCsv.Write(path, table, new[] { 0 }, 5,
            [RecommendationColumns.Discover1, RecommendationColumns.Discover3], cancel);
        Assert.Equal(["customer_id,discover_1_id,discover_3_id", "c0,p1,"], File.ReadAllLines(path));
    }

    static ProfileTable Table(int[] discover, int[] rebuy, int[] viewed)
    {
        var table = new ProfileTable(Columns.All, CustomerKeys.From(["c0"]));
        var lists = new RecommendedProducts(rebuy.Length, discover.Length, viewed.Length);
        discover.CopyTo(lists.Discover, 0);
        rebuy.CopyTo(lists.Rebuy, 0);
        viewed.CopyTo(lists.Viewed, 0);
        // Numbers in the table are others than in the catalogue.
        var reversed = SomeBuyers.Catalogue.Products.Reverse();
        int[] numberOf = [.. reversed.Select(product => table.Products.NumberOf(product.Id)).Reverse()];
        RecommendationRows.Write(table, 0, lists, numberOf);
        return table;
    }

    static IEnumerable<string> Ids(ProfileTable table, IEnumerable<Column<int>> columns) =>
        columns.Select(column => ColumnText.Of(table, column, 0, 5));

    public void Dispose() => directory.Delete(recursive: true);
}
