using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Sqlite;

namespace Perennial.Tests.Store;

public sealed class SqlTexts : StoreContract
{
    public static TheoryData<string> Queries => [.. SqlText.Names];

    public static TheoryData<string> Checks => [.. SqlText.Files("checks").Select(file => file.Name)];

    [Fact]
    public void Every_query_prepares()
    {
        _ = Store;
        using var connection = Connect(File);
        foreach (var name in SqlText.Names.Where(name => !SqlText.OnlyPostgres.Contains(name)))
        {
            using var command = connection.CreateCommand();
            command.CommandText = SqlText.Query(name);
            var error = Record.Exception(command.Prepare);
            Assert.True(error is null, $"{name}: {error?.Message}");
        }
    }

    [Theory, MemberData(nameof(Queries))]
    public void Every_query_is_one_statement(string name) => Assert.DoesNotContain(";", string.Join('\n',
        SqlText.Query(name).Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal))));

    [Theory, MemberData(nameof(Checks))]
    public void Every_check_says_grain_reason_and_remedy(string name)
    {
        var text = SqlText.Files("checks").Single(file => file.Name == name).Text;

        foreach (var header in new[] { "grain", "why", "remedy" })
            Assert.NotEqual("", StoreCheck.Header(text, header));
    }

    [Fact]
    public void An_unknown_query_is_a_mistake_of_the_program() =>
        Assert.Throws<ArgumentException>(() => SqlText.Query("no such query"));

    [Fact]
    public void A_caller_that_binds_other_parameters_than_the_query_has_is_refused()
    {
        _ = Store;
        using var database = SqliteDatabase.Open(File, TimeSpan.FromSeconds(5));

        Assert.Throws<InvalidOperationException>(() => database.Query("put-setting", "value", "name"));
        Assert.Throws<InvalidOperationException>(() => database.Query("put-setting", "name"));
    }

    [Fact]
    public void Due_profiles_are_found_by_an_index()
    {
        _ = Store;
        using var database = SqliteDatabase.Open(File, TimeSpan.FromSeconds(5));
        using var plan = database.Prepare(
            "explain query plan " + SqlText.Query("due-profiles"), "shard", "as_of", "most");
        var steps = new List<string>();
        while (plan.Step()) steps.Add(plan.Text(3)!);

        Assert.Contains(steps, step => step.Contains("profile_due", StringComparison.Ordinal));
    }
}
