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
}
