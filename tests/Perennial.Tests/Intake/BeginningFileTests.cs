using Perennial.Import;

namespace Perennial.Tests.Intake;

/// <summary>Since when customers are there, as files tell it.</summary>
public sealed class BeginningFileTests : IDisposable
{
    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    [Theory]
    [InlineData("created_at", "2020-03-15")]
    [InlineData("Member since", "15.03.2020")]
    [InlineData("customer_since", "2020-03-15 00:00")]
    [InlineData("Kunde seit", "15.03.2020")]
    public void A_file_of_customers_may_say_since_when(string column, string day)
    {
        var read = inbox.Read($"customer_id,first_name,{column}\nA,Ann,{day}\nB,Bo,\n");
        Assert.Equal((2L, Inbox.Day(2020, 3, 15)),
            (Inbox.Rows(read, "imported"), read.Batch.Details[0]!.BeganAt!.Value));
        Assert.Null(read.Batch.Details[1]!.BeganAt);
        Assert.Empty(read.Report.Warnings);
    }

    [Theory]
    [InlineData("long ago")]
    [InlineData("2126-01-01")]
    public void A_day_that_cannot_be_is_told(string day)
    {
        var read = inbox.Read($"customer_id,first_name,created_at\nA,Ann,2020-03-15\nB,Bo,{day}\n");
        Assert.Null(read.Batch.Details[1]!.BeganAt);
        Assert.Contains("Of 1 customer the column created_at does not say since when they are there",
            Assert.Single(read.Report.Warnings));
    }

    [Fact]
    public void A_file_read_as_of_a_day_has_nobody_who_ordered_later()
    {
        var path = inbox.File(
            "customer,date,amount\na,2026-01-05,10\nb,2026-02-05,20\na,2026-03-05,1\nc,2026-03-07,9\n");
        IEnumerable<string> Keys(DateOnly? asOf)
        {
            var keys = ScoreFile.Run(path, Inbox.Options, Store.SomeFacts.HowToScore, asOf, everything: true,
                (_, _) => { }, TestContext.Current.CancellationToken).Profiles.Keys;
            return Enumerable.Range(0, keys.Count).Select(keys.Text).Order();
        }
        Assert.Equal(["a", "b"], Keys(new DateOnly(2026, 2, 28)));
        Assert.Equal(["a", "b", "c"], Keys(null));
    }
}
