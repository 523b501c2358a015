using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Perennial.Tests.Tidy;

/// <summary>What STYLE.md asks of the code.</summary>
public partial class CodeTests
{
    static readonly IReadOnlyList<RepositoryFile> Code =
        [.. RepositoryFile.All.Where(file => file.Is(".cs") && !file.IsUnder("data"))];

    [Fact]
    public void Methods_are_read_in_one_sitting()
    {
        var complaints = new Complaints();
        foreach (var file in Code)
        {
            foreach (var method in CSharpText.Methods(file).Where(method => method.Length > 70))
                complaints.Add(file, method.Line, $"{method.Length} lines; at most 70: {method.Header}");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void A_file_is_named_after_a_type_in_it()
    {
        var complaints = new Complaints();
        foreach (var file in Code)
        {
            var types = CSharpText.TopLevelTypes(file).ToList();
            // RfmColumns.Rfm.cs is a part of Columns; Page.razor.cs belongs to Page.razor.
            if (types.Count > 0 && !types.Contains(file.Name.Split('.')[0]))
                complaints.Add(file, $"holds {string.Join(", ", types)}");
        }
        complaints.AssertNone();
    }

    // An interface that one class implements must stand at an edge to the outside and be named here, with the reason.
    static readonly Dictionary<string, string> NetworkEdges = [];

    [GeneratedRegex(@"\binterface\s+(I[A-Z]\w*)")]
    private static partial Regex Interface();

    [Fact]
    public void Interfaces_are_few_and_each_has_two_implementations_or_is_a_network_edge()
    {
        var complaints = new Complaints();
        var product = Code.Where(file => file.IsUnder("src")).Select(file => CSharpText.Bare(file.Text)).ToList();
        var interfaces = product.SelectMany(text => Interface().Matches(text)).Select(found => found.Groups[1].Value)
            .ToHashSet();
        foreach (var name in interfaces.Where(name => !NetworkEdges.ContainsKey(name)))
        {
            var implementation = new Regex($@"\b(class|struct|record)\s+\w+[^;{{]*[:,]\s*{name}\b");
            var count = product.Sum(text => implementation.Count(text));
            if (count < 2) complaints.Add($"{name} has {count} implementations");
        }
        foreach (var name in NetworkEdges.Keys.Where(name => !interfaces.Contains(name)))
            complaints.Add($"{name} is listed as a network edge but is gone");
        if (interfaces.Count >= 10) complaints.Add($"{interfaces.Count} interfaces; below 10 is the rule");
        complaints.AssertNone();
    }

    [Fact]
    public void Dependencies_point_inwards()
    {
        Assert.Empty(References("Perennial.Core", "ProjectReference"));
        Assert.Empty(References("Perennial.Core", "PackageReference"));
        Assert.Equal(["Perennial.Core"], References("Perennial.Data", "ProjectReference"));
        Assert.Equal(["Perennial.Core"], References("Perennial.Channels", "ProjectReference"));
        Assert.Equal(
            ["Perennial.Channels", "Perennial.Core", "Perennial.Data"], References("Perennial", "ProjectReference"));
    }

    static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Repository.PathTo("src", project, project + ".csproj")).Descendants(kind)
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("(?is)\\b(select\\b.+\\bfrom|insert\\s+(or\\s+\\w+\\s+)?into|delete\\s+from|update\\s+\\w+\\s+set" +
        "|create\\s+(temp\\s+)?(table|index|view)|pragma)\\s+\\w")]
    private static partial Regex Sql();

    [Fact]
    public void SQL_stands_in_sql_files_and_in_Perennial_Data()
    {
        var complaints = new Complaints();
        foreach (var file in Code.Where(file => file.IsUnder("src") && !file.IsUnder("src/Perennial.Data")))
        {
            foreach (var (line, text) in CSharpText.Literals(file.Text))
            {
                if (Sql().Match(text) is { Success: true } sql) complaints.Add(file, line, sql.Value);
            }
        }
        complaints.AssertNone();
    }

    [Fact]
    public void What_is_embedded_from_outside_a_project_is_watched_by_the_launcher()
    {
        var launcher = File.ReadAllText(Repository.PathTo("perennial"));
        var complaints = new Complaints();
        foreach (var project in RepositoryFile.Under("src", ".csproj"))
        {
            foreach (var include in XDocument.Load(project.FullPath).Descendants().Attributes("Include"))
            {
                if (!include.Value.StartsWith("../../", StringComparison.Ordinal)) continue;
                var top = include.Value["../../".Length..].Split('/')[0];
                if (!launcher.Contains($"\"$root/{top}\""))
                    complaints.Add(project, $"./perennial does not look at {top}");
            }
        }
        complaints.AssertNone();
    }
}
