using Perennial.Core.Households;

namespace Perennial.Tests.Households;

public class AddressFoldingTests
{
    [Theory]
    [InlineData("Élodie, 12 Bd. St-Michel", "ELODIE 12 boulevard saint michel")]
    [InlineData("12bis, r. de l'Église", "12 Bis Rue de l'eglise")]
    [InlineData("Hauptstr. 5", "Hauptstraße 5")]
    [InlineData("Königstr 7 a", "KONIGSTRASSE 7A")]
    [InlineData("14 Main St", "14 Main Street")]
    [InlineData("14 Main St. 2", "14 main street 2")]
    [InlineData("No. 3 St James Rd", "3 Saint James Road")]
    [InlineData("3 av. du Ge\u0301ne\u0301ral", "3 Avenue du Général")]
    public void One_house_is_one_text(string one, string other) =>
        Assert.Equal(AddressFolding.Fold(one), AddressFolding.Fold(other));

    [Theory]
    [InlineData("12 rue de Lyon", "21 rue de Lyon")]
    [InlineData("12 rue de Lyon", "12 avenue de Lyon")]
    [InlineData("1 Main St", "1 St Main")]
    public void Another_house_is_another(string one, string other) =>
        Assert.NotEqual(AddressFolding.Fold(one), AddressFolding.Fold(other));

    [Fact]
    public void A_household_is_an_address_that_names_a_house()
    {
        var one = HouseholdId.Of("12 Bd. St-Michel", null, "75005", "Paris");
        Assert.NotNull(one);
        Assert.Equal(one, HouseholdId.Of("12 boulevard saint michel", "", "75 005", "PARIS 5e"));
        Assert.NotEqual(one, HouseholdId.Of("12 Bd. St-Michel", null, "13006", "Marseille"));
        Assert.NotEqual(one, HouseholdId.Of("12 Bd. St-Michel", "apt 3", "75005", "Paris"));
        Assert.Null(HouseholdId.Of("Bd. St-Michel", null, "75005", "Paris"));
        Assert.Null(HouseholdId.Of("12 Bd. St-Michel", null, null, null));
        Assert.Null(HouseholdId.Of(null, null, "75005", "Paris"));
    }
}
