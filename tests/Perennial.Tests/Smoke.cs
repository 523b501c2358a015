namespace Perennial.Tests;

public class Smoke
{
    [Fact]
    public void Catalogue_has_columns() => Assert.NotEmpty(Core.Profiles.Columns.All);
}
