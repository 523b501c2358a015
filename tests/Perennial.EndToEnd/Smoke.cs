namespace Perennial.EndToEnd;

public class Smoke
{
    [Fact]
    public void Catalogue_has_columns() => Assert.NotEmpty(Core.Profiles.Columns.All);
}
