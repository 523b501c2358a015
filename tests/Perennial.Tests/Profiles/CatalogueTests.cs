using System.Reflection;
using Perennial.Core.FactScores;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Tests.Profiles;

/// <summary>The catalogue holds what the parts declare.</summary>
public class CatalogueTests
{
    static IEnumerable<Column> Declared =>
        from type in typeof(Columns).Assembly.GetTypes()
        from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        from column in property.PropertyType.IsAssignableTo(typeof(Column)) ? [(Column)property.GetValue(null)!]
            : property.PropertyType == typeof(FactScoreSet) ? Of(property.GetValue(null)!) : []
        select column;

    // Several of one kind declare the same columns, each its own.
    static IEnumerable<Column> Of(object columns) =>
        columns.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.PropertyType.IsAssignableTo(typeof(Column)))
            .Select(property => (Column)property.GetValue(columns)!);

    [Fact]
    public void Every_column_that_a_part_declares_is_in_the_catalogue_once()
    {
        Assert.Equal(Columns.All.Count, Declared.Count());
        Assert.Empty(Declared.Except(Columns.All));
        Assert.Equal(Columns.All.Count, Columns.All.Select(column => column.Name).Distinct().Count());
        Assert.All(Columns.All, column => Assert.Same(column, Columns.All[column.Index]));
    }

    [Fact]
    public void Clock_columns_alone_are_read_as_of_an_instant()
    {
        Assert.All(Columns.All, column => Assert.Equal(column.Kind == ColumnKind.Clock, column.ReadAt is not null));
    }
}
