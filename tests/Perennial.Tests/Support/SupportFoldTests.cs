using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Support;

namespace Perennial.Tests.Support;

/// <summary>Which tickets are open follows from their last word, whatever order things are told in.</summary>
public class SupportFoldTests
{
    static Instant Day(int day) => new(day * 86_400_000L);

    // "1 opened 4711": day, what, ticket.
    static int Fold(int asOf, params string[] told)
    {
        var facts = told.Select(line => line.Split(' ')).OrderBy(line => int.Parse(line[0])).ToArray();
        var history = new HistoryTable(1, OrderFacts.Empty(1))
        {
            Activities = new ActivityFacts
            {
                Start = [0, facts.Length],
                At = [.. facts.Select(line => Day(int.Parse(line[0])))],
                Kind = [.. facts.Select(line => Enum.Parse<ActivityKind>("Support" + line[1], ignoreCase: true))],
                Product = [.. facts.Select(_ => -1)],
                DurationSeconds = new int[facts.Length],
                Details = ActivityDetails.From(facts.Select(line =>
                    new ActivityDetail { Thread = line.Length > 2 ? line[2] : null })),
            },
        };
        var table = ProfileFold.FoldAll(history, Some.Keys(1), Day(asOf), new ProfileSettings());
        return table.Values(SupportColumns.OpenTickets)[0];
    }

    [Theory]
    [InlineData(1, "1 opened 1")]
    [InlineData(0, "1 opened 1", "2 resolved 1")]
    [InlineData(1, "1 opened 1", "2 resolved 1", "3 reopened 1")]
    [InlineData(0, "1 opened 1", "2 resolved 1", "3 answered 1")]
    [InlineData(1, "1 answered 1")]
    [InlineData(2, "1 opened 1", "1 opened 2", "2 resolved 3", "3 opened 4", "4 resolved 4")]
    [InlineData(0, "1 opened 1", "1 resolved 1")]
    [InlineData(0, "1 resolved 1", "1 opened 1")]
    [InlineData(1, "1 reopened 1", "1 resolved 1")]
    [InlineData(0, "1 opened", "2 resolved")]
    [InlineData(1, "1 opened", "12 resolved")]
    public void A_ticket_is_open_until_its_last_word_is_that_it_was_resolved(int open, params string[] told) =>
        Assert.Equal(open, Fold(10, told));
}
