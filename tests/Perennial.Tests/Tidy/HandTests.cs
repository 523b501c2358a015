using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>Tests cause what they need by what the program offers, so that they see what it writes.</summary>
public class HandTests
{
    // Damage that doctor finds, files of older versions, servers; and profiles with any value in any column, which no
    // history of a few dozen customers brings about.
    static readonly string[] mayWrite =
    [
        "tests/Perennial.Tests/Store/", "tests/Perennial.Tests/Postgres/", "tests/Perennial.Tests/Tidy/",
        "tests/Perennial.Tests/Rules/SomeRuleShop.cs",
    ];

    static bool MayWrite(RepositoryFile file) =>
        mayWrite.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal))
            || file.Name.EndsWith("Migration.cs", StringComparison.Ordinal);

    [Fact]
    public void No_test_writes_the_stores_tables_by_SQL_of_its_own()
    {
        var tables = RepositoryFile.Under("sql/schema", ".sql")
            .SelectMany(file => Regex.Matches(file.Text, @"create table (?:if not exists )?(\w+)"))
            .Select(match => match.Groups[1].Value).Distinct().ToList();
        foreach (var table in new[] { "outbox", "destination_cursor", "segment_member", "profile" })
            Assert.Contains(table, tables);
        var written = new Regex(
            $@"\b(insert into|update|delete from|create table( if not exists)?)\s+({string.Join('|', tables)})\b");
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("tests", ".cs").Where(file => !MayWrite(file)))
        {
            foreach (var (line, text) in CSharpText.Literals(file.Text))
            {
                if (written.Match(text) is { Success: true } found)
                    complaints.Add(file, line, $"'{found.Value}': write it through the store");
            }
        }
        complaints.AssertNone();
    }
}
