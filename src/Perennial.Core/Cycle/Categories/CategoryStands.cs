using Perennial.Core.Cycle.Gaps;
using Perennial.Core.History;

namespace Perennial.Core.Cycle.Categories;

/// <summary>Where customers stand in the cycle of each category that they bought of, by a scoring run.</summary>
/// <param name="model">The run's.</param>
/// <param name="scoredDay">The day that the run was as of.</param>
/// <param name="asOf">Orders at this instant and before are used.</param>
/// <param name="calendar">The shop's calendar.</param>
/// <param name="gaps">How gaps are read.</param>
public sealed class CategoryStands(
    CategoryCycleModel model, int scoredDay, Instant asOf, ShopCalendar calendar, GapOptions gaps)
{
    const int CustomersPerTask = 1_024;

    /// <summary>Of nobody anything is known.</summary>
    /// <param name="rows">How many customers.</param>
    public static IReadOnlyList<IReadOnlyList<CategoryStand>> None(int rows) =>
        [.. Enumerable.Repeat<IReadOnlyList<CategoryStand>>([], rows)];

    /// <summary>The stands of each customer of a table with lines and categories, row by row; on all cores.</summary>
    public IReadOnlyList<IReadOnlyList<CategoryStand>> Of(HistoryTable table)
    {
        var stands = new IReadOnlyList<CategoryStand>[table.CustomerCount];
        Array.Fill(stands, []);
        var (names, ofProduct) = CategoryCycles.Items(table);
        if (names.Count == 0) return stands;
        var known = model.Categories.ToDictionary(category => category.Name);
        var cycles = names.Select(name => known.GetValueOrDefault(name)).ToArray();
        var tasks = (stands.Length + CustomersPerTask - 1) / CustomersPerTask;
        Parallel.For(0, tasks, Cores.All, () => new ItemReader(asOf, calendar, gaps), (task, _, reader) =>
        {
            var end = Math.Min(stands.Length, (task + 1) * CustomersPerTask);
            for (var row = task * CustomersPerTask; row < end; row++)
                if (table[row].Orders.Count > 0) stands[row] = Read(reader.Read(table[row], ofProduct), cycles);
            return reader;
        }, _ => { });
        return stands;
    }

    List<CategoryStand> Read(IReadOnlyList<ItemPurchases> bought, CategoryCycle?[] cycles)
    {
        var found = new List<CategoryStand>(bought.Count);
        foreach (var one in bought)
            if (cycles[one.Item] is { } cycle) found.Add(cycle.StandOf(one, scoredDay, calendar));
        return found;
    }
}
