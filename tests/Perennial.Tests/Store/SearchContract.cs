using FsCheck;
using FsCheck.Fluent;
using Perennial.Core.Intake;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

public abstract class SearchContract : StoreContract
{
    static readonly CustomerDetails Ann = new()
    {
        FirstName = "Ann-Élise", LastName = "Müller", Email = "Ann@Example.ORG", Phone = "+33 6 12 34 56 78",
        City = "Saint-Étienne", Country = "FR",
    };

    static readonly CustomerDetails Bob = new() { FirstName = "Bob", City = "Annecy" };

    string[] Found(string text)
    {
        var directory = Store.Profiles.Load().Directory;
        return [.. directory.Search(text).Select(directory.Key).Order()];
    }

    [Theory]
    [InlineData("ann", "k-ann", "k-bob")]
    [InlineData("ANN-ÉLISE", "k-ann")]
    [InlineData("élise müller", "k-ann")]
    [InlineData("müller élise", "k-ann")]
    [InlineData("ann@example.org", "k-ann")]
    [InlineData("+33612345678", "k-ann")]
    [InlineData("33612345678", "k-ann")]
    [InlineData("12 34", "k-ann")]
    [InlineData("étienne fr", "k-ann")]
    [InlineData("K-", "k-ann", "k-bob", "k-eve")]
    [InlineData("bob müller")]
    [InlineData("eliseMüller")]
    [InlineData("   ")]
    [InlineData("")]
    public void Every_word_must_occur_somewhere(string text, params string[] expected)
    {
        Write(Batch([("k-ann", Ann), ("k-bob", Bob), ("k-eve", null)]));

        Assert.Equal(expected, Found(text));
    }

    [Fact]
    public void A_row_shows_what_was_said()
    {
        Write(Batch([("k-ann", Ann), ("k-eve", null)]));
        var snapshot = Store.Profiles.Load();
        var (ann, eve, directory) = (snapshot.RowOf(Id("k-ann")), snapshot.RowOf(Id("k-eve")), snapshot.Directory);

        Assert.Equal("Ann-Élise Müller", directory.Name(ann));
        Assert.Equal("Ann@Example.ORG", directory.Email(ann));
        Assert.Equal("+33 6 12 34 56 78", directory.Phone(ann));
        Assert.Equal(("Saint-Étienne", "FR"), (directory.City(ann), directory.Country(ann)));
        Assert.Equal(("", "", "", "k-eve"),
            (directory.Name(eve), directory.Email(eve), directory.City(eve), directory.Key(eve)));
        Assert.Equal((true, false), (directory.HasPhone(ann), directory.HasPhone(eve)));
    }

    [Fact]
    public void A_search_finds_exactly_the_rows_that_contain_the_word()
    {
        var names = Gen.Elements("an", "na", "Nan", "anna", "Ö", "ö", "").ListOf(12);
        Prop.ForAll(names.ToArbitrary(), Gen.Elements("a", "an", "ANN", "nan", "ö", "x").ToArbitrary(), (all, word) =>
        {
            using var test = Another<SearchContract>();
            test.Write(Batch([.. all.Select((name, i) => ($"#{i + 1}", (CustomerDetails?)new() { LastName = name }))]));
            var directory = test.Store.Profiles.Load().Directory;

            var expected = Enumerable.Range(0, directory.Count)
                .Where(row => directory.Name(row).Contains(word, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(expected, directory.Search(word));
            Assert.Equal(directory.Search(word).Take(2), directory.Search(word, limit: 2));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesHere(15)));
    }
}
