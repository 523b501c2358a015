using Perennial.Core.Profiles;

namespace Perennial.Tests.Tidy;

/// <summary>What a type of column is, is said once; everybody else asks for shape, cell and names.</summary>
public class ColumnTypeTests
{
    [Fact]
    public void Everything_is_known_of_every_type()
    {
        Assert.All(Enum.GetValues<ColumnType>(), type => Assert.NotEmpty(ColumnForm.Of(type).Words));
    }

    [Fact]
    public void No_type_is_named_but_where_columns_are_declared()
    {
        var complaints = new Complaints();
        var files = RepositoryFile.All.Where(file => file.IsUnder("src") && (file.Is(".cs") || file.Is(".razor"))
            && file.Name != "ColumnType.cs");
        foreach (var file in files)
        {
            var text = file.Is(".cs") ? CSharpText.Bare(file.Text) : file.Text;
            foreach (var (number, line) in text.Split('\n').Index())
            {
                if (line.Replace("Type = ColumnType.", "").Contains("ColumnType."))
                    complaints.Add(file, number + 1, "ask the column's Form");
            }
        }
        complaints.AssertNone();
    }
}
