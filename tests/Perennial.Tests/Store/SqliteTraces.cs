using Perennial.Core.Intake;
using Perennial.Core.Statistics;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Nothing of an erased person is found in the bytes of the shop's files.</summary>
public sealed class SqliteTraces : StoreContract
{
    const int Customers = 1_500, Erased = 40;

    // Words of their own, of which every part stands nowhere else.
    static string[] WordsOf(int i)
    {
        var random = new Rng((ulong)(7_000 + i));
        string Word(int length) => string.Concat(
            Enumerable.Range(0, length).Select(_ => (char)('a' + random.NextInt(26))));
        return [$"K{Word(12)}", Word(9), Word(11), $"{Word(10)}@{Word(8)}.{Word(7)}", $"{Word(30)} {i}", $"N{Word(9)}"];
    }

    static CustomerDetails Details(string[] words) => new()
    {
        FirstName = words[1], LastName = words[2], Email = words[3], Address1 = words[4], City = "Lyon",
        ConsentEmail = true,
    };

    // In parts and with changes, so that pages are split, joined and moved about.
    void WriteShop()
    {
        Store.Tell();
        foreach (var some in Enumerable.Range(0, Customers).Chunk(50))
        {
            var words = some.Select(WordsOf).ToList();
            Write(Batch([.. words.Select(one => (one[0], (CustomerDetails?)Details(one)))],
                [.. words.Select(one => Order(one[0], one[5], 5, 1_000))]));
            Write(Batch([.. some.Select(i => WordsOf((i * 31) % (some[^1] + 1)))
                .Select(one => (one[0], (CustomerDetails?)(Details(one) with { Address2 = new string('.', 90) })))]));
        }
    }

    void Erase(int i) => Store.Erasure.Erase(
        new ErasureRequest([Id(WordsOf(i)[0])], "asked", Now, Actor.Terminal("tests")), Moment);

    [Fact]
    public void Of_whoever_is_erased_no_byte_is_left_in_the_file_its_log_and_whatever_is_beside_it()
    {
        WriteShop();
        Store.Destinations.Remove("told");
        int[] gone = [.. Enumerable.Range(0, Erased).Select(i => i * 37 % Customers)];
        Assert.NotEmpty(FileBytes.Holding(Folder, WordsOf(gone[0])));
        var others = Store.Profiles.Load().Count - Erased;

        foreach (var i in gone) Erase(i);

        Assert.Empty(FileBytes.Holding(Folder, gone.SelectMany(WordsOf)));
        Assert.Equal(others, Store.Profiles.Load().Count);
        AssertSound();
        Assert.NotEmpty(FileBytes.Holding(Folder, WordsOf(1)));
    }
}
