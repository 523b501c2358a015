using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>What is nobody's key, and what is cleaned off one, is written down once.</summary>
public partial class OneKeyTextTests
{
    const string Home = "src/Perennial.Core/KeyText.cs";

    // Words that stand where a key is missing, and what stands around keys. Those that mean other things too (none,
    // true, 0, a byte order mark at the beginning of a file) are left out.
    [GeneratedRegex("""
        "(undefined|nan|n/a|nil|guest|anon|\\\\n|\[object .*)"|"mailto:"|\\u200[bB]|\\u00[aA][dD]|TrimStart\('\\''\)
        """, RegexOptions.IgnoreCase)]
    private static partial Regex Known();

    [Fact]
    public void One_file_alone_knows_what_is_nobodys_key()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("src", ".cs").Where(file => file.Path != Home))
        {
            for (var i = 0; i < file.Lines.Length; i++)
                if (Known().IsMatch(file.Lines[i])) complaints.Add(file, i + 1, "ask KeyText");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void That_file_is_where_the_test_looks() =>
        Assert.Matches(Known(), RepositoryFile.All.Single(file => file.Path == Home).Text);
}
