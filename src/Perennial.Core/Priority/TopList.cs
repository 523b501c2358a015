using Perennial.Core.Scoring;

namespace Perennial.Core.Priority;

/// <summary>Selects the best N customers by a measure without sorting everybody.</summary>
/// <remarks>
/// Ties at the end of the list are resolved by the other measures in a stated order, and then by the customer's
/// key (first in byte order wins), so that the list has exactly the length asked for, always the same members.
/// </remarks>
static class TopList
{
    /// <summary>Marks the members.</summary>
    /// <param name="population">Whom to choose from.</param>
    /// <param name="measures">The measure, then what breaks its ties; more is better.</param>
    /// <param name="length">How many, 0..population.</param>
    /// <param name="isMember">Takes the marks.</param>
    /// <returns>The last member, or −1 if the list is empty.</returns>
    public static int Select(Population population, long[][] measures, int length, bool[] isMember)
    {
        if (length == 0) return -1;
        var candidates = Enumerable.Range(0, population.Count).ToArray();
        foreach (var measure in measures)
        {
            if (candidates.Length == length) break;
            var limit = NthLargest(Array.ConvertAll(candidates, customer => measure[customer]), length);
            var undecided = new List<int>();
            foreach (var customer in candidates)
            {
                if (measure[customer] < limit) continue;
                if (measure[customer] == limit)
                {
                    undecided.Add(customer);
                    continue;
                }
                isMember[customer] = true;
                length--;
            }
            candidates = [.. undecided];
        }
        // Whoever is left is equal in every measure, or all of them fit.
        if (candidates.Length > length)
            Array.Sort(candidates, (a, b) => population.Key(a).SequenceCompareTo(population.Key(b)));
        foreach (var customer in candidates.AsSpan(0, length)) isMember[customer] = true;
        return Worst(population, measures, candidates.AsSpan(0, length));
    }

    /// <summary>Compares two customers as the list does: negative if the first is the better one.</summary>
    public static int Compare(Population population, long[][] measures, int a, int b)
    {
        foreach (var measure in measures)
        {
            if (measure[a] != measure[b]) return measure[a] > measure[b] ? -1 : 1;
        }
        return population.Key(a).SequenceCompareTo(population.Key(b));
    }

    static int Worst(Population population, long[][] measures, ReadOnlySpan<int> customers)
    {
        var worst = customers[0];
        foreach (var customer in customers)
            if (Compare(population, measures, customer, worst) > 0) worst = customer;
        return worst;
    }

    // Hoare's selection with a middle pivot: expected linear, and the values are a scratch copy.
    static long NthLargest(long[] values, int n)
    {
        var (left, right, wanted) = (0, values.Length - 1, n - 1);
        while (left < right)
        {
            var pivot = values[left + (right - left) / 2];
            var (i, j) = (left, right);
            while (i <= j)
            {
                while (values[i] > pivot) i++;
                while (values[j] < pivot) j--;
                if (i > j) break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }
            if (wanted <= j) right = j;
            else if (wanted >= i) left = i;
            else break;
        }
        return values[wanted];
    }
}
