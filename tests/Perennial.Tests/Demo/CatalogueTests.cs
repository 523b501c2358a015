using System.Xml.Linq;
using Perennial.Core.Demo;

namespace Perennial.Tests.Demo;

public class CatalogueTests
{
    static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Sixty_products_in_eight_categories_are_complete()
    {
        var products = FlowerCatalogue.Products(pictures: true);
        Assert.Equal(60, products.Count);
        Assert.Equal(60, products.Select(product => product.Id).Distinct().Count());
        Assert.Equal(60, products.Select(product => product.Name).Distinct().Count());
        Assert.Equal(FlowerCatalogue.Categories.Order(),
            products.Select(product => product.Category!).Distinct().Order());
        Assert.All(products, product =>
        {
            Assert.True(product.CostCents > 0 && product.CostCents <= product.PriceCents, product.Id);
            Assert.EndsWith(".", product.Description);
            Assert.True(product.Stock >= 0);
        });
        Assert.Contains(products, product => product.Stock == 0);
    }

    [Fact]
    public void Every_picture_is_a_small_svg_of_its_own()
    {
        var pictures = FlowerCatalogue.Products(pictures: true).Select(product => product.Image!).ToList();
        Assert.Equal(60, pictures.Distinct().Count());
        Assert.All(pictures, picture =>
        {
            const string prefix = "data:image/svg+xml,";
            Assert.StartsWith(prefix, picture);
            Assert.InRange(picture.Length, 500, 6_500);
            // What would end the address or the attribute that holds it.
            Assert.DoesNotContain(picture, c => c is '#' or '<' or '>' or '"' or '\n' or > '~');
            var root = XDocument.Parse(Uri.UnescapeDataString(picture[prefix.Length..])).Root!;
            Assert.Equal(svg + "svg", root.Name);
            var ids = root.Descendants().Select(element => (string?)element.Attribute("id")).OfType<string>().ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(root.Descendants(svg + "use"),
                use => Assert.Contains(((string)use.Attribute("href")!)[1..], ids));
        });
    }

    [Fact]
    public void Pictures_are_left_out_where_they_are_not_wanted() =>
        Assert.All(FlowerCatalogue.Products(pictures: false), product => Assert.Null(product.Image));
}
