using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Scoring;

/// <summary>Counts who bought what in a time that is over, by what was known at an instant.</summary>
/// <param name="since">Orders after it.</param>
/// <param name="until">Orders until then.</param>
sealed class PopularThen(Instant since, Instant until)
{
    readonly Dictionary<string, int> customers = new(StringComparer.Ordinal);
    readonly HashSet<int> bought = [];

    /// <summary>Adds customers, with their orders as they were.</summary>
    public void Add(HistoryTable then)
    {
        if (then.Orders.Lines is not { } lines) return;
        for (var customer = 0; customer < then.CustomerCount; customer++)
        {
            bought.Clear();
            for (var order = then.Orders.Start[customer]; order < then.Orders.Start[customer + 1]; order++)
            {
                if (then.Orders.At[order] <= since || then.Orders.At[order] > until) continue;
                for (var line = lines.Start[order]; line < lines.Start[order + 1]; line++)
                    bought.Add(lines.Product[line]);
            }
            foreach (var product in bought)
                customers[then.Products[product]] = customers.GetValueOrDefault(then.Products[product]) + 1;
        }
    }

    /// <summary>The products, those with the most customers first: by customers, not by pieces.</summary>
    public IEnumerable<string> Products() => customers.OrderByDescending(one => one.Value)
        .ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Key);
}
