namespace Perennial.Tests.Ui;

/// <summary>Tests that read, and one after the other change, the same stored shop: making it takes seconds.</summary>
[CollectionDefinition(Name)]
public sealed class OneStoredShop : ICollectionFixture<StoredShop>
{
    public const string Name = "one stored shop";
}
