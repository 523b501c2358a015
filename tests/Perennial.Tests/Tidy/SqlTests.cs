using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>What every SQL file says of itself before it starts.</summary>
public class SqlTests
{
    [Fact]
    public void Every_file_opens_by_saying_what_it_is()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("sql", ".sql"))
        {
            if (!file.Lines[0].StartsWith("-- ", StringComparison.Ordinal))
                complaints.Add(file, 1, "the first line is no comment");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Checks_and_models_state_their_grain_and_reason()
    {
        var complaints = new Complaints();
        foreach (var folder in new[] { "sql/checks", "sql/models" })
        {
            foreach (var file in RepositoryFile.Under(folder, ".sql"))
            {
                var header = file.Lines.TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).ToList();
                foreach (var mark in new[] { "-- grain: ", "-- why: " })
                {
                    if (!header.Any(line => line.StartsWith(mark) && line.Length > mark.Length))
                        complaints.Add(file, $"no line '{mark}…' at the top");
                }
            }
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Every_query_that_has_a_name_is_asked()
    {
        var asked = RepositoryFile.Under("src/Perennial.Data", ".cs").SelectMany(file => CSharpText.Literals(file.Text))
            .Select(literal => literal.Text.Trim('$', '"')).ToHashSet();
        // A few names are put together: $"{name}-of-customer".
        var composed = asked.Where(text => Regex.IsMatch(text, @"^[a-z-]*\{\w+\}[a-z-]*$") && text.Contains('-'))
            .Select(text => new Regex($"^{Regex.Replace(text, @"\{\w+\}", "[a-z]+")}$")).ToList();
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("sql/queries", ".sql"))
        {
            foreach (var (number, line) in file.Lines.Index())
            {
                if (!line.StartsWith("-- name: ", StringComparison.Ordinal)) continue;
                var name = line["-- name: ".Length..].Trim();
                if (!asked.Contains(name) && !composed.Any(one => one.IsMatch(name)))
                    complaints.Add(file, number + 1, $"nobody asks {name}");
            }
        }
        complaints.AssertNone();
    }
}
