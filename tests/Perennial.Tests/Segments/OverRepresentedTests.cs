using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Segments;

public class OverRepresentedTests
{
    const int Rows = 2_000, OfGroup = 300;

    static RowSet Where(Func<int, bool> holds)
    {
        var rows = new RowSet(Rows);
        for (var row = 0; row < Rows; row++) if (holds(row)) rows.Add(row);
        return rows;
    }

    static readonly RowSet group = Where(row => row < OfGroup), rest = Where(row => row >= OfGroup);

    static RowSet Noise(Rng rng, double share) => Where(_ => rng.NextDouble() < share);

    static OverRepresentedAnswer Find(params RowSet[] candidates) =>
        OverRepresented.Find(group, rest, candidates, new OverRepresentedOptions());

    [Fact]
    public void What_more_of_a_group_have_is_found_among_much_that_differs_by_chance()
    {
        var rng = new Rng(3);
        var planted = Where(row => rng.NextDouble() < (row < OfGroup ? 0.4 : 0.2));
        RowSet[] noise = [.. Enumerable.Range(0, 200).Select(i => Noise(rng, (1 + i % 9) / 10.0))];
        var found = Assert.Single(Find([.. noise, planted]).Found);
        Assert.Equal((200, OfGroup, Rows - OfGroup), (found.Candidate, found.OfGroup, found.OfRest));
        Assert.InRange(found.Share - found.ShareOfRest, found.Difference.Low, found.Difference.High);
        Assert.Equal(planted.CountWith(group), found.Customers);
    }

    [Fact]
    public void Where_nothing_differs_something_is_found_in_five_of_a_hundred_at_most()
    {
        var rng = new Rng(4);
        var wrong = Enumerable.Range(0, 300).Count(_ =>
            Find([.. Enumerable.Range(0, 40).Select(i => Noise(rng, (1 + i % 9) / 10.0))]).Found.Count > 0);
        // Both sides share the 5 %, and only what is more frequent is told.
        Assert.InRange(wrong, 0, 15);
    }

    [Fact]
    public void Of_what_finds_nearly_the_same_customers_only_the_clearest_is_told()
    {
        var rng = new Rng(5);
        var clear = Where(row => row < OfGroup ? row % 10 < 8 : row % 10 < 2);
        var nearly = Where(row => clear.Contains(row) && row % 100 != 1);
        var other = Where(row => rng.NextDouble() < (row < OfGroup ? 0.6 : 0.2));
        Assert.Equal([1, 2], Find(nearly, clear, other).Found.Select(one => one.Candidate));
    }

    [Fact]
    public void What_finds_the_group_itself_is_named_apart_and_rarer_things_are_not_told()
    {
        var itself = Where(row => row < OfGroup + 20);
        var rarer = Where(row => row >= OfGroup && row % 2 == 0);
        var answer = Find(itself, rarer);
        Assert.Empty(answer.Found);
        Assert.Equal([0], answer.Same);
    }

    [Fact]
    public void Of_nobody_nothing_is_told() => Assert.Empty(OverRepresented.Find(
        new RowSet(Rows), rest, [Where(_ => true)], new OverRepresentedOptions()).Found);
}
